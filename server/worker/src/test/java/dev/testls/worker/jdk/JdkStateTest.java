package dev.testls.worker.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table knows all state that a JDK keeps and public API can change: of each JDK that is here. */
class JdkStateTest {
    private final StateTable table = StateTable.read();

    @TestFactory
    Stream<DynamicTest> everyFieldAndSetterThatTheScanFindsHasARow() throws IOException {
        List<Path> homes = homes();
        assertThat(homes).isNotEmpty();
        Set<String> all = new HashSet<>();
        Stream<DynamicTest> eachJdk = homes.stream().map(home -> DynamicTest.dynamicTest(home.getFileName().toString(), () -> {
            JdkScan scan = JdkScan.of(home);
            all.addAll(scan.allFields());
            assertThat(scan.fields).as("what the scan must find").containsKeys("java.net.HttpURLConnection#followRedirects",
                    "java.security.Security#props", "java.net.URL#handlers", "java.time.zone.ZoneRulesProvider#ZONES");
            List<String> unknown = new ArrayList<>();
            scan.fields.forEach((field, why) -> {
                if (table.of(field) == null) unknown.add(field + " " + why);
            });
            for (String setter : scan.setters) {
                if (table.of(setter + "()") == null) unknown.add(setter + "()");
            }
            assertThat(unknown).as("give each a row in state.txt").isEmpty();
        }));
        DynamicTest theTable = DynamicTest.dynamicTest("what the table names is there", () -> assertThat(table.rows())
                .filteredOn(row -> row.name.indexOf('#') > 0 && !row.isPattern() && !row.reason.contains("(Java 8"))
                .extracting(row -> row.name).filteredOn(name -> !all.contains(name)).isEmpty());
        return Stream.concat(eachJdk, Stream.of(theTable));
    }

    @Test
    void readsWhatTheJdkHidesAndInitialisesNothing() throws ClassNotFoundException {
        assertThat(Inside.isOpen()).isTrue();
        assertThat(Inside.getStatic("java.security.Security", "props")).isNotNull();
        Class<?> asleep = Class.forName("java.net.SocketPermission", false, null);
        if (Inside.isInitialised(asleep)) return;
        assertThat(Inside.getStatic("java.net.SocketPermission", "debugInit")).isNull();
        assertThat(Inside.isInitialised(asleep)).isFalse();
    }

    /** The one that runs, and those where JDKs are put. */
    private static List<Path> homes() throws IOException {
        Set<Path> homes = new LinkedHashSet<>();
        homes.add(Path.of(System.getProperty("java.home")).toRealPath());
        List<Path> candidates = new ArrayList<>();
        System.getenv().forEach((name, value) -> {
            if (name.matches("JAVA_HOME(_.*)?|JDK_?[0-9]+.*")) candidates.add(Path.of(value));
        });
        for (Path parent : List.of(Path.of("/usr/lib/jvm"), Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"))) {
            if (!Files.isDirectory(parent)) continue;
            try (Stream<Path> all = Files.list(parent)) {
                candidates.addAll(all.sorted().toList());
            }
        }
        for (Path candidate : candidates) {
            boolean jdk = Stream.of("lib/modules", "jre/lib/rt.jar").anyMatch(it -> Files.exists(candidate.resolve(it)));
            if (jdk) homes.add(candidate.toRealPath());
        }
        return List.copyOf(homes);
    }
}
