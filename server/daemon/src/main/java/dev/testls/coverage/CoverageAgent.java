package dev.testls.coverage;

import dev.testls.base.CacheFile;
import dev.testls.base.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jacoco.agent.AgentJar;
import org.jacoco.core.JaCoCo;

/** JaCoCo's agent, as a JVM that is to be counted is given it. */
public final class CoverageAgent {
    private static final String CLASS = ".class";

    private final Path directory;

    /** @param directory the daemon's own; the agent's jar is put there when it is first wanted */
    public CoverageAgent(Path directory) {
        this.directory = directory;
    }

    /** The JVM argument that has the packages of these modules counted, and nothing else. */
    public String argument(List<ModuleCode> modules) throws IOException {
        Set<String> packages = new TreeSet<>();
        for (ModuleCode module : modules) packages(module.classes(), packages);
        // A name that no class has, where there is no code: JaCoCo takes an empty list for everything.
        String names = packages.isEmpty() ? "-" : packages.stream().map(it -> it + "*").collect(Collectors.joining(":"));
        return "-javaagent:" + jar() + "=output=none,includes=" + names;
    }

    private Path jar() throws IOException {
        Path jar = directory.resolve("jacoco-" + JaCoCo.VERSION + ".jar");
        try (InputStream in = AgentJar.getResourceAsStream()) {
            byte[] agent = in.readAllBytes();
            if (!Files.isRegularFile(jar) || !ContentHash.of(jar).equals(ContentHash.of(agent))) CacheFile.replace(jar, agent);
        }
        return jar;
    }

    /** As prefixes of class names; a package below another one is in it. */
    private static void packages(Path classes, Set<String> packages) {
        if (!Files.isDirectory(classes)) return;
        try (Stream<Path> files = Files.walk(classes)) {
            files.filter(it -> it.toString().endsWith(CLASS)).map(it -> classes.relativize(it.getParent()).toString()).distinct()
                    .filter(it -> !it.startsWith("META-INF")).map(it -> it.isEmpty() ? "" : it.replace(java.io.File.separatorChar, '.') + ".").forEach(packages::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
