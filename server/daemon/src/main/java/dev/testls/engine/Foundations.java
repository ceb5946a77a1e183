package dev.testls.engine;

import dev.testls.base.ContentHash;
import dev.testls.base.LibraryContents;
import dev.testls.project.ClasspathEntry.Library;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.TestExecution;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the tests of an execution stand on besides the workspace's own code: libraries, the JVM, its settings. The shell's
 * environment is not part of it, as it differs from window to window.
 */
final class Foundations {
    private Foundations() {}

    /** A hash for each execution of each module, by {@code module/execution}. */
    static Map<String, ContentHash> of(Project project, Map<String, String> systemProperties, LibraryContents contents) {
        Map<Path, String> known = new HashMap<>();
        Map<String, ContentHash> all = new HashMap<>();
        for (Module module : project.modules()) {
            if (module.tests().isEmpty()) continue;
            StringBuilder libraries = new StringBuilder();
            module.testClasspath().forEach(entry -> libraries.append(entry)
                    .append(entry instanceof Library library ? content(library.path(), known, contents) : "").append('\n'));
            module.platformJars().forEach(jar -> libraries.append(jar).append(content(jar, known, contents)).append('\n'));
            libraries.append(content(module.jdkHome().resolve("release"), known, contents)).append('\n');
            for (TestExecution it : module.tests()) {
                StringBuilder text = new StringBuilder(libraries);
                it.additionalClasspath().forEach(path -> text.append(path).append(content(path, known, contents)).append('\n'));
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

    /** One jar is on the class path of many modules. */
    private static String content(Path path, Map<Path, String> known, LibraryContents contents) {
        return known.computeIfAbsent(path, it -> " " + contents.of(it).hex());
    }
}
