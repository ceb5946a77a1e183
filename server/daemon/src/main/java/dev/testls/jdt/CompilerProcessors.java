package dev.testls.jdt;

import dev.testls.jdt.CompilerUnit.Name;
import dev.testls.jdt.CompilerUnit.References;
import dev.testls.project.JavaSettings;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFileReader;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFormatException;
import org.eclipse.jdt.internal.compiler.env.IBinaryAnnotation;
import org.eclipse.jdt.internal.compiler.env.IBinaryElementValuePair;
import org.eclipse.jdt.internal.compiler.env.IBinaryMethod;
import org.eclipse.jdt.internal.compiler.impl.Constant;
import org.jspecify.annotations.Nullable;

/**
 * The annotation processors that javac would run for a side, and what they look for, as their class files tell.
 *
 * @param anything whether one of them may look at any source
 * @param annotations else: what they look for, each a full name, or a package with all below it ({@code a.b.*})
 * @param reads what else they may read than sources and class files
 * @param missing one that the side's own resources name, and that nothing has before the side is compiled
 */
record CompilerProcessors(boolean anything, Set<String> annotations, Optional<String> missing, Reads reads) {
    private static final String SERVICES = "META-INF/services";
    private static final String PROCESSOR = "javax.annotation.processing.Processor";
    private static final String SERVICE = SERVICES + "/" + PROCESSOR;
    private static final String BASE = "javax/annotation/processing/AbstractProcessor";
    private static final String SUPPORTED = "Ljavax/annotation/processing/SupportedAnnotationTypes;";
    private static final int FIRST_WITHOUT_IMPLICIT = 23;
    static final CompilerProcessors NONE = new CompilerProcessors(false, Set.of(), Optional.empty(), Reads.NOTHING);
    private static final String LOMBOK = "lombok.";
    private static final String MAPSTRUCT = "org.mapstruct.";

    /** Which files that are neither sources nor classes processors may read; in doubt any. */
    enum Reads {
        NOTHING, LOMBOK_SETTINGS, ANYTHING;

        private static Reads of(Set<String> processors) {
            if (processors.stream().anyMatch(name -> !name.startsWith(LOMBOK) && !name.startsWith(MAPSTRUCT))) return ANYTHING;
            return processors.stream().anyMatch(name -> name.startsWith(LOMBOK)) ? LOMBOK_SETTINGS : NOTHING;
        }
    }

    CompilerProcessors {
        annotations = Set.copyOf(annotations);
    }

    /**
     * What processors these settings bring.
     *
     * @param classpath jars and directories, outputs of the build's modules among them, where javac looks when there is no
     *     processor path
     * @param own the side's own output, with its resources: javac looks there first
     */
    static CompilerProcessors of(
            JavaSettings settings, int jdkVersion, List<Path> classpath, Path own, Function<Path, Optional<CompilerJar>> jars) {
        if (!runs(settings, jdkVersion)) return NONE;
        List<Path> path = settings.processorPath().isEmpty() ? classpath : settings.processorPath();
        List<Function<String, byte[]>> entries = path.stream().map(entry -> contentOf(entry, jars)).toList();
        Set<String> names = new LinkedHashSet<>(settings.processors());
        Optional<String> missing = Optional.empty();
        if (names.isEmpty()) {
            entries.forEach(entry -> names.addAll(listed(entry.apply(SERVICE))));
            if (settings.processorPath().isEmpty()) {
                List<String> ownNames = listed(contentOf(own, jars).apply(SERVICE));
                missing = ownNames.stream().filter(name -> entries.stream().noneMatch(entry -> has(entry, name))).findFirst();
                names.addAll(ownNames);
            }
        }
        Set<String> annotations = new HashSet<>();
        for (String name : names) {
            Optional<Set<String>> supported = supported(name.replace('.', '/'), entries);
            if (supported.isEmpty() || supported.get().contains("*")) return new CompilerProcessors(true, Set.of(), missing, Reads.of(names));
            annotations.addAll(supported.get());
        }
        return new CompilerProcessors(false, annotations, missing, Reads.of(names));
    }

    /** Whether javac would run any processor that it finds. */
    private static boolean runs(JavaSettings settings, int jdkVersion) {
        if (settings.processing().equals("none")) return false;
        boolean asked = !settings.processorPath().isEmpty() || !settings.processors().isEmpty()
                || !settings.processing().isEmpty();
        return asked || jdkVersion < FIRST_WITHOUT_IMPLICIT;
    }

    /** Where a directory lists the processors that it brings. */
    static Path listIn(Path directory) {
        return directory.resolve(SERVICE);
    }

