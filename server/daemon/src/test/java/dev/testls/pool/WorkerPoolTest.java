package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import dev.testls.model.TestResult;
import dev.testls.pool.PoolFixture.Ears;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With real JVMs, all of one pool. */
class WorkerPoolTest {
    @TempDir
    static Path root;

    static PoolFixture fixture;

    @BeforeAll
    static void open() {
        fixture = new PoolFixture(root);
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @AfterEach
    void noLimit() {
        fixture.testTimeout = Optional.empty();
        fixture.together = 0;
    }

    @Test
    void tellsTheEntriesThatSurefireTells() {
        fixture.compile("a.AllTest", """
                class AllTest {
                    @Test void passes() {}
                    @Test void fails() { assertEquals("one", "two"); }
                    @Test void errs() { throw new IllegalStateException("broken"); }
                    @Test void assumes() { assumeTrue(false, "not here"); }
                    @Test @Disabled("later") void disabled() {}
                    @ParameterizedTest @ValueSource(ints = {7, 8}) void many(int number) { assertEquals(7, number); }
                    @ParameterizedTest @MethodSource void arrays(String[] texts, Map.Entry<String, int[]> entry) {}
                    static Stream<Arguments> arrays() {
                        return Stream.of(Arguments.of(new String[0], null));
                    }
                    @RepeatedTest(2) void again() {}
                    @TestFactory Stream<DynamicNode> factory() {
                        return Stream.of(DynamicTest.dynamicTest("x", () -> {}), DynamicContainer.dynamicContainer("box",
                                Stream.of(DynamicTest.dynamicTest("y", () -> fail("no")))));
                    }
                    @Nested class Inner { @Test void deep() {} @Nested class More { @Test void deeper() {} } }
                    @Nested @Disabled("whole") class Off { @Test void one() {} @Test void two() {} }
                    static class Other { @Test void notReached() {} }
                }
                """);
        fixture.compile("a.BrokenTest", """
                class BrokenTest {
                    @BeforeAll static void before() { throw new IllegalStateException("no luck"); }
                    @Test void never() {}
                }
                """);
        for (Freshness freshness : Freshness.values()) {
            Ears ears = fixture.run(freshness, "a.AllTest", "a.BrokenTest");
            assertThat(ears.end).isInstanceOf(WorkerEnd.Completed.class);
            assertThat(ears.text().lines()).as(freshness.toString()).containsExactlyInAnyOrder("""
                    PASSED a.AllTest#passes()
                    FAILED a.AllTest#fails(): expected: <one> but was: <two>
                    ERROR a.AllTest#errs(): broken
                    SKIPPED a.AllTest#assumes(): Assumption failed: not here
                    SKIPPED a.AllTest#disabled(): later
                    PASSED a.AllTest#many(int)/[1]
                    FAILED a.AllTest#many(int)/[2]: expected: <7> but was: <8>
                    PASSED a.AllTest#arrays(String[],Entry)/[1]
                    PASSED a.AllTest#again()/[1]
                    PASSED a.AllTest#again()/[2]
                    PASSED a.AllTest#factory()/[1]
                    FAILED a.AllTest#factory()/[2][1]: no
                    PASSED a.AllTest$Inner#deep()
                    PASSED a.AllTest$Inner$More#deeper()
                    SKIPPED a.AllTest$Off#one(): whole
                    SKIPPED a.AllTest$Off#two(): whole
                    ERROR a.BrokenTest: no luck
                    """.lines().toArray(String[]::new));
            TestResult failed = ears.results.stream().filter(it -> it.id().methodName().equals("fails")).findFirst().get();
            assertThat(failed.failure().get().expected()).contains("one");
            assertThat(failed.failure().get().actual()).contains("two");
            assertThat(failed.failure().get().type()).isEqualTo("org.opentest4j.AssertionFailedError");
            assertThat(failed.failure().get().trace()).contains("at a.AllTest.fails(AllTest.java:");
            TestResult deeper = ears.results.stream().filter(it -> it.id().methodName().equals("deeper")).findFirst().get();
            assertThat(deeper.test().displayNames()).containsExactly("AllTest", "Inner", "More", "deeper()");
        }
    }

    @ParameterizedTest
    @CsvSource({"{index},0", "{index}: {0},1", "{0},1"})
    void theRunsOfAJUnit4ClassAreRunsOfItsMethodsWhateverTheyAreCalled(String name, int first) {
        fixture.compile("j.RunsTest", """
                @org.junit.runner.RunWith(org.junit.runners.Parameterized.class)
                public class RunsTest {
                    @org.junit.runners.Parameterized.Parameters(name = "%s")
                    public static Object[] words() { return new Object[] {"(one)", "two"}; }
                    @org.junit.runners.Parameterized.Parameter public String word;
                    @org.junit.Test public void isOne() { assertEquals("(one)", word); }
                    @org.junit.Test public void isShort() {}
                }
                """.formatted(name));
        assertThat(fixture.run(Freshness.WARM, "j.RunsTest").text().lines()).containsExactlyInAnyOrder("""
                PASSED j.RunsTest#isOne()/[%1$d]
                FAILED j.RunsTest#isOne()/[%2$d]: expected: <(one)> but was: <two>
                PASSED j.RunsTest#isShort()/[%1$d]
                PASSED j.RunsTest#isShort()/[%2$d]
                """.formatted(first, first + 1).lines().toArray(String[]::new));
        assertThat(fixture.run(Freshness.WARM, "j.RunsTest#isShort()").text())
                .isEqualTo("PASSED j.RunsTest#isShort()/[%d]\nPASSED j.RunsTest#isShort()/[%d]\n".formatted(first, first + 1));
    }

    @Test
    void runsTheChosenTestsOnly() {
        fixture.compile("b.ChoiceTest", """
                class ChoiceTest {
                    @Test void one() {}
                    @Test void two() {}
                    @ParameterizedTest @ValueSource(ints = {7, 8}) void many(int number) {}
                    @Nested class Inner { @Test void one() {} @Test void two() {} }
                }
                """);
        assertThat(fixture.run(Freshness.WARM, "b.ChoiceTest#one()").text()).isEqualTo("PASSED b.ChoiceTest#one()\n");
        assertThat(fixture.run(Freshness.WARM, "b.ChoiceTest$Inner#one()").text())
                .isEqualTo("PASSED b.ChoiceTest$Inner#one()\n");
        assertThat(fixture.run(Freshness.WARM, "b.ChoiceTest$Inner#").text())
                .contains("Inner#one()", "Inner#two()").doesNotContain("ChoiceTest#");
        assertThat(fixture.run(Freshness.WARM, "b.ChoiceTest#many(int)").text())
                .isEqualTo("PASSED b.ChoiceTest#many(int)/[1]\nPASSED b.ChoiceTest#many(int)/[2]\n");
        Discovery discovery;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            discovery = lease.discover(Cancel.never(), PoolFixture.MODULE, fixture.batch("b.ChoiceTest"));
        }
        assertThat(discovery.problem()).isEmpty();
        assertThat(discovery.found()).extracting(it -> it.test().id().toString()).containsExactlyInAnyOrder(
                "app/b.ChoiceTest", "app/b.ChoiceTest#one()", "app/b.ChoiceTest#two()", "app/b.ChoiceTest#many(int)",
                "app/b.ChoiceTest$Inner", "app/b.ChoiceTest$Inner#one()", "app/b.ChoiceTest$Inner#two()");
    }

