package dev.testls.jdt;

import dev.testls.model.ModuleId;
import dev.testls.project.ClasspathEntry;
import dev.testls.project.JavaSettings;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.TestExecution;
import dev.testls.project.TestExecution.Provider;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Projects told by hand, with the rest of their settings as a plain build has them. */
final class Projects {
    private Projects() {}

    static Project of(Path root, Module... modules) {
        return new Project(root, "none", List.of(modules), List.of(), List.of());
    }

    /** A module below {@code directory} laid out as Maven does. */
    static Module module(String id, Path directory, List<ClasspathEntry> classpath, Provider provider, Map<String,
            String> parameters) {
        JavaSettings java = new JavaSettings("17", "", "", "UTF-8", List.of(), List.of(), List.of(), "", List.of(),
                List.of());
        return new Module(new ModuleId(id), id, "jar", directory, List.of(), List.of(directory.resolve("src/main/java")),
                List.of(directory.resolve("src/test/java")), List.of(), List.of(),
                        directory.resolve("target/resources"),
                directory.resolve("target/test-resources"), List.of(), classpath, classpath, List.of(), java, java,
                Path.of(System.getProperty("java.home")), List.of(execution(directory, provider, parameters)));
    }

    static List<ClasspathEntry> libraries(String classpath) {
        List<ClasspathEntry> entries = new ArrayList<>();
        Stream.of(classpath.split(File.pathSeparator)).filter(path -> !path.isEmpty())
                .forEach(path -> entries.add(new ClasspathEntry.Library(Path.of(path).toAbsolutePath())));
        return entries;
    }

    /** The jars that this test runs with: JUnit's, and those of the other engines. */
    static List<ClasspathEntry> ownLibraries() {
        List<ClasspathEntry> entries = new ArrayList<>(libraries(System.getProperty("java.class.path")));
        entries.removeIf(entry -> entry instanceof ClasspathEntry.Library library
                && !library.path().toString().endsWith(".jar"));
        return entries;
    }

    private static TestExecution execution(Path directory, Provider provider, Map<String, String> parameters) {
        return new TestExecution("default-test", provider, "3.5.2", List.of(), List.of(), "", List.of(), "", "", "", List.of(), new TreeMap<>(),
                new TreeMap<>(), List.of(),
                directory, Path.of(System.getProperty("java.home"), "bin", "java"), true, false, "1", true, 0, 0, false,
                        false, 0,
                parameters, List.of(), List.of(), List.of(), List.of(), Map.of());
    }
}
