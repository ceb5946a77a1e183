package dev.testls.project;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.CacheFile;
import dev.testls.base.Cancel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When Maven is asked and when not, with a Maven that answers what a test wants. */
class ProjectCacheTest {
    @TempDir Path temp;

    private final FakeMaven maven = new FakeMaven();
    private final Map<String, String> environment = new HashMap<>();
    private Path root;
    private ProjectReader reader;
    private Project last;

    @BeforeEach
    void aProjectThatWasReadOnce() throws IOException {
        root = temp.toRealPath().resolve("project");
        TextTree.write(root, """
                -- pom.xml --
                <project/>
                -- app/pom.xml --
                <project>${env.STAGE}</project>
                -- app/src/main/resources/plain.txt --
                one
                -- app/src/main/filtered/version.txt --
                ${version}
                -- app/src/main/proto/a.proto --
                message A
                """);
        Path bin = temp.resolve("bin");
        for (String program : List.of("mvn", "java")) {
            Files.createDirectories(bin);
            Files.writeString(bin.resolve(program), "");
            assertThat(bin.resolve(program).toFile().setExecutable(true)).isTrue();
        }
        environment.put("PATH", bin.toString());
        Files.writeString(temp.resolve("extension.jar"), "1");
        makeOld(temp);
        reader = newReader();
        assertThat(read().project()).isPresent();
        assertThat(maven.runs).isEqualTo(1);
    }

    @Test
    void nothingChanged() {
        check(() -> {}, "cached");
    }

    @Test
    void aSecondDaemonRunsNoMaven() {
        reader = newReader();
        check(() -> {}, "cached");
        assertThat(read().project().orElseThrow().modules()).hasSize(1);
    }

    @Test
    void inputsOfTheBuildMakeItStale() {
        check(() -> write("project/app/pom.xml", "<project> </project>"), "read");
        check(() -> write("project/.mvn/maven.config", "-Pdev"), "read");
        check(() -> write("home/.m2/settings.xml", "<settings/>"), "read");
        check(() -> write("extension.jar", "2"), "read");
        check(() -> write("project/app/src/main/proto/b.proto", "message B"), "read");
        check(() -> Files.delete(root.resolve("app/src/main/proto/a.proto")), "read");
        check(() -> write("project/app/src/main/java/a/Grammar.g4", "a : b;"), "read");
        check(() -> write("project/app/src/main/java/a/A.java", "class A {}"), "cached");
        check(() -> write("api.yaml", "openapi: 3"), "read");
        check(() -> environment.put("MAVEN_OPTS", "-Dx"), "read");
        check(() -> environment.put("STAGE", "test"), "cached");
        check(() -> environment.put("UNHEARD_OF", "1"), "cached");
    }

    @Test
    void aVariableThatAPomNamesMakesItStale() {
        check(() -> environment.put("STAGE", "test"), "read");
    }

    @Test
    void aTouchedPomIsNoChange() {
        check(() -> Files.setLastModifiedTime(root.resolve("pom.xml"), FileTime.fromMillis(5_000)), "cached");
        Path filtered = root.resolve("app/src/main/filtered/version.txt");
        check(() -> Files.setLastModifiedTime(filtered, FileTime.fromMillis(5_000)), "cached");
    }

    @Test
    void lostOutputsAndJarsMakeItStale() {
        check(() -> CacheFile.delete(output()), "read");
        check(() -> Files.delete(temp.resolve("lib.jar")), "read");
    }

    @Test
    void aPomWrittenWhileMavenRanIsReadAgain() {
        maven.meanwhile = () -> write("project/pom.xml", "<project>2</project>");
        check(() -> write("project/pom.xml", "<project>1</project>"), "read");
        maven.meanwhile = () -> {};
        makeOldUnchecked(root);
        check(() -> {}, "read");
        check(() -> {}, "cached");
    }

    @Test
    void aFailureLeavesTheLastGoodModel() {
        write("project/pom.xml", "<project>broken</project>");
        maven.failure = "{\"problems\":[{\"kind\":\"pom\",\"message\":\"Non-parseable POM: no (@2:5)\",\"file\":\""
                + root.resolve("pom.xml") + "\"}]}";
        ProjectRead failed = read();
        assertThat(failed.problem().orElseThrow().message()).isEqualTo("pom.xml:2:5: Non-parseable POM: no (@2:5)");
        assertThat(failed.project()).isPresent();
        assertThat(output().resolve("plain.txt")).exists();
        maven.failure = "";
        makeOldUnchecked(root);
        assertThat(read().problem()).isEmpty();
    }

    @Test
    void whatMavenPrintsIsTheReasonWhereThereIsNoOther() {
        write("project/pom.xml", "<project>x</project>");
        maven.prints = List.of("Error: JAVA_HOME is not defined correctly.", "  We cannot execute x");
        maven.exitCode = 1;
        assertThat(read().problem().orElseThrow().message())
                .isEqualTo("Maven failed (exit code 1): Error: JAVA_HOME is not defined correctly.");
    }

