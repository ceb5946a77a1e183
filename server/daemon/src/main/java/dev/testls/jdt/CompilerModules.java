package dev.testls.jdt;

import dev.testls.base.ContentHash;
import dev.testls.model.SourceFile;
import dev.testls.model.SourcePath;
import dev.testls.project.ModulePath;
import dev.testls.project.ModulePath.Also;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jdt.internal.compiler.CompilationResult;
import org.eclipse.jdt.internal.compiler.DefaultErrorHandlingPolicies;
import org.eclipse.jdt.internal.compiler.ast.ModuleDeclaration;
import org.eclipse.jdt.internal.compiler.ast.RequiresStatement;
import org.eclipse.jdt.internal.compiler.batch.CompilationUnit;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFileConstants;
import org.eclipse.jdt.internal.compiler.impl.CompilerOptions;
import org.eclipse.jdt.internal.compiler.parser.Parser;
import org.eclipse.jdt.internal.compiler.problem.DefaultProblemFactory;
import org.eclipse.jdt.internal.compiler.problem.ProblemReporter;

/**
 * How a side is compiled that is a module, or part of one, as maven-compiler-plugin has javac do it.
 *
 * @param options what javac is told besides
 * @param classpath what is not on the module path
 * @param content of the descriptors that it depends on: when one changes, all that was compiled is stale
 */
record CompilerModules(List<String> options, List<Path> classpath, String content) {
    private static final String SOURCE = "module-info.java";
    private static final String CLASS = "module-info.class";

    CompilerModules {
        options = List.copyOf(options);
        classpath = List.copyOf(classpath);
    }

    /** A descriptor's source stands in the side's own root; one that is deeper is none. */
    static boolean isDescriptor(Path file) {
        return file.getFileName().toString().equals(SOURCE);
    }

    /** The main side: empty where it has no descriptor. */
    static Optional<CompilerModules> ofMain(CompilerSettings settings, Collection<SourceFile> sources, Map<SourcePath, String> unsaved, List<Path> classpath) throws IOException {
        Optional<SourceFile> source = descriptor(sources);
        if (source.isEmpty()) return Optional.empty();
        ModulePath path = ModulePath.of(parsed(source.get(), settings, unsaved), classpath, settings.jdkVersion(), EnumSet.of(Also.STATIC));
        List<String> options = new ArrayList<>(modulePath(path.modules()));
        if (!settings.moduleVersion().isEmpty()) options.addAll(List.of("--module-version", settings.moduleVersion()));
        return Optional.of(of(options, path.classpath(), path.modules(), source.get().hash().hex()));
    }

    /**
     * The test side: part of the main module, or a module of its own that takes the main classes in. Empty where neither has a descriptor.
     *
     * @param main where the main classes are
     * @param classpath begins with them
     */
    static Optional<CompilerModules> ofTests(CompilerSettings settings, Path main, Collection<SourceFile> sources, Map<SourcePath, String> unsaved, List<Path> classpath)
            throws IOException {
        if (settings.classpathOnly()) return Optional.empty();
        Optional<ModuleDescriptor> ofMain = ModulePath.descriptor(main, settings.jdkVersion());
        Optional<SourceFile> source = descriptor(sources);
        if (source.isPresent()) {
            String name = parsed(source.get(), settings, unsaved).name();
            List<String> options = new ArrayList<>(modulePath(classpath));
            if (ofMain.isEmpty() || ofMain.get().name().equals(name)) options.addAll(List.of("--patch-module", name + "=" + main));
            return Optional.of(of(options, List.of(), classpath, source.get().hash().hex()));
        }
        if (ofMain.isEmpty()) return Optional.empty();
        String name = ofMain.get().name();
        ModulePath path = ModulePath.of(ofMain.get(), classpath, settings.jdkVersion(), EnumSet.of(Also.STATIC));
        List<String> options = new ArrayList<>(modulePath(path.modules()));
        Set<Path> roots = sources.stream().map(SourceFile::root).collect(Collectors.toCollection(TreeSet::new));
        options.addAll(List.of("--patch-module", name + "=" + joined(Stream.concat(Stream.of(main), roots.stream()).toList())));
        options.addAll(List.of("--add-reads", name + "=ALL-UNNAMED"));
        return Optional.of(of(options, path.classpath(), path.modules(), ""));
    }

    /** @param source hash of the own descriptor's: what it forbids concerns all */
    private static CompilerModules of(List<String> options, List<Path> classpath, List<Path> modules, String source) throws IOException {
        StringBuilder content = new StringBuilder(options + " " + classpath + " " + source);
        for (Path module : modules) {
            Path descriptor = module.resolve(CLASS);
            if (Files.isRegularFile(descriptor)) content.append('\n').append(ContentHash.of(descriptor).hex());
        }
        return new CompilerModules(options, classpath, content.toString());
    }

    private static List<String> modulePath(List<Path> modules) {
        return modules.isEmpty() ? List.of() : List.of("--module-path", joined(modules));
    }

    private static String joined(List<Path> paths) {
        return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Optional<SourceFile> descriptor(Collection<SourceFile> sources) {
        return sources.stream().filter(it -> isDescriptor(it.path().value())).filter(it -> it.root().equals(it.path().value().getParent())).findFirst();
    }

    /** The name and what it requires; of broken text what can be read, since javac will have its say. */
    private static ModuleDescriptor parsed(SourceFile file, CompilerSettings settings, Map<SourcePath, String> unsaved) {
        try {
            String text = unsaved.get(file.path());
            return parsed(text != null ? text : new String(Files.readAllBytes(file.path().value()), settings.encoding()));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return ModuleDescriptor.newModule("unreadable").build();
        }
    }

    private static ModuleDescriptor parsed(String text) {
        CompilerOptions options = new CompilerOptions();
        options.sourceLevel = ClassFileConstants.getLatestJDKLevel();
        options.complianceLevel = options.sourceLevel;
        Parser parser = new Parser(new ProblemReporter(DefaultErrorHandlingPolicies.proceedWithAllProblems(), options, new DefaultProblemFactory(Locale.ROOT)), false);
        CompilationUnit unit = new CompilationUnit(text.toCharArray(), SOURCE, null);
        ModuleDeclaration declared = parser.dietParse(unit, new CompilationResult(unit, 0, 1, 1)).moduleDeclaration;
        if (declared == null) throw new IllegalStateException("no module is declared");
        ModuleDescriptor.Builder module = ModuleDescriptor.newModule(new String(declared.moduleName));
        for (int i = 0; i < declared.requiresCount; i++) {
            RequiresStatement each = declared.requires[i];
            module.requires(each.isTransitive() ? Set.of(Requires.Modifier.TRANSITIVE) : Set.of(), new String(each.module.moduleName));
        }
        return module.build();
    }
}
