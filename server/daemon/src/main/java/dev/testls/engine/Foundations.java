package dev.testls.engine;

import dev.testls.base.ContentHash;
import dev.testls.project.ClasspathEntry.Library;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.TestExecution;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the tests of an execution stand on besides the workspace's own code: libraries, the JVM, its settings. The shell's
 * environment is not part of it, as it differs from window to window.
 */
final class Foundations {
    private Foundations() {}

    /** A hash for each execution of each module, by {@code module/execution}. */
    static Map<String, ContentHash> of(Project project, Map<String, String> systemProperties) {
        Map<Path, String> stamps = new HashMap<>();
        Map<String, ContentHash> all = new HashMap<>();
        for (Module module : project.modules()) {
            if (module.tests().isEmpty()) continue;
            StringBuilder libraries = new StringBuilder();
            module.testClasspath().forEach(entry -> libraries.append(entry)
                    .append(entry instanceof Library library ? stamp(library.path(), stamps) : "").append('\n'));
            module.platformJars().forEach(jar -> libraries.append(jar).append(stamp(jar, stamps)).append('\n'));
            libraries.append(stamp(module.jdkHome().resolve("release"), stamps)).append('\n');
            for (TestExecution it : module.tests()) {
                StringBuilder text = new StringBuilder(libraries);
                it.additionalClasspath().forEach(path -> text.append(path).append(stamp(path, stamps)).append('\n'));
                text.append(it.classpathExcludes()).append(it.jvmArguments()).append(it.systemProperties()).append(new TreeMap<>(systemProperties))
                        .append(it.environment()).append(it.workingDirectory()).append(' ').append(it.java()).append(' ').append(it.enableAssertions())
                        .append(it.useModulePath()).append(it.provider()).append(it.groups()).append(' ').append(it.excludedGroups())
                        .append(new TreeMap<>(it.configurationParameters())).append(it.includeEngines()).append(it.excludeEngines())
                        .append(new TreeMap<>(it.providerProperties()));
                all.put(module.id() + "/" + it.id(), ContentHash.of(text.toString()));
            }
        }
        return all;
    }

    private static String stamp(Path path, Map<Path, String> stamps) {
        return stamps.computeIfAbsent(path, Foundations::stamp);
    }

    private static String stamp(Path path) {
        File file = path.toFile();
        if (!file.isDirectory()) return " " + file.length() + "@" + file.lastModified();
        try (Stream<Path> files = Files.walk(path)) {
            StringBuilder all = new StringBuilder();
            files.filter(Files::isRegularFile).sorted().forEach(it -> all.append(it).append(stamp(it)));
            return " " + ContentHash.of(all.toString()).hex();
        } catch (IOException | UncheckedIOException e) {
            return " unreadable";
        }
    }
}