    /**
     * The directories of a class path that bring processors, or implement services that a jar with processors declares.
     * Only what stands there decides what processors make, together with what it needs itself.
     */
    static Set<Path> broughtBy(
            JavaSettings settings, int jdkVersion, List<Path> classpath, Function<Path, Optional<CompilerJar>> jars) {
        if (!runs(settings, jdkVersion)) return Set.of();
        Set<Path> bring = new LinkedHashSet<>();
        for (Path directory : classpath) {
            if (!Files.isDirectory(directory)) continue;
            Function<String, byte[]> content = contentOf(directory, jars);
            boolean brings = settings.processors().stream().anyMatch(name -> has(content, name))
                    || services(directory).stream().anyMatch(service -> service.equals(PROCESSOR) || isOfProcessors(service, classpath, jars));
            if (brings) bring.add(directory);
        }
        return bring;
    }

    private static boolean isOfProcessors(String service, List<Path> classpath, Function<Path, Optional<CompilerJar>> jars) {
        return classpath.stream().map(entry -> contentOf(entry, jars))
                .anyMatch(entry -> entry.apply(SERVICE).length > 0 && has(entry, service));
    }

    private static List<String> services(Path directory) {
        try (Stream<Path> files = Files.list(directory.resolve(SERVICES))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean has(Function<String, byte[]> entry, String className) {
        return entry.apply(className.replace('.', '/') + ".class").length > 0;
    }

    /** Whether a source mentions something that one of them looks for. */
    boolean concern(References references) {
        return annotations.stream().anyMatch(annotation -> mentions(references, annotation));
    }

    private static boolean mentions(References references, String annotation) {
        // A module may stand in front.
        String name = annotation.substring(annotation.indexOf('/') + 1).replace('.', '/');
        if (name.endsWith("/*")) {
            String packageName = name.substring(0, name.length() - 2);
            return references.all() || references.mentionsPackage(packageName)
                    || references.packageName().startsWith(packageName + "/");
        }
        return CompilerUnit.namesOf(name).stream().anyMatch(references::mentions)
                || references.mentions(new Name(CompilerUnit.packageOf(name),
                        name.substring(name.lastIndexOf('/') + 1)))
                || references.mentionsPackage(name);
    }

    private static Function<String, byte[]> contentOf(Path entry, Function<Path, Optional<CompilerJar>> jars) {
        if (!Files.isDirectory(entry)) {
            Optional<CompilerJar> jar = jars.apply(entry);
            return name -> jar.map(open -> open.bytes(name)).orElse(new byte[0]);
        }
        return name -> {
            try {
                return Files.readAllBytes(entry.resolve(name));
            } catch (IOException e) {
                return new byte[0];
            }
        };
    }

    private static List<String> listed(byte[] serviceFile) {
        List<String> names = new ArrayList<>();
        new BufferedReader(new InputStreamReader(new ByteArrayInputStream(serviceFile), StandardCharsets.UTF_8)).lines()
                .map(line -> line.replaceAll("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .forEach(names::add);
        return names;
    }

    /** What a processor looks for; empty when its code decides that, so that only running it would tell. */
    private static Optional<Set<String>> supported(String processor, List<Function<String, byte[]>> entries) {
        Set<String> supported = new HashSet<>();
        boolean annotated = false;
        for (String name = processor; !name.equals(BASE);) {
            ClassFileReader reader = read(name, entries);
            if (reader == null || reader.getSuperclassName() == null) return Optional.empty();
            if (declaresSupported(reader)) return Optional.empty();
            // The annotation is not inherited: only that of the processor itself counts.
            if (name.equals(processor)) annotated = addSupported(supported, reader);
            name = new String(reader.getSuperclassName());
        }
        return annotated ? Optional.of(supported) : Optional.of(Set.of());
    }

    private static @Nullable ClassFileReader read(
            String name, List<Function<String, byte[]>> entries) {
        for (Function<String, byte[]> entry : entries) {
            byte[] bytes = entry.apply(name + ".class");
            if (bytes.length == 0) continue;
            try {
                return new ClassFileReader(bytes, name.toCharArray());
            } catch (ClassFormatException e) {
                return null;
            }
        }
        return null;
    }

    private static boolean declaresSupported(ClassFileReader reader) {
        IBinaryMethod[] methods = reader.getMethods();
        if (methods == null) return false;
        for (IBinaryMethod method : methods) {
            if (new String(method.getSelector()).equals("getSupportedAnnotationTypes")) return true;
        }
        return false;
    }

    private static boolean addSupported(Set<String> supported, ClassFileReader reader) {
        IBinaryAnnotation[] annotations = reader.getAnnotations();
        if (annotations == null) return false;
        for (IBinaryAnnotation annotation : annotations) {
            if (!new String(annotation.getTypeName()).equals(SUPPORTED)) continue;
            for (IBinaryElementValuePair pair : annotation.getElementValuePairs()) {
                Object value = pair.getValue();
                for (Object one : value instanceof Object[] many ? many : new Object[] {value}) {
                    supported.add(((Constant) one).stringValue());
                }
            }
            return true;
        }
        return false;
    }
}
