package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import dev.testls.pool.PoolFixture.Ears;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a library keeps from one test class to the next: contexts, as Spring's test support keeps them, and databases. With real JVMs. */
class ContextsTest {
    private PoolFixture fixture;

    @BeforeEach
    void open(@TempDir Path root) throws IOException {
        fixture = new PoolFixture(root);
        fixture.library("org.springframework.context.ApplicationContext", "public interface ApplicationContext extends AutoCloseable { Object bean(); }");
        fixture.library("org.springframework.test.context.cache.ContextCache", """
                import org.springframework.context.ApplicationContext;
                public interface ContextCache { ApplicationContext get(String key); void put(String key, ApplicationContext it); void reset(); }""");
        fixture.library("org.springframework.test.context.cache.DefaultContextCache", """
                import org.springframework.context.ApplicationContext;
                public class DefaultContextCache implements ContextCache {
                    private final Map<String, ApplicationContext> contextMap = Collections.synchronizedMap(new LinkedHashMap<>());
                    public ApplicationContext get(String key) { return contextMap.get(key); }
                    public void put(String key, ApplicationContext it) { contextMap.put(key, it); }
                    public void reset() { contextMap.clear(); }
                }""");
        fixture.library("org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate", """
                import org.springframework.context.ApplicationContext;
                public class DefaultCacheAwareContextLoaderDelegate {
                    static final ContextCache defaultContextCache = new DefaultContextCache();
                    public static ApplicationContext load(String key, java.util.function.Supplier<ApplicationContext> made) {
                        ApplicationContext it = defaultContextCache.get(key);
                        if (it == null) defaultContextCache.put(key, it = made.get());
                        return it;
                    }
                }""");
        fixture.library("db.Driver", """
                public class Driver implements java.sql.Driver {
                    public java.sql.Connection connect(String url, Properties with) { return null; }
                    public boolean acceptsURL(String url) { return false; }
                    public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, Properties with) { return null; }
                    public int getMajorVersion() { return 1; }
                    public int getMinorVersion() { return 0; }
                    public boolean jdbcCompliant() { return false; }
                    public java.util.logging.Logger getParentLogger() { return null; }
                }""");
        fixture.compile("a.App", """
                public class App implements org.springframework.context.ApplicationContext {
                    private final Thread serves = new Thread(() -> { try { new java.util.concurrent.CountDownLatch(1).await(); } catch (InterruptedException e) { } });
                    private final Map<String, Integer> beans = new HashMap<>();
                    public App(String key) { if (key.equals("served")) serves.start(); }
                    public Object bean() { return beans; }
                    public void close() throws InterruptedException { serves.interrupt(); serves.join(); }
                    public static App of(String key) {
                        return (App) org.springframework.test.context.cache.DefaultCacheAwareContextLoaderDelegate.load(key, () -> new App(key));
                    }
                }""");
        fixture.compile("a.OneTest", "class OneTest { @Test void one() { App.of(\"x\"); } @Test void other() { App.of(\"x\").bean(); } }");
        fixture.compile("a.TwoTest", "class TwoTest { @Test void two() { App.of(\"x\"); } }");
        fixture.compile("a.ThreeTest", "class ThreeTest { @Test void three() { App.of(\"y\"); } }");
        fixture.compile("a.ServedTest", "class ServedTest { @Test void served() { App.of(\"served\"); } }");
        fixture.compile("a.PlainTest", "class PlainTest { @Test void plain() { } @Test void more() { } }");
        for (String each : List.of("Writes b", "Reads b", "Elsewhere c")) {
            String name = each.substring(0, each.indexOf(' '));
            fixture.compile("a." + name + "Test", "class " + name + "Test { @Test void test() throws Exception { new db.Driver().connect(\"jdbc:db:" + each.substring(name.length() + 1)
                    + "\", null); } }");
        }
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void contextsAreClosedWithTheLeaseSoThatTheJvmGoesOn() {
        String worker;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            worker = lease.workerName();
            assertThat(fixture.run(lease, Cancel.never(), "a.ServedTest").text()).isEqualTo("PASSED a.ServedTest#served()\n");
        }
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            assertThat(lease.workerName()).as(() -> fixture.pool.status().toString()).isEqualTo(worker);
            assertThat(fixture.run(lease, Cancel.never(), "a.TwoTest").text()).isEqualTo("PASSED a.TwoTest#two()\n");
        }
    }

    @Test
    void whoUsesAContextDependsOnAllThatUsedItBefore() {
        assertThat(uses("a.OneTest", "a.ThreeTest", "a.PlainTest", "a.TwoTest")).containsExactly(
                "OneTest: App OneTest",
                "PlainTest#more(): PlainTest",
                "PlainTest#plain(): PlainTest",
                "PlainTest: PlainTest",
                "ThreeTest: App ThreeTest",
                "TwoTest: App OneTest TwoTest");
    }

    @Test
    void whoUsesADatabaseDependsOnAllThatUsedItBefore() {
        assertThat(uses("a.WritesTest", "a.ElsewhereTest", "a.ReadsTest")).containsExactly(
                "ElsewhereTest: ElsewhereTest", "ReadsTest: ReadsTest WritesTest", "WritesTest: WritesTest");
    }

    /** Each test, or class where its tests are not told apart, with the classes whose methods it was seen to run. */
    private List<String> uses(String... classes) {
        Ears ears;
        try (Lease lease = fixture.lease(Freshness.WARM)) {
            ears = fixture.run(lease, Cancel.never(), classes);
        }
        return ears.observations.stream().map(it -> it.test().toString().replace("app/a.", "") + ": " + it.executed().keySet().stream()
                .map(each -> each.replace("a.", "")).collect(Collectors.toCollection(TreeSet::new)).stream().collect(Collectors.joining(" "))).sorted().toList();
    }
}
