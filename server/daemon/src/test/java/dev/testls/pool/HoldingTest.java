package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import dev.testls.pool.PoolFixture.Ears;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What tests leave open in a JVM, with real JVMs. */
@EnabledOnOs(OS.LINUX)
class HoldingTest {
    @TempDir
    Path root;

    PoolFixture fixture;

    @BeforeEach
    void open() {
        fixture = new PoolFixture(root);
        fixture.systemProperties.put("h.port", String.valueOf(freePort()));
        fixture.systemProperties.put("h.lock", root.resolve("some.lock").toString());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatNobodyCanReachAfterTheLeaseIsClosedAndTheJvmGoesOn() {
        fixture.compile("h.PortTest", """
                class PortTest {
                    static java.net.ServerSocket socket;
                    @Test void binds() throws Exception { socket = new java.net.ServerSocket(Integer.getInteger("h.port")); }
                }
                """);
        String worker;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            worker = lease.workerName();
            assertThat(fixture.run(lease, Cancel.never(), "h.PortTest").text()).isEqualTo("PASSED h.PortTest#binds()\n");
            assertThat(lease.held().text()).isEqualTo("the TCP port " + fixture.systemProperties.get("h.port"));
        }
        assertThat(fixture.run(Freshness.FRESH, "h.PortTest").text()).isEqualTo("PASSED h.PortTest#binds()\n");
        assertThat(fixture.run(Freshness.FRESH, "h.PortTest").text()).isEqualTo("PASSED h.PortTest#binds()\n");
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(lease.workerName()).isEqualTo(worker);
            assertThat(fixture.run(lease, Cancel.never(), "h.PortTest").text()).isEqualTo("PASSED h.PortTest#binds()\n");
        }
    }

    @Test
    void whatToolsAttachByAndClientsOfHttpEndNoJvm() {
        fixture.compile("h.AttachTest", """
                class AttachTest {
                    @Test void attaches() throws Exception {
                        String jcmd = java.nio.file.Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
                        Process tool = new ProcessBuilder(jcmd, String.valueOf(ProcessHandle.current().pid()), "VM.uptime").redirectErrorStream(true).start();
                        tool.getInputStream().readAllBytes();
                        assertEquals(0, tool.waitFor());
                    }
                    @Test void asks() { assertNotNull(java.net.http.HttpClient.newHttpClient().version()); }
                }
                """);
        String worker = "";
        for (int i = 0; i < 2; i++) {
            try (Lease lease = fixture.lease(Freshness.WARM)) {
                assertThat(lease.workerName()).as(() -> fixture.pool.status().toString()).isEqualTo(worker.isEmpty() ? lease.workerName() : worker);
                worker = lease.workerName();
                assertThat(fixture.run(lease, Cancel.never(), "h.AttachTest").text()).isEqualTo("PASSED h.AttachTest#asks()\nPASSED h.AttachTest#attaches()\n");
            }
        }
    }

    @Test
    void aRegistryThatTheJdkHoldsEndsTheJvmBeforeAnythingElseRuns() {
        fixture.compile("h.RegistryTest", """
                class RegistryTest { @Test void creates() throws Exception { java.rmi.registry.LocateRegistry.createRegistry(Integer.getInteger("h.port")); } }
                """);
        for (Freshness freshness : new Freshness[] {Freshness.WARM, Freshness.FRESH, Freshness.WARM, Freshness.FRESH, Freshness.FRESH}) {
            assertThat(fixture.run(freshness, "h.RegistryTest").text()).isEqualTo("PASSED h.RegistryTest#creates()\n");
        }
        assertThatReusedOnesEndedFor("the TCP port " + fixture.systemProperties.get("h.port"));
    }

    @Test
    void aLockOnAFileIsLetGoOfOrTheJvmEnds() {
        fixture.compile("h.LockTest", """
                import java.nio.channels.*;
                class LockTest {
                    static FileLock lock;
                    @Test void locks() throws Exception {
                        lock = FileChannel.open(java.nio.file.Path.of(System.getProperty("h.lock")), java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE).tryLock();
                        assertNotNull(lock, "locked by another process");
                        Thread holder = new Thread(() -> { FileLock mine = lock; while (mine.isValid()) java.util.concurrent.locks.LockSupport.park(); });
                        if (Boolean.getBoolean("h.thread")) holder.start();
                    }
                }
                """);
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(fixture.run(lease, Cancel.never(), "h.LockTest").text()).startsWith("PASSED");
            assertThat(lease.held().text()).isEqualTo("a lock on " + root.resolve("some.lock"));
        }
        assertThat(fixture.run(Freshness.FRESH, "h.LockTest").text()).startsWith("PASSED");
        fixture.systemProperties.put("h.thread", "true");
        for (Freshness freshness : new Freshness[] {Freshness.WARM, Freshness.FRESH, Freshness.WARM}) {
            assertThat(fixture.run(freshness, "h.LockTest").text()).startsWith("PASSED");
        }
    }

    @Test
    void aProcessThatATestStartedEndsWithItsJvm() {
        fixture.compile("h.ChildTest", """
                class ChildTest { @Test void starts() throws Exception {
                    System.out.print(new ProcessBuilder("/bin/sleep", "600").start().pid());
                } }
                """);
        for (Freshness freshness : Freshness.values()) {
            Ears ears = fixture.run(freshness, "h.ChildTest");
            ProcessHandle child = ProcessHandle.of(Long.parseLong(ears.output.toString())).orElseThrow();
            assertThat(child.onExit().join().isAlive()).as(freshness.toString()).isFalse();
        }
        assertThat(fixture.pool.status()).extracting(Workers.WorkerStatus::retired)
                .anyMatch(it -> it.matches("tests left something open; it held the process \\d+ \\(/\\S*sleep\\)"));
    }

    @Test
    void aProcessThatATestStartedEndsWithTheDaemon() {
        fixture.compile("h.ChildTest", """
                class ChildTest { @Test void starts() throws Exception {
                    System.out.print(new ProcessBuilder("/bin/sleep", "600").start().pid());
                } }
                """);
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            ProcessHandle child = ProcessHandle.of(Long.parseLong(fixture.run(lease, Cancel.never(), "h.ChildTest").output.toString())).orElseThrow();
            fixture.pool.dropConnections();
            assertThat(child.onExit().join().isAlive()).isFalse();
        }
    }

    @Test
    void aWorkerThatIsKilledWhileItWaitsOrReturnsServesNobody() {
        fixture.compile("h.SlowlyTest", """
                class SlowlyTest { @Test void leaves() {
                    new Thread(() -> { while (true) java.util.concurrent.locks.LockSupport.park(); }).start();
                } }
                """);
        ProcessHandle waits = process();
        waits.destroyForcibly();
        waits.onExit().join();
        ProcessHandle returns;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            fixture.run(lease, Cancel.never(), "h.SlowlyTest");
            returns = ProcessHandle.of(pid(lease)).orElseThrow();
            assertThat(returns).isNotEqualTo(waits);
        }
        returns.destroyForcibly();
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(pid(lease)).isNotEqualTo(returns.pid());
        }
    }

    /** Of a worker that waits, or soon will. */
    private ProcessHandle process() {
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            return ProcessHandle.of(pid(lease)).orElseThrow();
        }
    }

    private long pid(Lease lease) {
        return fixture.pool.status().stream().filter(it -> it.name().equals(lease.workerName())).findFirst().orElseThrow().pid();
    }

    @Test
    void aConnectionThatALibraryOfTheJdkKeepsEndsTheJvm() throws Exception {
        try (java.net.ServerSocket outside = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            fixture.systemProperties.put("h.port", String.valueOf(outside.getLocalPort()));
            fixture.compile("h.ConnectionTest", """
                    class ConnectionTest { @Test void connects() throws Exception {
                        java.net.Socket it = new java.net.Socket("127.0.0.1", Integer.getInteger("h.port"));
                        System.getProperties().put("h.kept", it);
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> { try { it.close(); } catch (java.io.IOException e) { } }));
                    } }
                    """);
            fixture.run(Freshness.WARM, "h.ConnectionTest");
            fixture.run(Freshness.FRESH, "h.ConnectionTest");
            assertThatReusedOnesEndedFor("a connection to 127.0.0.1:" + outside.getLocalPort());
        }
    }

    /** What the JDK keeps of it may be another reason to end the JVM. */
    private void assertThatReusedOnesEndedFor(String held) {
        assertThat(fixture.pool.status()).filteredOn(it -> it.freshness() == Freshness.WARM).isNotEmpty()
                .allSatisfy(it -> assertThat(it.retired()).endsWith("; it held " + held));
    }

    private static int freePort() {
        try (java.net.ServerSocket it = new java.net.ServerSocket(0)) {
            return it.getLocalPort();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
