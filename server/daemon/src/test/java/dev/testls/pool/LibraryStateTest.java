package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import dev.testls.model.LibraryVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tests leave in the static state of a library, with real JVMs. */
class LibraryStateTest {
    private final Map<String, LibraryVerdict> verdicts = new ConcurrentHashMap<>();
    private final Map<String, String> ended = new ConcurrentHashMap<>();
    private final CountDownLatch wasEnded = new CountDownLatch(1);
    private PoolFixture fixture;

    @BeforeEach
    void open(@TempDir Path root) throws IOException {
        fixture = new PoolFixture(root, PoolSettings.standard(), new LibraryStates() {
            @Override
            public LibraryVerdict verdict(String field) {
                return verdicts.getOrDefault(field, LibraryVerdict.UNKNOWN);
            }

            @Override
            public void ended(Map<String, String> fields) {
                ended.putAll(fields);
                wasEnded.countDown();
            }
        });
        fixture.library("lib.Zones", """
                public class Zones {
                    private static final AtomicReference<String> ZONE = new AtomicReference<>();
                    public static String get() { String it = ZONE.get(); if (it == null) { it = "UTC"; ZONE.compareAndSet(null, it); } return it; }
                    public static void set(String zone) { ZONE.set(zone); }
                    private static final Set<Object> KEYS = new HashSet<>(Arrays.asList(new Key()));
                    private static class Key { public int hashCode() { return 1; } public boolean equals(Object other) { return other instanceof Key; } }
                    public static int clear() { KEYS.clear(); return KEYS.size(); }
                    private static String last = "none";
                    private static void remember(int length) { last = "other"; }
                    public static String last() { String before = last; remember(before.length()); return before; }
                }""");
        fixture.compile("l.SetTest", "class SetTest { @Test void sets() { lib.Zones.set(\"Tokyo\"); assertEquals(\"Tokyo\", lib.Zones.get()); } }");
        fixture.compile("l.GetTest", "class GetTest { @Test void gets() { assertEquals(\"UTC\", lib.Zones.get()); } }");
        fixture.compile("l.ClearTest", "class ClearTest { @Test void clears() { lib.Zones.clear(); } }");
        fixture.compile("l.LastTest", "class LastTest { @Test void last() { System.out.print(lib.Zones.last()); } }");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aDefaultThatATestSetIsPutBack() {
        String worker = run("l.SetTest", "PASSED l.SetTest#sets()\n", Set.of());
        assertThat(run("l.GetTest", "PASSED l.GetTest#gets()\n", Set.of())).isEqualTo(worker);
    }

    @Test
    void whatCannotBePutBackEndsTheJvmUntilItsTrialBegins() throws InterruptedException {
        String worker = run("l.ClearTest", "PASSED l.ClearTest#clears()\n", Set.of());
        wasEnded.await();
        verdicts.put("lib.Zones.jar lib.Zones#KEYS", LibraryVerdict.ON_TRIAL);
        String next = run("l.ClearTest", "PASSED l.ClearTest#clears()\n", Set.of());
        assertThat(next).isNotEqualTo(worker);
        assertThat(retired(worker)).contains("tests changed state of libraries that cannot be put back: lib.Zones#KEYS has other content");
        assertThat(ended).containsOnlyKeys("lib.Zones.jar lib.Zones#KEYS");
        assertThat(run("l.GetTest", "PASSED l.GetTest#gets()\n", Set.of("lib.Zones.jar lib.Zones#KEYS"))).isEqualTo(next);
    }

    @Test
    void whatLooksHarmlessEndsTheJvmWhenItIsNew() {
        String worker = run("l.LastTest", "PASSED l.LastTest#last()\n", Set.of());
        assertThat(run("l.GetTest", "PASSED l.GetTest#gets()\n", Set.of())).isNotEqualTo(worker);
        assertThat(retired(worker).orElseThrow()).contains("lib.Zones#last");
    }

    @Test
    void aSuspectStaysUntilItIsSeenToReachOtherTests() {
        String field = "lib.Zones.jar lib.Zones#last";
        verdicts.put(field, LibraryVerdict.KNOWN);
        String worker = run("l.LastTest", "PASSED l.LastTest#last()\n", Set.of());
        assertThat(run("l.GetTest", "PASSED l.GetTest#gets()\n", Set.of(field))).isEqualTo(worker);
        verdicts.put(field, LibraryVerdict.HARMFUL);
        String next;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            next = lease.workerName();
            assertThat(next).isNotEqualTo(worker);
            assertThat(retired(worker)).contains("what tests left in " + field + " was seen to reach other tests");
            verdicts.put(field, LibraryVerdict.HARMLESS);
            fixture.run(lease, Cancel.never(), "l.LastTest");
        }
        assertThat(run("l.GetTest", "PASSED l.GetTest#gets()\n", Set.of())).isEqualTo(next);
    }

    /** Once it was left so, nobody knew that the code which did it was no more, and the test that needs it passed. */
    @Test
    void whatMayBeOfCodeThatIsNoMoreIsNotMet() throws IOException {
        String field = "lib.Zones.jar lib.Zones#last";
        verdicts.put(field, LibraryVerdict.KNOWN);
        String worker = run("l.LastTest", "PASSED l.LastTest#last()\n", Set.of());
        fixture.compile("l.NewTest", "class NewTest { @Test void passes() {} }");
        assertThat(run("l.NewTest", "PASSED l.NewTest#passes()\n", Set.of(field))).as("nothing that ran has changed").isEqualTo(worker);
        fixture.compile("l.LastTest", "class LastTest { @Test void last() {} }");
        assertThat(run("l.GetTest", "PASSED l.GetTest#gets()\n", Set.of())).isNotEqualTo(worker);
        assertThat(retired(worker)).contains("tests changed " + field + ", and l.LastTest has changed since");

        String next = run("l.GetTest", "PASSED l.GetTest#gets()\n", Set.of());
        verdicts.put(field, LibraryVerdict.HARMLESS);
        fixture.compile("l.GetTest", "class GetTest { @Test void gets() { assertEquals(\"UTC\", lib.Zones.get(), \"edited\"); } }");
        assertThat(run("l.GetTest", "PASSED l.GetTest#gets()\n", Set.of())).isEqualTo(next);
    }

    /** The name of the worker. */
    private String run(String test, String expected, Set<String> suspects) {
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(lease.suspects().keySet()).isEqualTo(suspects);
            assertThat(fixture.run(lease, Cancel.never(), test).text()).isEqualTo(expected);
            return lease.workerName();
        }
    }

    private Optional<String> retired(String worker) {
        return fixture.pool.status().stream().filter(it -> it.name().equals(worker)).map(Workers.WorkerStatus::retired).findFirst();
    }
}
