package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import dev.testls.model.JavacRequest;
import dev.testls.model.JavacResult;
import dev.testls.model.Problem;
import dev.testls.model.SourcePath;
import dev.testls.worker.javac.JavacMain;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavacWorkersTest {
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir Path directory;

    private JavacWorkers workers;

    @BeforeEach
    void open() throws URISyntaxException {
        workers = workers(Duration.ofHours(1));
    }

    private JavacWorkers workers(Duration idleTime) throws URISyntaxException {
        Path worker = Path.of(JavacMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return new JavacWorkers(worker, directory.resolve("logs"), idleTime);
    }

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void tellsErrorsInJavacsWordsWithTheirPlace() throws IOException {
        JavacResult result = compile(JDK, Map.of("A.java", "class A {\r\n\tint x = \"\u00e9\";\r\n}"));

        assertThat(result.accepted()).isFalse();
        assertThat(result.problems()).containsExactly(new Problem(
                Problem.Severity.ERROR, Optional.of(new SourcePath(directory.resolve("A.java"))), 2, 10, 3,
                "incompatible types: java.lang.String cannot be converted to int", "\tint x = \"\u00e9\";"));
    }

    @Test
    void sendsBackWhatItMade() throws IOException {
        JavacResult result = compile(JDK, Map.of("A.java", "class A { class B { } }"));

        assertThat(result.accepted()).isTrue();
        assertThat(result.files()).extracting(JavacResult.MadeFile::name).containsExactly("A$B.class", "A.class");
        assertThat(result.files()).extracting(JavacResult.MadeFile::origin)
                .containsOnly(directory.resolve("A.java").toString());
        assertThat(directory.resolve("A.class")).doesNotExist();
    }

    @Test
    void aProcessThatNobodyNeedsEndsAndAnotherAnswers() throws Exception {
        workers.close();
        workers = workers(Duration.ZERO);
        Set<ProcessHandle> others = ProcessHandle.current().children().collect(Collectors.toSet());
        for (int i = 0; i < 3; i++) {
            assertThat(compile(JDK, Map.of("A.java", "class A { }")).accepted()).isTrue();
            for (ProcessHandle each : ProcessHandle.current().children().filter(it -> !others.contains(it)).toList()) each.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aBadOptionIsAnAnswer() throws IOException {
        JavacRequest request = request(JDK, List.of("--nonsense"), Map.of("A.java", "class A { }"));

        assertThat(workers.compile(Cancel.never(), request).problems()).extracting(Problem::message)
                .containsExactly("error: invalid flag: --nonsense");
    }

    @Test
    void aMissingJdkIsToldWithWhatToDo() {
        assertThatThrownBy(() -> compile(directory.resolve("no-jdk"), Map.of("A.java", "class A { }")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot start javac of " + directory.resolve("no-jdk"))
                .hasMessageContaining("must be a complete one");
    }

    @Test
    void aCancelledCompilationEndsAndTheNextOneWorks() throws IOException {
        Cancel cancel = new Cancel();
        cancel.request();
        assertThatThrownBy(() -> workers.compile(cancel, request(JDK, List.of(), Map.of("A.java", "class A { }"))))
                .isInstanceOf(CancellationException.class);
        assertThat(compile(JDK, Map.of("A.java", "class A { }")).accepted()).isTrue();
    }

    private JavacResult compile(Path jdk, Map<String, String> sources) throws IOException {
        return workers.compile(Cancel.never(), request(jdk, List.of("-proc:none"), sources));
    }

    private JavacRequest request(Path jdk, List<String> options, Map<String, String> sources) {
        TreeMap<SourcePath, String> texts = new TreeMap<>();
        sources.forEach((name, text) -> texts.put(new SourcePath(directory.resolve(name)), text));
        return new JavacRequest(
                jdk, options, texts, List.of(), Map.of(), List.of(), directory, directory, Optional.empty());
    }
}
