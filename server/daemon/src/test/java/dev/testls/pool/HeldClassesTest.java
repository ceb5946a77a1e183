package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM in which something holds the classes of an ended lease serves them, and no others. With real JVMs. */
class HeldClassesTest {
    private static final String HELD = "something holds the classes of an ended lease, and h.Main";

    private PoolFixture fixture;

    @BeforeEach
    void open(@TempDir Path root) throws IOException {
        fixture = new PoolFixture(root);
        fixture.library("lib.Keeper", """
                public class Keeper {
                    private static final Object[] CHAIN = chain();
                    private static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();
                    private static final java.util.concurrent.ExecutorService POOL = java.util.concurrent.Executors.newFixedThreadPool(1);
                    /** Longer than anybody walks. */
                    private static Object[] chain() { Object[] first = new Object[1]; for (int i = 0; i < 50; i++) first = new Object[] {first}; return first; }
                    public static void deep(Object it) { Object[] last = CHAIN; while (last[0] != null && last[0].getClass() == Object[].class) last = (Object[]) last[0]; last[0] = it; }
                    public static void inThread(Object it) throws Exception { POOL.submit(() -> LOCAL.set(it)).get(); }
                    public static void softly(Object it) { deep(new java.lang.ref.SoftReference<>(it)); }
                    public static void weakly(Object it) { deep(new java.lang.ref.WeakReference<>(it)); }
                }""");
        compile("old");
        fixture.compile("h.HoldTest", """
                class HoldTest {
                    @Test void deep() { print(); lib.Keeper.deep(new Main()); }
                    @Test void inThread() throws Exception { print(); lib.Keeper.inThread(new Main()); }
                    @Test void softly() { print(); lib.Keeper.softly(new Main()); }
                    @Test void weakly() { print(); lib.Keeper.weakly(new Main()); }
                    @Test void equal() { print(); Main one = new Main(); assertEquals(new Main.Pair(one, "x"), new Main.Pair(one, "x")); }
                    private static void print() { System.out.print(Main.value()); }
                }""");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep", "inThread"})
    void whatIsHeldIsServedUntilItChanges(String how) {
        String worker = run(how, "old");
        assertThat(run(how, "old")).as("nothing has changed").isEqualTo(worker);
        compile("new");
        assertThat(run(how, "new")).as("a class has changed").isNotEqualTo(worker);
        assertThat(ended(worker)).startsWith(HELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"softly", "weakly"})
    void whatNobodyWouldMissIsNotHeld(String how) {
        String worker = run(how, "old");
        compile("new");
        assertThat(run(how, "new")).as(() -> ended(worker)).isEqualTo(worker);
    }

    @Test
    void whatTheJdkRemembersOfTypesIsNotHeld() {
        String worker = run("equal", "old");
        compile("new");
        assertThat(run("equal", "new")).as(() -> ended(worker)).isEqualTo(worker);
    }

    @Test
    void aJvmThatCannotTellServesNothingThatChanged() {
        fixture.jvmArguments = List.of("-Xmx64m", "-XX:+DisableExplicitGC");
        String worker = run("equal", "old");
        assertThat(run("equal", "old")).isEqualTo(worker);
        compile("new");
        assertThat(run("equal", "new")).isNotEqualTo(worker);
        assertThat(ended(worker)).startsWith(HELD);
    }

    private void compile(String value) {
        fixture.compile("h.Main", """
                public class Main {
                    public record Pair(Main one, String other) {}
                    public static String value() { return "%s"; }
                    @Override protected void finalize() {}
                }""".formatted(value));
    }

    /** The name of the worker. */
    private String run(String test, String printed) {
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            PoolFixture.Ears ears = fixture.run(lease, Cancel.never(), "h.HoldTest#" + test + "()");
            assertThat(ears.text()).isEqualTo("PASSED h.HoldTest#" + test + "()\n");
            assertThat(ears.output.toString()).isEqualTo(printed);
            return lease.workerName();
        }
    }

    private String ended(String worker) {
        return fixture.pool.status().stream().filter(it -> it.name().equals(worker)).map(Workers.WorkerStatus::retired).findFirst().orElse("");
    }
}
