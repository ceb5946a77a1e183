package dev.testls.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The oracle's word: plain {@code mvn test} in a directory, without what only checks. */
public final class MavenTest {
    /** Build-time checks say nothing about tests, and some ask for a newer Maven or for a network. */
    static final List<String> CHECKS_OFF = Stream.of(
            "rat", "enforcer", "checkstyle", "jacoco", "spotbugs", "pmd", "cpd", "animal.sniffer", "cyclonedx", "spdx",
            "moditect", "spring-javaformat", "spotless.check", "maven.javadoc").map(it -> "-D" + it + ".skip").toList();

    private MavenTest() {}

    /**
     * Runs all tests of {@code project} and collects their reports below {@code reports}.
     *
     * @param command that starts Maven; more than one word where it takes options of its own
     * @throws IOException if no report came of it; the message tells where Maven's own words are kept
     */
    public static void run(List<String> command, Path project, Path reports) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("-B", "-ntp", "--fail-at-end", "test", "-Dmaven.test.failure.ignore=true"));
        words.addAll(CHECKS_OFF);
        Files.createDirectories(reports);
        Path log = reports.resolve("maven.log");
        int exit = new ProcessBuilder(words).directory(project.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        Trees.copyReports(project, reports);
        try (Stream<Path> files = Files.walk(reports)) {
            if (files.noneMatch(Reports::isReport)) {
                throw new IOException("mvn test in " + project + " left no report (exit " + exit + "); see " + log);
            }
        }
    }
}
