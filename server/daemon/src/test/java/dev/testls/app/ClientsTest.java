package dev.testls.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes: both clients, and the daemon with {@link TestDaemon}'s command lines. */
class ClientsTest {
    private static final Path NATIVE = Path.of("../../cli-shim/target/tls");
    private static final Path SCRIPT = Path.of("../dist/src/bin/tls-java");

    /** The native one is there where Go is. */
    enum Kind {
        NATIVE("tls"), JAVA("tls-java");

        private final String executable;

        Kind(String executable) {
            this.executable = executable;
        }
    }

    private Path base;
    private Path dist;
    private Path project;

    @BeforeEach
    void distribute() throws IOException {
        // Short, for a socket's path must be.
        base = Files.createTempDirectory(Path.of("/tmp"), "tls").toRealPath();
        project = Files.createDirectories(base.resolve("shop"));
        Files.createFile(project.resolve("pom.xml"));
        dist = base.resolve("dist");
        Files.createDirectories(dist.resolve("bin"));
        Files.createDirectories(dist.resolve("lib"));
        if (Files.exists(NATIVE)) Files.copy(NATIVE, dist.resolve("bin/tls"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(SCRIPT, dist.resolve("bin/tls-java"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(dist.resolve("lib/tls-daemon.args"),
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData " + TestDaemon.class.getName() + "\n");
        jarOfThisClassPath(dist.resolve("lib/all.jar"));
    }

    @AfterEach
    void endAndDelete() throws IOException, InterruptedException {
        try (Stream<Path> locks = Files.walk(base)) {
            for (Path lock : locks.filter(it -> it.endsWith("daemon.lock")).toList()) {
                kill("-KILL", Files.readString(lock).strip());
            }
        }
        try (Stream<Path> all = Files.walk(base)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    @ParameterizedTest
    @EnumSource
    void passesTheCommandLineOnAndPrintsWhatComes(Kind kind) throws Exception {
        Files.createDirectory(project.resolve("sub"));
        Ended ended = run(
                kind, project.resolve("sub"), Map.of("TEST_VARIABLE", "a  b"),
                "echo", "x y", "", "-C", "..", "Grüße");
        assertThat(ended).isEqualTo(new Ended(
                7, "echo|x y||-C|..|Grüße\n" + project.resolve("sub") + "\na  b\nfalsefalse\n", "to err\n"));
        assertThat(run(kind, project.resolve("sub"), Map.of(), "root").out).isEqualTo(project + "\n");
        assertThat(run(kind, base, Map.of(), "root", "-C", "shop").out).isEqualTo(project + "\n");
        Ended nowhere = run(kind, base, Map.of(), "-C", "nowhere", "root");
        assertThat(nowhere.code).isEqualTo(4);
        assertThat(nowhere.err).contains("nowhere: no such directory");
    }

    @ParameterizedTest
    @EnumSource
    void simultaneousFirstCallsStartOneDaemon(Kind kind) throws Exception {
        List<Process> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) calls.add(start(kind, project, Map.of(), "pid"));
        List<Ended> ended = new ArrayList<>();
        for (Process call : calls) ended.add(end(call));
        assertThat(ended).allMatch(it -> it.code == 0 && it.err.isEmpty());
        assertThat(ended.stream().map(it -> it.out).distinct()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aKilledDaemonIsReplacedByTheNextCall(Kind kind) throws Exception {
        String first = pid(kind);
        kill("-KILL", first);
        assertThat(pid(kind)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void aDaemonThatDiesIsTold(Kind kind) throws Exception {
        String daemon = pid(kind);
        Process call = start(kind, project, Map.of(), "hang");
        awaitLine(call, "running");
        kill("-KILL", daemon);
        Ended ended = end(call);
        assertThat(ended.code).isEqualTo(3);
        assertThat(ended.err).startsWith("tls: the daemon ended unexpectedly; see ").endsWith("/daemon.log\n");
    }

    @ParameterizedTest
    @EnumSource
    void aDaemonThatIsTerminatedCancelsAndAnswers(Kind kind) throws Exception {
        String daemon = pid(kind);
        Process call = start(kind, project, Map.of(), "hang");
        awaitLine(call, "running");
        kill("-TERM", daemon);
        assertThat(end(call)).isEqualTo(new Ended(130, "interrupted\n", ""));
    }

    @ParameterizedTest
    @EnumSource
    void theFirstInterruptIsAWishAndTheSecondEnds(Kind kind) throws Exception {
        Process call = start(kind, project, Map.of(), "hang");
        awaitLine(call, "running");
        kill("-INT", "" + call.pid());
        assertThat(end(call)).isEqualTo(new Ended(130, "interrupted\n", ""));

        Process deaf = start(kind, project, Map.of(), "deaf");
        awaitLine(deaf, "running");
        kill("-INT", "" + deaf.pid());
        awaitLine(deaf, "never mind");
        kill("-INT", "" + deaf.pid());
        assertThat(end(deaf)).isEqualTo(new Ended(130, "", ""));
    }

    @ParameterizedTest
    @EnumSource
    void aReaderThatGoesEndsTheCallQuietly(Kind kind) throws Exception {
        String daemon = pid(kind);
        Process call = start(kind, project, Map.of(), "flood");
        awaitLine(call, "line");
        call.getInputStream().close();
        assertThat(call.waitFor()).isEqualTo(141);
        assertThat(text(call.errorReader())).isEmpty();
        assertThat(pid(kind)).isEqualTo(daemon);
    }

    @ParameterizedTest
    @EnumSource
    void aDaemonOfAnotherBuildIsReplaced(Kind kind) throws Exception {
        String first = pid(kind);
        Files.writeString(dist.resolve("lib/build-id"), "two");
        Ended ended = run(kind, project, Map.of(), "pid");
        assertThat(ended.out).isNotEqualTo(first + "\n");
        assertThat(ended.err)
                .isEqualTo("tls: replacing the daemon as soon as it is idle: it is of an older build of tls\n");
    }

    /** As an editor's and a terminal's, each of which replaced the other's daemon again and again. */
    @ParameterizedTest
    @EnumSource
    void ofTwoBuildsTheNewerWinsOnceAndTheOlderGoesOnWithItsDaemon(Kind kind) throws Exception {
        become("one", "2026-01-01T00:00:00.000Z");
        String first = pid(kind);
        become("two", "2026-02-01T00:00:00.000Z");
        Ended newer = run(kind, project, Map.of(), "pid");
        assertThat(newer.out).isNotEqualTo(first + "\n");
        assertThat(newer.err).isEqualTo("tls: replacing the daemon as soon as it is idle: it is of an older build of tls\n");
        become("one", "2026-01-01T00:00:00.000Z");
        assertThat(run(kind, project, Map.of(), "pid")).isEqualTo(new Ended(0, newer.out, ""));
        become("two", "2026-02-01T00:00:00.000Z");
        assertThat(run(kind, project, Map.of(), "pid")).isEqualTo(new Ended(0, newer.out, ""));
    }

    /** As a watch's; the newer client waited for it for ever. */
    @ParameterizedTest
    @EnumSource
    void whatGoesOnForEverGivesWayToANewerBuildAndGoesOnWithIt(Kind kind) throws Exception {
        become("one", "2026-01-01T00:00:00.000Z");
        String first = pid(kind);
        Process forever = start(kind, project, Map.of(), "forever");
        awaitLine(forever, "running in " + first);
        Process other = start(kind, project, Map.of(), "forever");
        awaitLine(other, "running in " + first);
        become("two", "2026-02-01T00:00:00.000Z");
        String second = run(kind, project, Map.of(), "pid").out.strip();
        assertThat(second).isNotEqualTo(first);
        awaitLine(forever, "running in " + second);
        awaitLine(other, "running in " + second);
        assertThat(pid(kind)).as("the older build's clients go on with it").isEqualTo(second);
        for (Process each : List.of(forever, other)) {
            kill("-INT", "" + each.pid());
            assertThat(each.waitFor()).isEqualTo(130);
        }
    }

    /** What is run from here on is of that build. */
    private void become(String build, String built) throws IOException {
        Files.writeString(dist.resolve("lib/build-id"), build);
        Files.writeString(dist.resolve("lib/build-time"), built);
    }

    @ParameterizedTest
    @EnumSource
    void stopAndStatusAloneStartNothing(Kind kind) throws Exception {
        Ended none = new Ended(0, "no daemon is running for " + project + "\n", "");
        assertThat(run(kind, project, Map.of(), "stop")).isEqualTo(none);
        assertThat(run(kind, project, Map.of(), "status")).isEqualTo(none);
        pid(kind);
        assertThat(run(kind, project, Map.of(), "stop")).isEqualTo(new Ended(0, "", ""));
        assertThat(run(kind, project, Map.of(), "echo").code).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void whatNeedsNoDaemonStartsNone(Kind kind) throws Exception {
        Ended help = run(kind, project, Map.of(), "run", "--help");
        assertThat(help.code).isZero();
        assertThat(help.out).startsWith("Usage: tls run ");
        assertThat(run(kind, base, Map.of(), "help").out).startsWith("Usage: tls ");
        assertThat(run(kind, base, Map.of(), "help", "run").out).isEqualTo(help.out);
        assertThat(run(kind, base, Map.of(), "run", "--nonsense")).isEqualTo(new Ended(4, "", "tls: Unknown option: '--nonsense'\nTry 'tls run --help'.\n"));
        Ended noBuild = new Ended(2, "", "tls: There is no pom.xml in " + base + ".\ntls: Run tls in the directory of a Maven project, or name it with -C DIR.\n");
        assertThat(run(kind, base, Map.of(), "run", "FooTest")).isEqualTo(noBuild);
        assertThat(run(kind, base, Map.of(), "watch")).isEqualTo(noBuild);
        for (Path directory : List.of(project, base)) {
            assertThat(run(kind, directory, Map.of(), "stop").out).isEqualTo("no daemon is running for " + directory + "\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void stateThatCannotBeWrittenIsALineAndNoMore(Kind kind) throws Exception {
        Path file = Files.createFile(base.resolve("file"));
        Ended ended = run(kind, project, Map.of("TLS_HOME", file + "/x"), "pid");
        assertThat(ended.code).isEqualTo(3);
        assertThat(ended.err).startsWith("tls: cannot write ").contains("TLS_HOME").hasLineCount(1);
        Path lib = dist.resolve("lib/tls-daemon.args");
        Files.writeString(lib, "no.such.Main\n");
        Ended broken = run(kind, project, Map.of(), "pid");
        assertThat(broken.code).isEqualTo(3);
        assertThat(broken.err).startsWith("tls: the daemon did not start; see ");
    }

    @ParameterizedTest
    @EnumSource
    void anEditorIsBridged(Kind kind) throws Exception {
        Process call = start(kind, project, Map.of(), "lsp", "--stdio");
        String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}";
        try (OutputStream in = call.getOutputStream()) {
            in.write(("Content-Length: " + request.length() + "\r\n\r\n" + request).getBytes(StandardCharsets.UTF_8));
        }
        Ended ended = end(call);
        assertThat(ended.out)
                .startsWith("Content-Length: ").endsWith("\"message\":\"initialize: required first\"}}\n");
        assertThat(ended.code).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void anEditorIsBridgedToTheWorkspaceThatItNames(Kind kind) throws Exception {
        Process call = start(kind, base, Map.of(), "lsp");
        String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{},\"rootUri\":\"" + project.toUri() + "\"}}";
        try (OutputStream in = call.getOutputStream()) {
            in.write(("Content-Length: " + request.length() + "\r\n\r\n" + request).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(end(call).out).contains("\"root\":\"" + project + "\"");
    }

    private String pid(Kind kind) throws Exception {
        Ended ended = run(kind, project, Map.of(), "pid");
        assertThat(ended.err).isEmpty();
        return ended.out.strip();
    }

    private Ended run(Kind kind, Path directory, Map<String, String> environment, String... arguments)
            throws Exception {
        return end(start(kind, directory, environment, arguments));
    }

    private Process start(Kind kind, Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        Path executable = dist.resolve("bin").resolve(kind.executable);
        assumeTrue(Files.exists(executable), "the native client is built where Go is");
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("TLS_HOME", base.resolve("home").toString());
        builder.environment().put("TLS_JAVA", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Ended end(Process process) throws IOException, InterruptedException {
        String out = text(process.inputReader(StandardCharsets.UTF_8));
        String err = text(process.errorReader(StandardCharsets.UTF_8));
        return new Ended(process.waitFor(), out, err);
    }

    private static void awaitLine(Process process, String line) throws IOException {
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo(line);
    }

    private static String text(BufferedReader reader) throws IOException {
        return reader.lines().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static void kill(String signal, String pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, pid).redirectErrorStream(true).start().waitFor();
    }

    /** A jar that is nothing but a way to this process's class path, since {@code lib/*} takes jars only. */
    private static void jarOfThisClassPath(Path jar) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> new File(entry).toURI().toString()).collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    private record Ended(int code, String out, String err) {}
}
