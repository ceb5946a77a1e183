package dev.testls.jdt;

import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile;
import dev.testls.project.BuiltModules;
import dev.testls.project.ClasspathEntry;
import dev.testls.project.Module;
import dev.testls.project.Project;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The types of one snapshot of the workspace, found by name as the compiler and the JVM would find them.
 *
 * <p>Made for one collection and thrown away after it. Files of main code are read when a name leads there. Not for two
 * threads at once.
 */
final class Types {
    private final Map<ModuleId, Module> modules = new HashMap<>();
    private final Map<ModuleId, View> views = new HashMap<>();
    private final Map<SourceFile.Id, FileScope> scopes = new HashMap<>();
    private final Memo.Circles circles = new Memo.Circles();
    private final SourceNames names;
    private final Libraries libraries;
    private final BuiltModules built;
    private final Function<SourceFile, FileFacts> facts;

    Types(Project project, SourceNames names, Libraries libraries, BuiltModules built, Function<SourceFile, FileFacts> facts) {
        for (Module module : project.modules()) modules.put(module.id(), module);
        this.names = names;
        this.libraries = libraries;
        this.built = built;
        this.facts = facts;
    }

    /** A file with its types, each of them with what it can see. */
    FileScope file(SourceFile file) {
        FileScope scope = scopes.get(file.id());
        if (scope == null) {
            scope = new FileScope(file, facts.apply(file), view(file.module()));
            scopes.put(file.id(), scope);
        }
        return scope;
    }

    View view(ModuleId module) {
        View view = views.get(module);
        if (view == null) {
            view = new View(module, Optional.ofNullable(modules.get(module)));
            views.put(module, view);
        }
        return view;
    }

    /**
     * What the tests of one module see: its own tests and main code, then its class path in order, then the JDK.
     */
    final class View {
        private final ModuleId module;
        private final List<ClasspathEntry> classpath;
        private final Map<String, Optional<Type>> topLevel = new HashMap<>();
        private final Map<String, Optional<Type>> binary = new HashMap<>();
        private final Set<String> binaryLookups = new HashSet<>();

        private View(ModuleId module, Optional<Module> told) {
            this.module = module;
            this.classpath = told.map(Module::testClasspath).orElse(List.of());
        }

        Memo.Circles circles() {
            return circles;
        }

        /** The top-level type with this full name. */
        @Nullable Type topLevel(String fullName) {
            Optional<Type> known = topLevel.get(fullName);
            if (known == null) {
                known = Optional.ofNullable(find(fullName));
                topLevel.put(fullName, known);
            }
            return known.orElse(null);
        }

        /**
         * A type that nothing has but whose full name says that the JDK has it: the daemon's JDK may be another one.
         */
        @Nullable Type believed(String fullName) {
            return fullName.startsWith("java.") || fullName.startsWith("javax.") ? Type.ofJdk(fullName, this) : null;
        }

        /** The type with this binary name. */
        @Nullable Type binary(String binaryName) {
            Optional<Type> known = binary.get(binaryName);
            if (known == null) {
                binaryLookups.add(binaryName.replaceFirst("(?<=[^.])\\$.*", ""));
                known = Optional.ofNullable(findBinary(binaryName));
                binary.put(binaryName, known);
            }
            return known.orElse(null);
        }

        /** The top-level parts of all names that {@link #binary} was asked for; goes on growing. */
        Set<String> binaryLookups() {
            return binaryLookups;
        }

        /**
         * A type of main code that stands in a file of another name. Reads all files of the package: the last resort.
         */
        @Nullable Type hiddenInPackage(String packageName, String simpleName) {
            for (SourceFile file : names.mainPackage(module, packageName)) {
                Type found = file(file).topLevel(simpleName);
                if (found != null) return found;
            }
            return null;
        }

        private @Nullable Type find(String fullName) {
            if (fullName.startsWith("java.")) return jdk(fullName);
            Type found = inModule(module, ClasspathEntry.Part.TEST, fullName);
            if (found == null) found = inModule(module, ClasspathEntry.Part.MAIN, fullName);
            for (int i = 0; found == null && i < classpath.size(); i++) found = inEntry(classpath.get(i), fullName);
            return found == null ? jdk(fullName) : found;
        }

        private @Nullable Type findBinary(String binaryName) {
            int dollar = binaryName.indexOf('$', binaryName.lastIndexOf('.') + 2);
            if (dollar < 0) return topLevel(binaryName);
            Type outer = topLevel(binaryName.substring(0, dollar));
            if (outer != null && outer.isSource()) {
                Type found = outer;
                for (String segment : binaryName.substring(dollar + 1).split("\\$")) {
                    if (found != null) found = found.declaredMember(segment);
                }
                return found;
            }
            return topLevel(binaryName);
        }

        private @Nullable Type inEntry(ClasspathEntry entry, String fullName) {
            return entry.on(new ClasspathEntry.Cases<@Nullable Type>() {
                @Override
                public @Nullable Type library(ClasspathEntry.Library it) {
                    ClassFacts found = libraries.find(it.path(), fullName).orElse(null);
                    return found == null ? null : Type.ofClassFile(found, View.this);
                }

                @Override
                public @Nullable Type moduleOutput(ClasspathEntry.ModuleOutput it) {
                    return inModule(it.module(), it.part(), fullName);
                }
            });
        }

        private @Nullable Type inModule(ModuleId of, ClasspathEntry.Part part, String fullName) {
            SourceFile file = names.find(of, part, fullName);
            if (file != null) return file(file).topLevel(fullName.substring(fullName.lastIndexOf('.') + 1));
            return built.side(of, part == ClasspathEntry.Part.MAIN ? SourceFile.Scope.MAIN : SourceFile.Scope.TEST)
                    .flatMap(side -> libraries.find(side.classes(), fullName)).map(it -> Type.ofClassFile(it, View.this)).orElse(null);
        }

        private @Nullable Type jdk(String fullName) {
            return libraries.jdkHas(fullName) ? Type.ofJdk(fullName, this) : null;
        }
    }
}
