package dev.testls.pool;

import dev.testls.base.CacheFile;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a worker's JVM is started, from its spec. The project's own JVM arguments come after ours, and so win.
 *
 * @param manner in which it is to run
 *
 * <p>Nothing secret is here: anyone on the machine can read a command line.
 */
record BootCommand(WorkerSpec spec, Freshness freshness, Manner manner, Path workerJar, Path stateDirectory) {
    /** Replaces itself by what it starts, which has its process id then. */
    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final String MAIN = "dev.testls.worker.WorkerMain";

    /** Above so many characters a class path goes into a manifest: Linux takes 128 KiB in one argument, Windows 32. */
    private static final int LONGEST_CLASSPATH = 24_000;

    List<String> arguments() throws IOException {
        List<String> arguments = new ArrayList<>();
        if (manner == Manner.QUIET && Files.isExecutable(NICE) && Files.isExecutable(spec.java())) arguments.addAll(List.of(NICE.toString(), "-n", "19"));
        arguments.add(spec.java().toString());
        // A crash report belongs to us, not into the user's tree.
        arguments.add("-XX:ErrorFile=" + crashes().resolve("hs_err_%p.log"));
        if (spec.enableAssertions()) arguments.add("-ea");
        if (freshness == Freshness.WARM) {
            // On a plain class path the system's loader finds the project.
            arguments.add("-Djava.system.class.loader=dev.testls.worker.SystemLoader");
            // Ten times as long as by default, since people think between two runs for longer than the JDK holds what it has computed.
            arguments.add("-XX:SoftRefLRUPolicyMSPerMB=10000");
            // A framework that starts runs much code a few times: the second JIT compiler took half of the JVM's processor time there, and gave none back.
            if (spec.keepsContexts()) arguments.add("-XX:TieredStopAtLevel=1");
        }
        arguments.addAll(spec.jvmArguments());
        if (manner == Manner.DEBUGGED) arguments.add("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0");
        spec.modules().ifPresent(it -> {
            arguments.addAll(List.of("--module-path", join(it.path())));
            arguments.addAll(it.options());
        });
        arguments.add("-cp");
        arguments.add(classpathArgument());
        arguments.add(MAIN);
        return arguments;
    }

    /** The properties that Surefire sets in the running JVM before it looks for tests, and those of the spec. */
    SortedMap<String, String> systemProperties() {
        String classpath = join(withoutModules());
        SortedMap<String, String> properties = new TreeMap<>();
        properties.put("basedir", spec.workingDirectory().toString());
        properties.putAll(spec.systemProperties());
        properties.put("java.class.path", classpath);
        properties.put("surefire.test.class.path", classpath);
        return properties;
    }

    /** The whole of what a plain JVM's class path would be: the project's, then the platform's. */
    List<Path> plainClasspath() {
        return Stream.concat(withoutModules().stream(), spec.platformJars().stream()).toList();
    }

    private List<Path> withoutModules() {
        List<Path> modules = spec.modules().map(ModuleArguments::path).orElse(List.of());
        return spec.classpath().stream().filter(it -> !modules.contains(it)).toList();
    }

    Path crashes() {
        return stateDirectory.resolve("crashes");
    }

    private String classpathArgument() throws IOException {
        if (freshness == Freshness.WARM) return workerJar.toString();
        List<Path> entries = new ArrayList<>(plainClasspath());
        entries.add(workerJar);
        String classpath = join(entries);
        return classpath.length() <= LONGEST_CLASSPATH ? classpath : manifestJar(entries).toString();
    }

    /** A jar that holds nothing but the class path: as Surefire does it, for every Java and every system. */
    private Path manifestJar(List<Path> entries) throws IOException {
        String urls = entries.stream().map(BootCommand::url).collect(Collectors.joining(" "));
        Path jar = stateDirectory.resolve("classpaths")
                .resolve(dev.testls.base.ContentHash.of(urls).hex() + ".jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, urls);
        // Its name tells what it was written with; whether that is still in it, only its content.
        if (isOf(jar, manifest)) return jar;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream written = new JarOutputStream(bytes, manifest)) {
            written.finish();
        }
        try {
            CacheFile.replace(jar, bytes.toByteArray());
            return jar;
        } catch (IOException e) {
            throw new NoJvmException("Cannot start a worker JVM: its class path is too long for a command line, and cannot be written to " + jar + " ("
                    + e.getMessage() + "). Make room there, or set TLS_HOME to a directory that can be written.", e);
        }
    }

    private static boolean isOf(Path jar, Manifest manifest) {
        try (JarFile there = new JarFile(jar.toFile())) {
            return manifest.equals(there.getManifest());
        } catch (IOException e) {
            return false;
        }
    }

    /** A directory that does not exist yet is one for the class path only when its URL ends with a slash. */
    private static String url(Path entry) {
        String url = URI.create(entry.toUri().toASCIIString()).toASCIIString();
        boolean directory = !entry.toString().endsWith(".jar") && !Files.isRegularFile(entry);
        return directory && !url.endsWith("/") ? url + "/" : url;
    }

    private static String join(List<Path> entries) {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * A closed set. {@code DEBUGGED}: it waits for a debugger before it does anything, on a port of its own choice that it prints.
     * {@code QUIET}: whatever else wants the processor goes first, where the system can be told so.
     */
    enum Manner { PLAIN, DEBUGGED, QUIET }
}