    @Test
    void neverRunsAStaleClass() {
        fixture.compile("c.Main", "public class Main { public static String value() { return \"old\"; } }");
        fixture.compile("c.StaleTest", "class StaleTest { @Test void prints() { System.out.println(Main.value()); } }");
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(fixture.run(lease, Cancel.never(), "c.StaleTest").only().stdout()).isEqualTo("old\n");
        }
        fixture.compile("c.Main", "public class Main { public static String value() { return \"new\"; } }");
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(lease.earlierLeases()).isPositive();
            assertThat(fixture.run(lease, Cancel.never(), "c.StaleTest").only().stdout()).isEqualTo("new\n");
        }
    }

    @Test
    void putsTheStateOfAWarmWorkerBack() {
        fixture.compile("d.StateTest", """
                import java.util.logging.*;
                class StateTest {
                    static final ThreadLocal<String> LOCAL = new ThreadLocal<>();
                    @Test void prints() {
                        System.out.println(System.getProperty("d.own") + " " + System.getProperty("basedir").isEmpty() + " "
                            + Locale.getDefault() + " " + TimeZone.getDefault().getID() + " "
                            + Thread.getDefaultUncaughtExceptionHandler() + " "
                            + Logger.getLogger("d").getLevel() + " " + Thread.interrupted() + " "
                            + Thread.currentThread().getName());
                        System.setProperty("d.own", "changed");
                        System.setProperties(new Properties());
                        Locale.setDefault(new Locale("tlh"));
                        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
                        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {});
                        Logger.getLogger("d").setLevel(Level.FINEST);
                        System.setOut(null);
                        Thread.currentThread().interrupt();
                    }
                }
                """);
        String first = fixture.run(Freshness.WARM, "d.StateTest").only().stdout();
        assertThat(first).startsWith("null false ").endsWith(" null null false main\n");
        assertThat(fixture.run(Freshness.WARM, "d.StateTest").only().stdout()).isEqualTo(first);
        assertThat(fixture.run(Freshness.FRESH, "d.StateTest").only().stdout()).isEqualTo(first);
    }

    @Test
    void looksLikeAPlainJvm() {
        fixture.compile("e.PlainTest", """
                class PlainTest {
                    @Test void prints() throws Exception {
                        System.out.println(System.getenv() + " " + System.getProperty("java.class.path").contains("worker")
                            + " " + System.getProperty("java.class.path").equals(System.getProperty("surefire.test.class.path"))
                            + " " + System.in.read() + " " + PlainTest.class.getPackage().getName()
                            + " " + (PlainTest.class.getProtectionDomain().getCodeSource().getLocation() != null)
                            + " " + (PlainTest.class.getResource("PlainTest.class") != null)
                            + " " + (Thread.currentThread().getContextClassLoader() == PlainTest.class.getClassLoader())
                            + " " + PlainTest.class.desiredAssertionStatus());
                    }
                }
                """);
        for (Freshness freshness : Freshness.values()) {
            assertThat(fixture.run(freshness, "e.PlainTest").only().stdout()).as(freshness.toString())
                    .isEqualTo("{GREETING=hello} false true -1 e true true true true\n");
        }
    }

    @Test
    void retiresAWorkerWhoseTestsLeaveAThread() {
        fixture.compile("f.LeakTest", """
                class LeakTest { @Test void leaks() {
                    Thread thread = new Thread(() -> { while (true) java.util.concurrent.locks.LockSupport.park(); }, "stays");
                    thread.setDaemon(true);
                    thread.start();
                } }
                """);
        String worker;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            worker = lease.workerName();
            assertThat(fixture.run(lease, Cancel.never(), "f.LeakTest").text()).startsWith("PASSED");
        }
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(lease.workerName()).isNotEqualTo(worker);
        }
        assertThat(fixture.pool.status()).anySatisfy(status -> {
            assertThat(status.name()).isEqualTo(worker);
            assertThat(status.retired()).startsWith("tests left threads running: stays in f.LeakTest.lambda$leaks$0(LeakTest.java:");
        });
    }

    @Test
    void keepsAWorkerWhereAThreadGoesOnOnlyWhileLaterClassesRun() {
        fixture.compile("f.State", "public class State { static int runs; }");
        fixture.compile("f.LingersTest", """
                class LingersTest { @Test void begins() {
                    State.runs++;
                    new Thread(() -> { while (!Boolean.getBoolean("f.over")) Thread.onSpinWait(); }, "lingers").start();
                } }
                """);
        fixture.compile("f.EndsTest", """
                class EndsTest { @Test void ends() throws Exception {
                    System.out.print(State.runs);
                    System.setProperty("f.over", "true");
                    for (Thread it : Thread.getAllStackTraces().keySet()) if (it.getName().equals("lingers")) it.join();
                } }
                """);
        fixture.together = 1;
        String worker;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            worker = lease.workerName();
            assertThat(fixture.run(lease, Cancel.never(), "f.LingersTest", "f.EndsTest").output.toString()).isEqualTo("0");
        }
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(lease.workerName()).isEqualTo(worker);
        }
    }

    @Test
    void keepsAWorkerWhoseTestsLeaveAnExecutorWithoutWork() {
        fixture.compile("f.ForgetsTest", """
                class ForgetsTest {
                    @Test void fixed() throws Exception { Executors.newFixedThreadPool(1).submit(() -> {}).get(); }
                    @Test void cached() throws Exception { Executors.newCachedThreadPool().submit(() -> {}).get(); }
                    @Test void scheduled() throws Exception { Executors.newScheduledThreadPool(1).submit(() -> {}).get(); }
                    @Test void forkJoin() throws Exception { new ForkJoinPool(1).submit(() -> {}).get(); }
                }
                """);
        String worker;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            worker = lease.workerName();
            assertThat(fixture.run(lease, Cancel.never(), "f.ForgetsTest").text()).doesNotContain("FAILED");
        }
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(lease.workerName()).isEqualTo(worker);
        }
    }

    @Test
    void anExecutorsThreadForgetsTheClassesOfTheLeaseThatBeganIt() {
        fixture.compile("f.PoolTest", """
                class PoolTest { @Test void begins() throws Exception {
                    ThreadFactory named = action -> { Thread it = new Thread(action, "pooled"); it.setDaemon(true); return it; };
                    Executors.newFixedThreadPool(1, named).submit(() -> {}).get();
                } }
                """);
        fixture.compile("f.LookTest", """
                class LookTest { @Test void looks() {
                    Thread.getAllStackTraces().keySet().stream().filter(it -> it.getName().equals("pooled"))
                        .forEach(it -> System.out.print(it.getContextClassLoader() == ClassLoader.getSystemClassLoader()));
                } }
                """);
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            fixture.run(lease, Cancel.never(), "f.PoolTest");
        }
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(fixture.run(lease, Cancel.never(), "f.LookTest").output.toString()).isEqualTo("true");
        }
    }

    /** JUnit keeps annotations that it has met; a thread keeps the domains of the code that started it. */
    @Test
    void whatOutlivesALeaseHoldsNoneOfItsClasses() {
        fixture.compile("f.Mine", "@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME) public @interface Mine {}");
        fixture.compile("f.HoldsTest", """
                @Mine class HoldsTest { @Test void begins() throws Exception {
                    Executors.newFixedThreadPool(1).submit(() -> {}).get();
                } }
                """);
        Set<String> workers = new HashSet<>();
        // One more than may be held, and one to see it.
        for (int i = 0; i < PoolSettings.standard().leftLoaders() + 2; i++) {
            try (Lease lease = fixture.lease(Freshness.WARM)) {
                workers.add(lease.workerName());
                fixture.run(lease, Cancel.never(), "f.HoldsTest");
            }
        }
        assertThat(workers).hasSize(1);
    }

    @Test
    void retiresAWorkerWhoseTestsLeaveWorkForLater() {
        fixture.compile("f.LaterTest", """
                class LaterTest { @Test void schedules() {
                    ThreadFactory named = action -> { Thread it = new Thread(action, "later"); it.setDaemon(true); return it; };
                    Executors.newScheduledThreadPool(1, named).scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.HOURS);
                } }
                """);
        String worker;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            worker = lease.workerName();
            fixture.run(lease, Cancel.never(), "f.LaterTest");
        }
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(lease.workerName()).isNotEqualTo(worker);
        }
        assertThat(fixture.pool.status()).anySatisfy(status ->
                assertThat(status.retired()).startsWith("tests left threads running: later in "));
    }

    @Test
    void whatRunsBesideTheOthersTakesNoneOfTheirWorkers() throws IOException {
        String worker;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            worker = lease.workerName();
        }
        String beside;
        try (Lease lease = fixture.pool.leaseBeside(Cancel.never(), fixture.spec())) {
            beside = lease.workerName();
        }
        assertThat(beside).isNotEqualTo(worker);
        try (Lease lease = fixture.lease(Freshness.WARM); Lease next = fixture.pool.leaseBeside(Cancel.never(), fixture.spec())) {
            assertThat(lease.workerName()).isEqualTo(worker);
            assertThat(next.workerName()).isEqualTo(beside);
        }
    }

    @Test
    void retiresAWarmWorkerWhenAResourceChanged() throws IOException {
        fixture.compile("g.ResourceTest", "class ResourceTest { @Test void passes() {} }");
        Files.writeString(fixture.classes.resolve("g/settings.txt"), "one");
        String worker;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            worker = lease.workerName();
        }
        Files.writeString(fixture.classes.resolve("g/settings.txt"), "other");
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(lease.workerName()).isNotEqualTo(worker);
        }
        assertThat(fixture.pool.status()).anySatisfy(status ->
                assertThat(status.retired()).isEqualTo("settings.txt changed"));
    }

    /** The heap is below every limit that would retire the JVM, and this collector never starts by itself; when told to, it shrinks the heap at once. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void givesTheMemoryOfAHungryTestBackWhileNobodyNeedsTheWorker() throws IOException {
        PoolSettings standard = PoolSettings.standard();
        PoolSettings restless = new PoolSettings(standard.idleWorkers(), standard.idleBytes(), standard.idleTime(), Duration.ZERO, standard.leases(),
                standard.heapFraction(), standard.metaspaceBytes(), standard.leftLoaders(), standard.together(), standard.most());
        try (PoolFixture hungry = new PoolFixture(root.resolve("hungry"), restless)) {
            hungry.jvmArguments = List.of("-XX:+UseSerialGC", "-XX:-ShrinkHeapInSteps", "-Xms16m", "-Xmx1g");
            hungry.compile("r.HungryTest", """
                    class HungryTest { @Test void eats() {
                        List<byte[]> all = new ArrayList<>();
                        while (all.size() < 450) all.add(new byte[1 << 20]);
                        System.out.print(all.size());
                    } }
                    """);
            String worker;
            try (Lease lease = hungry.lease(Freshness.WARM)) {
                worker = lease.workerName();
                assertThat(hungry.run(lease, Cancel.never(), "r.HungryTest").output.toString()).isEqualTo("450");
            }
            // It rests as soon as it has returned, and whoever wants it waits for that.
            try (Lease lease = hungry.lease(Freshness.WARM)) {
                assertThat(lease.workerName()).isEqualTo(worker);
                assertThat(hungry.pool.status()).singleElement().satisfies(it -> assertThat(residentMebibytes(it.pid())).isLessThanOrEqualTo(250));
            }
        }
    }

    @Test
    void thoseThatWaitAreNotMoreThanTheLastRunsNeededNorThanTheirMemoryAllows() {
        try (PoolFixture many = new PoolFixture(root.resolve("many"))) {
            try (Lease one = many.lease(Freshness.WARM); Lease other = many.lease(Freshness.WARM)) {
                assertThat(one.workerName()).isNotEqualTo(other.workerName());
            }
            // Five such times; one that begins while a JVM returns belongs to the one before.
            for (int i = 0; i < 10 && many.pool.status().stream().allMatch(it -> it.retired().isEmpty()); i++) {
                while (many.pool.status().stream().anyMatch(it -> it.retired().isEmpty() && !it.state().equals("idle"))) Thread.onSpinWait();
                many.lease(Freshness.WARM).close();
            }
            while (many.pool.status().stream().anyMatch(it -> it.retired().isEmpty() && !it.state().equals("idle"))) Thread.onSpinWait();
            assertThat(many.pool.status()).extracting(Workers.WorkerStatus::retired).contains("the last runs needed fewer");
        }
        try (PoolFixture poor = new PoolFixture(root.resolve("poor"), PoolSettings.standard().withIdleBytes(1 << 20))) {
            poor.lease(Freshness.WARM).close();
            // Whoever leases waits for the one that returns, which is too big to stay.
            poor.lease(Freshness.WARM).close();
            assertThat(poor.pool.status()).extracting(Workers.WorkerStatus::retired).contains("those that waited took more than 1 MB");
            assertThat(poor.pool.idle().budgetBytes()).isEqualTo(1 << 20);
        }
    }

    private static long residentMebibytes(long pid) throws IOException {
        String resident = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(it -> it.startsWith("VmRSS:")).findFirst().orElseThrow();
        return Long.parseLong(resident.replaceAll("[^0-9]", "")) >> 10;
    }

    @Test
    void tellsWhoEndedTheJvm() {
        fixture.compile("h.ExitTest", """
                class ExitTest {
                    @Test void exits() { System.out.println("so far"); System.exit(3); }
                    @Test void halts() { Runtime.getRuntime().halt(0); }
                    @Test void kills() throws Exception {
                        new ProcessBuilder("/bin/kill", "-9", String.valueOf(ProcessHandle.current().pid())).start().waitFor();
                        while (true) java.util.concurrent.locks.LockSupport.park();
                    }
                    @Test void fills() { List<long[]> all = new ArrayList<>(); while (true) all.add(new long[1 << 20]); }
                }
                """);
        Ears exits = fixture.run(Freshness.WARM, "h.ExitTest#exits()");
        assertThat(exits.died().cause()).isEqualTo("the JVM exited with code 3 while h.ExitTest#exits ran (System.exit?)");
        assertThat(exits.died().running()).extracting(it -> it.id().method()).containsExactly("exits()");
        assertThat(exits.output.toString()).isEqualTo("so far\n");
        assertThat(fixture.run(Freshness.FRESH, "h.ExitTest#halts()").died().cause())
                .isEqualTo("the JVM exited with code 0 while h.ExitTest#halts ran (System.exit?)");
        assertThat(fixture.run(Freshness.FRESH, "h.ExitTest#kills()").died().cause())
                .isEqualTo("the JVM was killed by signal 9 while h.ExitTest#kills ran");
        assertThat(fixture.run(Freshness.FRESH, "h.ExitTest#fills()").died().cause())
                .isEqualTo("out of memory: Java heap space while h.ExitTest#fills ran");
    }

    @Test
    void endsATestThatTakesTooLong() {
        fixture.compile("i.HangTest", """
                class HangTest { @Test void hangs() { while (true) java.util.concurrent.locks.LockSupport.park(); } }
                """);
        fixture.testTimeout = Optional.of(Duration.ofMillis(300));
        WorkerEnd.Died died = fixture.run(Freshness.WARM, "i.HangTest").died();
        assertThat(died.cause()).isEqualTo("i.HangTest#hangs took longer than 300 ms");
        assertThat(died.tail()).contains("\"main\" WAITING", "at i.HangTest.hangs(HangTest.java:");
        assertThat(died.running()).hasSize(1);
    }

    @Test
    void endsAtOnceWhenCancelled() {
        fixture.compile("i.EndlessTest", """
                class EndlessTest { @Test void hangs() { while (true) java.util.concurrent.locks.LockSupport.park(); } }
                """);
        Cancel cancel = new Cancel();
        Ears ears = new Ears();
        ears.whenBegan.add(cancel::request);
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            ears.end = lease.run(cancel, PoolFixture.MODULE, fixture.batch("i.EndlessTest"), ears);
            assertThatThrownBy(() -> fixture.run(lease, Cancel.never(), "i.EndlessTest"))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(ears.end).isInstanceOfSatisfying(WorkerEnd.Cancelled.class, it ->
                assertThat(it.running()).extracting(test -> test.id().method()).containsExactly("hangs()"));
    }

    @Test
    void keepsOutputInOrderAndInBounds() {
        fixture.compile("j.OutputTest", """
                class OutputTest {
                    @BeforeAll static void before() { System.out.println("before"); }
                    @Test void megabyte() {
                        String line = "0123456789".repeat(8);
                        for (int i = 0; i < 12_500; i++) System.out.println(i + line);
                    }
                    @Test void flood() {
                        String line = "0123456789".repeat(100);
                        for (int i = 0; i < 20_000; i++) System.err.print(line);
                        System.err.print("the end");
                    }
                    @Test void threads() throws Exception {
                        System.out.print("\\u00e4\\u4e2d\\ud83d\\ude00");
                        Thread thread = new Thread(() -> System.out.print(" from a thread"));
                        thread.start();
                        thread.join();
                    }
                }
                """);
        Ears ears = fixture.run(Freshness.WARM, "j.OutputTest");
        assertThat(ears.text().lines()).hasSize(3).allMatch(line -> line.startsWith("PASSED"));
        TestResult megabyte = result(ears, "megabyte");
        assertThat(megabyte.stdout().lines()).hasSize(12_500).last().asString().startsWith("12499012");
        TestResult flood = result(ears, "flood");
        assertThat(flood.stderr()).hasSizeBetween(2 << 20, (2 << 20) + 100).startsWith("0123456789").endsWith("9the end")
                .contains("\n[tls: 17,902,855 characters were left out]\n");
        assertThat(ears.output.toString()).contains("9the end").contains("[tls: 17,902,855 characters were left out]");
        assertThat(result(ears, "threads").stdout()).isEqualTo("\u00e4\u4e2d\ud83d\ude00 from a thread");
        assertThat(ears.output.toString()).startsWith("before\n");
    }

    @Test
    void saysWhatIsWrongWhenAJvmDoesNotStart() {
        PoolFixture other = new PoolFixture(root);
        other.jvmArguments = List.of("-XX:NoSuchOption");
        assertThatThrownBy(() -> other.pool.lease(Cancel.never(), other.spec(), Freshness.WARM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exit code 1").hasMessageContaining("NoSuchOption")
                .hasMessageContaining("Look at the JVM arguments");
        other.close();
    }

    @Test
    void aWorkerEndsWithItsDaemon() {
        fixture.compile("k.OrphanTest", """
                class OrphanTest { @Test void hangs() { while (true) java.util.concurrent.locks.LockSupport.park(); } }
                """);
        PoolFixture other = new PoolFixture(root);
        ProcessHandle process;
        try (Lease lease = other.lease(Freshness.WARM)) {
            process = ProcessHandle.of(other.pool.status().get(0).pid()).orElseThrow();
            other.pool.dropConnections();
            assertThat(process.onExit().join().isAlive()).isFalse();
            assertThat(other.run(lease, Cancel.never(), "k.OrphanTest").died().cause())
                    .isEqualTo("the JVM lost its connection");
        }
        other.close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aQuietJvmHasTheLowestPriorityAndIsGoneWithItsLease() throws IOException {
        fixture.compile("q.QuietTest", """
                class QuietTest { @Test void starts() throws Exception {
                    System.out.print(new ProcessBuilder("/bin/sleep", "600").start().pid());
                } }
                """);
        ProcessHandle jvm;
        ProcessHandle child;
        try (Lease lease = fixture.pool.leaseQuietly(Cancel.never(), fixture.spec())) {
            jvm = jvm(lease);
            child = ProcessHandle.of(Long.parseLong(fixture.run(lease, Cancel.never(), "q.QuietTest").output.toString())).orElseThrow();
            assertThat(lease.earlierLeases()).isZero();
            assertThat(lease.processorTime().orElseThrow()).isPositive();
            // The fields follow the name, which stands in parentheses.
            String[] fields = Files.readString(Path.of("/proc/" + jvm.pid() + "/stat")).replaceFirst(".*\\) ", "").split(" ");
            assertThat(fields[16]).as("niceness").isEqualTo("19");
        }
        assertThat(jvm.isAlive()).isFalse();
        assertThat(child.onExit().join().isAlive()).isFalse();
        assertThat(fixture.pool.status()).noneMatch(it -> it.pid() == jvm.pid());
    }

    @Test
    void aQuietJvmIsGoneWhenItsRunIsCancelled() throws IOException {
        fixture.compile("q.EndlessTest", """
                class EndlessTest { @Test void hangs() { while (true) java.util.concurrent.locks.LockSupport.park(); } }
                """);
        Cancel cancel = new Cancel();
        Ears ears = new Ears();
        ears.whenBegan.add(cancel::request);
        try (Lease lease = fixture.pool.leaseQuietly(cancel, fixture.spec())) {
            ProcessHandle jvm = jvm(lease);
            assertThat(lease.run(cancel, PoolFixture.MODULE, fixture.batch("q.EndlessTest"), ears)).isInstanceOf(WorkerEnd.Cancelled.class);
            assertThat(jvm.isAlive()).isFalse();
        }
    }

    private static ProcessHandle jvm(Lease lease) {
        return fixture.pool.status().stream().filter(it -> it.name().equals(lease.workerName())).findFirst().flatMap(it -> ProcessHandle.of(it.pid())).orElseThrow();
    }

    private static TestResult result(Ears ears, String method) {
        return ears.results.stream().filter(it -> it.id().methodName().equals(method)).findFirst().orElseThrow();
    }
}
