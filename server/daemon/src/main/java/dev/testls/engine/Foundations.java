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
import java.util.Set;
import java.util.TreeMap;

/**
 * What the tests of an execution stand on besides the workspace's own code: libraries, the JVM, its settings. Of the shell's
 * environment, which differs from window to window, only what the JVM itself reads is part of it; what tests read, they are seen to.
 */
final class Foundations {
    /** Time zone, language and encoding, and options that a JVM takes from there. */
    private static final Set<String> OF_JVM = Set.of("TZ", "LANG", "LANGUAGE", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "LD_LIBRARY_PATH", "LD_PRELOAD");

    private Foundations() {}

    /** A hash for each execution of each module, by {@code module/execution}. */
    static Map<String, ContentHash> of(Project project, Map<String, String> systemProperties, Map<String, String> environment, LibraryContents contents) {
        Map<Path, String> known = new HashMap<>();
        Map<String, ContentHash> all = new HashMap<>();
        TreeMap<String, String> readByJvm = new TreeMap<>(environment);
        readByJvm.keySet().removeIf(name -> !OF_JVM.contains(name) && !name.startsWith("LC_"));
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
                text.append(it.classpathExcludes()).append(it.jvmArguments()).append(it.systemProperties()).append(new TreeMap<>(systemProperties)).append(readByJvm)
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
