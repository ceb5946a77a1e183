package dev.testls.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is called, between a Maven and a {@code tls} that are shell scripts. */
class OracleTest {
    @TempDir Path directory;
    private Path project;

    @BeforeEach
    void checkOut() throws IOException {
        project = Files.createDirectories(directory.resolve("shop"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.createDirectories(project.resolve("target/surefire-reports"));
        Files.writeString(project.resolve("target/surefire-reports/TEST-old.OldTest.xml"), report("old.OldTest", ""));
    }

    @Test
    void agrees() throws IOException {
        Path maven = maven(report("a.FooTest", "<failure/>"));
        Path tls = tls(report("a.FooTest", "<failure/>"));

        check(0, """
                shop: Maven says 1 tests, 1 failed, 0 errors, 0 skipped
                shop, fresh, run 1: tls exits with 1, 0 differences, 0 known
                shop, fresh, run 3: tls exits with 1, 0 differences, 0 known

                | project | isolation | run | Maven says | differences | known |
                |---|---|---|---|---|---|
                | shop | fresh | 1 | 1 tests, 1 failed, 0 errors, 0 skipped | 0 | 0 |
                | shop | fresh | 3 | 1 tests, 1 failed, 0 errors, 0 skipped | 0 | 0 |
                """, "--maven", maven.toString(), "--tls", tls.toString(), "--isolation", "fresh", "--runs", "1,3");
        assertThat(directory.resolve("calls")).content().isEqualTo("run fresh\nrun fresh\nrun fresh\nstop\n");
    }

    @Test
    void differs() throws IOException {
        Path maven = maven(report("a.FooTest", ""));
        Path tls = tls(report("a.FooTest", "<failure/>"));

        check(1, """
                shop: Maven says 1 tests, 0 failed, 0 errors, 0 skipped
                shop, auto, run 1: tls exits with 1, 1 differences, 0 known
                  DIFFERS a.FooTest#x: expected passed but was failed

                | project | isolation | run | Maven says | differences | known |
                |---|---|---|---|---|---|
                | shop | auto | 1 | 1 tests, 0 failed, 0 errors, 0 skipped | 1 | 0 |
                """, "--maven", maven.toString(), "--tls", tls.toString(), "--isolation", "auto", "--runs", "1");
    }

    @Test
    void tellsThatMavenCouldNotRun() throws IOException {
        Path maven = script("maven", "echo no such plugin; exit 1");

        assertThat(told(2, "--maven", maven.toString(), "--keep", directory.resolve("kept").toString()))
                .contains("left no report (exit 1); see ");
        assertThat(directory.resolve("kept/shop/maven/maven.log")).content().isEqualTo("no such plugin\n");
    }

    private void check(int exit, String expected, String... options) throws IOException {
        assertThat(told(exit, options)).isEqualTo(expected);
    }

    private String told(int exit, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(project.toString());
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        assertThat(new Oracle(new PrintStream(told, true, StandardCharsets.UTF_8)).run(arguments)).isEqualTo(exit);
        return told.toString(StandardCharsets.UTF_8);
    }

    /** Fails where it is not called in a clean copy. */
    private Path maven(String report) throws IOException {
        return script("maven", """
                test -f pom.xml && test ! -d target || exit 1
                mkdir -p target/surefire-reports
                cat >target/surefire-reports/TEST-a.FooTest.xml <<'END'
                %s
                END
                """.formatted(report));
    }

    private Path tls(String report) throws IOException {
        return script("tls", """
                echo "$3" $5 >>'%s'
                test "$3" = run || exit 0
                test -f pom.xml && test ! -d target || exit 3
                cat >"$7/TEST-a.FooTest.xml" <<'END'
                %s
                END
                exit 1
                """.formatted(directory.resolve("calls"), report));
    }

    private Path script(String name, String body) throws IOException {
        Path script = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private static String report(String className, String ending) {
        return "<testsuite tests='1' failures='" + (ending.isEmpty() ? 0 : 1) + "' errors='0' skipped='0'>"
                + "<testcase classname='" + className + "' name='x'>" + ending + "</testcase></testsuite>";
    }
}
