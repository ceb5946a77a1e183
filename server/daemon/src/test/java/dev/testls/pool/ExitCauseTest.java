package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.ModuleId;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.worker.wire.ToDaemon;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people are told of a JVM's end. */
class ExitCauseTest {
    @Test
    void tellsTheCauseByCodeAndTail() {
        check(3, "", "the JVM exited with code 3 while a.FooTest#bar[2] ran (System.exit?)");
        check(137, "", "the JVM was killed by signal 9 while a.FooTest#bar[2] ran");
        check(143, "", "the JVM was killed by signal 15 while a.FooTest#bar[2] ran");
        check(134, "", "the JVM crashed (signal 6) while a.FooTest#bar[2] ran");
        check(3, "Terminating due to java.lang.OutOfMemoryError: Java heap space\n",
                "out of memory: Java heap space while a.FooTest#bar[2] ran");
        check(91, "", "out of memory while a.FooTest#bar[2] ran");
        check(90, "", "the JVM lost its connection while a.FooTest#bar[2] ran");
    }

    @Test
    void tellsWhereTheCrashReportIs() {
        assertThat(ExitCause.of(134, List.of(), "", Optional.of(Path.of("/state/hs_err_1.log"))))
                .isEqualTo("the JVM crashed; its report is /state/hs_err_1.log");
    }

    @Test
    void retiresForTheFirstReasonThatHolds() {
        RetirePolicy policy = PoolSettings.standard().retirePolicy();
        assertThat(policy.retire(1, state(0, 10, 100, 10))).isEmpty();
        assertThat(policy.retire(1, state(0, 85, 100, 10))).isEmpty();
        assertThat(policy.retire(1, state(7, 10, 100, 10))).contains("something holds the classes of 7 ended leases");
        assertThat(policy.retire(1, state(0, 95, 100, 10))).contains("its heap holds 95 MiB of 100 MiB");
        assertThat(policy.retire(1, state(0, 10, 100, 600))).contains("its classes take 600 MiB");
        assertThat(policy.retire(1000, state(0, 10, 100, 10))).contains("it served 1000 leases");
    }

    private static ToDaemon.State state(int loaders, int heapMebibytes, int heapMax, int metaspaceMebibytes) {
        return new ToDaemon.State(List.of(), List.of(), loaders, (long) heapMebibytes << 20, (long) heapMax << 20,
                (long) metaspaceMebibytes << 20, -1, 1000, Map.of(), Map.of());
    }

    private static void check(int exitCode, String tail, String expected) {
        TestId id = new TestId(new ModuleId("app"), "a.FooTest", "bar(int)", "[2]");
        TestDescriptor test = new TestDescriptor(id, TestDescriptor.Kind.TEST, "junit-jupiter", "u",
                List.of("FooTest", "bar(int)", "[2]"), "bar(int)[2]", "a.FooTest", "bar", "int", "p");
        assertThat(ExitCause.of(exitCode, List.of(test), tail, Optional.empty())).isEqualTo(expected);
    }
}