    @Test
    void noMavenAndNoPom() throws IOException {
        Files.delete(temp.resolve("bin/mvn"));
        assertThat(read().problem().orElseThrow().message()).startsWith("There is no mvn on the PATH");
        Files.delete(root.resolve("pom.xml"));
        assertThat(read().problem().orElseThrow().message()).startsWith("There is no pom.xml in");
    }

    @Test
    void aCancelledReadIsNoAnswer() {
        write("project/pom.xml", "<project>x</project>");
        Cancel cancel = Cancel.never();
        maven.meanwhile = cancel::request;
        assertThatThrownBy(() -> reader.read(cancel, root, environment, line -> {}))
                .isInstanceOf(CancellationException.class);
        maven.meanwhile = () -> {};
        makeOldUnchecked(root);
        check(() -> {}, "read");
    }

    @Test
    void outputsStayInTheirPlace() throws IOException {
        Path output = output();
        Files.writeString(output.resolve("Compiled.class"), "not Maven's");
        FileTime untouched = Files.getLastModifiedTime(output.resolve("plain.txt"));
        maven.makes = "-- classes/passing.txt --\nthere";
        check(() -> write("project/pom.xml", "<project>2</project>"), "read");
        assertThat(TextTree.list(output)).isEqualTo("Compiled.class\npassing.txt\nplain.txt\nversion.txt");
        maven.makes = "-- classes/own.txt --\nOUTPUTS/classes";
        check(() -> write("project/pom.xml", "<project>3</project>"), "read");
        assertThat(output()).isEqualTo(output);
        assertThat(TextTree.list(output)).isEqualTo("Compiled.class\nown.txt\nplain.txt\nversion.txt");
        assertThat(output.resolve("own.txt")).hasContent(output.toString());
        assertThat(Files.getLastModifiedTime(output.resolve("plain.txt"))).isLessThanOrEqualTo(untouched);
    }

    @Test
    void damagedFilesAreReadAnew() throws IOException {
        write("state/model/model.json", "{\"format\":1");
        reader = newReader();
        check(() -> {}, "read");
        Path model = temp.resolve("state/model/model.json");
        Files.writeString(model, Files.readString(model).replace("1.8", "1.9").replace("17", "18"));
        reader = newReader();
        check(() -> {}, "read");
        CacheFile.delete(model);
        Files.createDirectories(model.resolve("in the way"));
        reader = newReader();
        check(() -> {}, "read");
        write("state/model/resources.json", "nonsense");
        reader = newReader();
        check(() -> {}, "read");
    }

    @Test
    void aPomOfEqualSizeAndTimeIsSeen() {
        check(() -> {
            FileTime time = Files.getLastModifiedTime(root.resolve("app/pom.xml"));
            long size = Files.size(root.resolve("app/pom.xml"));
            Files.write(root.resolve("app/pom.xml"), " ".repeat((int) size).getBytes(UTF_8));
            Files.setLastModifiedTime(root.resolve("app/pom.xml"), time);
        }, "read");
    }

    @Test
    void aResourceOfEqualSizeAndTimeIsCopiedAndATouchedOneIsNot() {
        checkSync(() -> {
            Path plain = root.resolve("app/src/main/resources/plain.txt");
            FileTime time = Files.getLastModifiedTime(plain);
            Files.writeString(plain, "two\n");
            Files.setLastModifiedTime(plain, time);
        }, "copied plain.txt");
        assertThat(output().resolve("plain.txt")).hasContent("two\n");
        checkSync(() -> Files.setLastModifiedTime(root.resolve("app/src/main/resources/plain.txt"), FileTime.fromMillis(7_000)), "");
    }

    @Test
    void damagedOutputsAreMadeAnewWhenADaemonFirstUsesThem() throws IOException {
        Path plain = output().resolve("plain.txt");
        Files.writeString(plain, "owe\n");
        reader = newReader();
        check(() -> {}, "cached");
        checkSync(() -> {}, "copied plain.txt");
        assertThat(plain).hasContent("one\n");
        CacheFile.delete(plain);
        Files.createDirectories(plain.resolve("in the way"));
        reader = newReader();
        check(() -> {}, "cached");
        checkSync(() -> {}, "copied plain.txt");
        assertThat(plain).hasContent("one\n");
        // What the build filtered, or made, is the build's to make.
        Files.writeString(output().resolve("version.txt"), "2");
        reader = newReader();
        check(() -> {}, "read");
        maven.makes = "-- classes/made.txt --\nby a plugin";
        check(() -> write("project/pom.xml", "<project>2</project>"), "read");
        Files.writeString(output().resolve("made.txt"), "by a plumin");
        reader = newReader();
        check(() -> {}, "read");
        assertThat(output().resolve("made.txt")).hasContent("by a plugin");
    }

    @Test
    void plainResourcesAreCopiedAndDeleted() {
        checkSync(() -> {}, "");
        checkSync(() -> write("project/app/src/main/resources/plain.txt", "two"), "copied plain.txt");
        assertThat(output().resolve("plain.txt")).hasContent("two\n");
        checkSync(() -> write("project/app/src/main/resources/d/new.txt", "new"), "copied d/new.txt");
        checkSync(() -> write("project/app/src/main/resources/skipped.bak", ""), "");
        checkSync(() -> Files.delete(root.resolve("app/src/main/resources/plain.txt")), "deleted plain.txt");
        assertThat(output().resolve("plain.txt")).doesNotExist();
        reader = newReader();
        assertThat(read().fromCache()).isTrue();
        checkSync(() -> {}, "");
    }

    @Test
    void filteredResourcesNeedTheBuildWhereTheyHoldExpressions() {
        checkSync(() -> write("project/app/src/main/filtered/version.txt", "1.0"), "copied version.txt");
        checkSync(() -> write("project/app/src/main/filtered/version.txt", "v ${version}"), "needs build version.txt");
        makeOldUnchecked(root);
        check(() -> {}, "read");
        checkSync(() -> {}, "");
    }

    private void check(Change change, String expected) {
        change.runUnchecked();
        int before = maven.runs;
        ProjectRead read = read();
        assertThat(read.problem()).isEmpty();
        assertThat(read.fromCache()).isEqualTo(maven.runs == before);
        assertThat(read.fromCache() ? "cached" : "read").isEqualTo(expected);
        // What a read leaves is settled, however coarse the file system's clock is.
        makeOldUnchecked(temp);
        read();
    }

    private void checkSync(Change change, String expected) {
        change.runUnchecked();
        StringBuilder told = new StringBuilder();
        try {
            ResourceChanges changes = reader.sync(last);
            changes.copied().forEach(path -> told.append("copied ").append(output().relativize(path)));
            changes.deleted().forEach(path -> told.append("deleted ").append(output().relativize(path)));
            changes.needBuild().forEach(path -> told.append("needs build ").append(path.getFileName()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(told.toString()).isEqualTo(expected);
    }

    private ProjectRead read() {
        ProjectRead read = reader.read(Cancel.never(), root, environment, line -> {});
        read.project().ifPresent(project -> last = project);
        return read;
    }

    private ProjectReader newReader() {
        return new ProjectReader(temp.resolve("state"), temp.resolve("extension.jar"), maven, temp.resolve("home"), Clock.systemUTC());
    }

    private Path output() {
        return last.modules().get(0).resourceOutput();
    }

    private void write(String path, String content) {
        TextTree.write(temp, "-- " + path + " --\n" + content);
    }

    /** Makes files of this century older than any run of the fake Maven, each at a time of its own. */
    private static void makeOld(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                FileTime time = Files.getLastModifiedTime(file);
                if (time.toMillis() > 10_000_000_000L) {
                    Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() / 1000));
                }
            }
        }
        TextTree.awaitTick(directory);
    }

    private static void makeOldUnchecked(Path directory) {
        try {
            makeOld(directory);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface Change {
        void run() throws IOException;

        default void runUnchecked() {
            try {
                run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Answers one module, and makes its resources as Maven would. */
    private final class FakeMaven implements BuildProcess {
        private int runs;
        private int exitCode;
        private String failure = "";
        private List<String> prints = List.of();
        private String makes = "";
        private Runnable meanwhile = () -> {};

        @Override
        public Finished run(Cancel cancel, List<String> command, Path directory, Map<String, String> environment,
                Consumer<String> line) throws IOException {
            runs++;
            meanwhile.run();
            prints.forEach(line);
            if (!failure.isEmpty()) Files.writeString(Path.of(property(command, "tls.failure")), failure);
            if (!failure.isEmpty() || exitCode != 0) return new Finished(1);

            Path app = directory.resolve("app");
            Path outputs = Path.of(property(command, "tls.outputs"));
            TextTree.write(outputs,
                    "-- classes/plain.txt --\none\n-- classes/version.txt --\n1\n-- test-classes/x --\n"
                    + makes.replace("OUTPUTS", outputs.toString()));
            Path jar = Files.writeString(temp.resolve("lib.jar"), "");
            Files.writeString(Path.of(property(command, "tls.model")), """
                    {"buildTool": "Maven 0", "inputs": ["%1$s/pom.xml", "%2$s/pom.xml"], "modules": [{
                      "id": "g:app", "directory": "%2$s",
                      "resources": [
                        {"directory": "%2$s/src/main/resources", "excludes": ["*.bak"]},
                        {"directory": "%2$s/src/main/filtered", "filtered": true, "delimiters": ["${"]}],
                      "resourceOutput": "%3$s/classes", "testResourceOutput": "%3$s/test-classes",
                      "sourceRoots": ["%2$s/src/main/java"],
                      "generatorInputs": ["%2$s/src/main/proto", "%2$s/src/main/java", "%5$s/api.yaml"],
                      "testClasspath": [{"path": "%4$s"}],
                      "java": {}, "testJava": {}, "jdkHome": "/jdk"}]}
                    """.formatted(directory, app, outputs, jar, temp));
            return new Finished(0);
        }

        private String property(List<String> command, String name) {
            String prefix = "-D" + name + "=";
            return command.stream().filter(word -> word.startsWith(prefix)).findFirst().orElseThrow()
                    .substring(prefix.length());
        }
    }
}
