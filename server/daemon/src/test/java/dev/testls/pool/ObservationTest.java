package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.model.Outcome;
import dev.testls.model.TestResult;
import dev.testls.model.Observation;
import dev.testls.pool.PoolFixture.Ears;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a warm worker tells of tests of every kind. What a test is not said to use, it did not. */
class ObservationTest {
    private PoolFixture project;

    @BeforeEach
    void open(@TempDir Path root) {
        project = new PoolFixture(root);
    }

    @AfterEach
    void close() {
        project.close();
    }

    @Test
    void aTestUsesWhatItRan() {
        project.compile("a.Foo", "public class Foo { public int one() { return 1; } public int two() { return 2; } int never() { return 3; } }");
        check("FooTest", """
                class FooTest {
                    @Test void one() { assertEquals(1, new Foo().one()); }
                    @Test void fails() { new Foo().two(); fail(); }
                }""", """
                FooTest
                  FooTest <init>()V
                FooTest#fails()
                  Foo <init>()V two()I
                  FooTest fails()V
                FooTest#one()
                  Foo <init>()V one()I
                  FooTest one()V
                """);
    }

    @Test
    void allInvocationsOfAMethodAreOneTest() {
        project.compile("a.Foo", "public class Foo { public static void of(int i) { if (i == 1) one(); else two(); } static void one() {} static void two() {} }");
        check("FooTest", """
                class FooTest {
                    @ParameterizedTest @ValueSource(ints = {1, 2}) void many(int i) { Foo.of(i); }
                    @RepeatedTest(2) void again() {}
                    @TestFactory Stream<DynamicTest> factory() { return Stream.of(DynamicTest.dynamicTest("x", () -> Foo.of(2))); }
                }""", """
                FooTest
                  FooTest <init>()V
                FooTest#again()
                  FooTest <init>()V again()V
                FooTest#factory()
                  Foo of(I)V two()V
                  FooTest factory()Ljava/util/stream/Stream; lambda$factory$0()V
                FooTest#many(int)
                  Foo of(I)V one()V two()V
                  FooTest <init>()V many(I)V
                """);
    }

    @Test
    void allRunsOfAJUnit4ClassAreOne() {
        project.compile("a.Foo", "public class Foo { public static void of(int i) { if (i == 1) one(); else two(); } static void one() {} static void two() {} }");
        check("RunsTest", """
                @org.junit.runner.RunWith(org.junit.runners.Parameterized.class)
                public class RunsTest {
                    @org.junit.runners.Parameterized.Parameters(name = "{0}") public static Object[] numbers() { return new Object[] {1, 2}; }
                    @org.junit.runners.Parameterized.Parameter public int number;
                    @org.junit.Test public void many() { Foo.of(number); }
                    @org.junit.Test public void none() {}
                }""", """
                RunsTest
                  RunsTest numbers()[Ljava/lang/Object;
                RunsTest#many()
                  Foo of(I)V one()V two()V
                  RunsTest <init>()V many()V
                RunsTest#none()
                  RunsTest <init>()V none()V
                """);
    }

    @Test
    void whatRunsAroundTestsIsTheirClasss() {
        project.compile("a.Foo", "public class Foo { public static void all() {} public static void each() {} public static void deep() {} }");
        check("FooTest", """
                class FooTest {
                    @BeforeAll static void all() { Foo.all(); }
                    @BeforeEach void each() { Foo.each(); }
                    @Test void one() {}
                    @Nested class Inner { @Test void deep() { Foo.deep(); } }
                }""", """
                FooTest
                  Foo all()V
                  FooTest <init>()V all()V
                FooTest#one()
                  Foo each()V
                  FooTest each()V one()V
                FooTest$Inner
                  Foo all()V
                  FooTest <init>()V all()V
                  FooTest$Inner <init>(La/FooTest;)V
                FooTest$Inner#deep()
                  Foo deep()V each()V
                  FooTest each()V
                  FooTest$Inner deep()V
                """);
    }

    @Test
    void whoUsesAClassUsesItsInitialiserToo() {
        project.compile("a.Base", "public class Base { static int base() { return 1; } static final int BASE = base(); }");
        project.compile("a.Foo", "public class Foo extends Base { static int make() { return 2; } static final Integer MADE = make(); public static void run() {} }");
        check("FooTest", """
                class FooTest {
                    @Test void one() { Foo.run(); }
                    @Test void two() { Object made = Foo.MADE; }
                    @Test void three() {}
                }""", """
                FooTest
                  FooTest <init>()V
                FooTest#one()
                  Base <clinit>()V base()I
                  Foo <clinit>()V make()I run()V
                  FooTest one()V
                FooTest#three()
                  FooTest three()V
                FooTest#two()
                  Base <clinit>()V base()I
                  Foo <clinit>()V make()I
                  FooTest two()V
                """);
    }

    @Test
    void whoUsesACacheUsesWhatFilledIt() {
        project.compile("a.Foo", """
                public class Foo {
                    private static final Map<String, String> CACHE = new HashMap<>();
                    private static String lazy;
                    private static final Foo INSTANCE = new Foo();
                    private final Map<String, String> own = new HashMap<>();
                    public static String cached() { return CACHE.computeIfAbsent("k", k -> dear()); }
                    private static String dear() { return "x"; }
                    public static String lazy() { if (lazy == null) lazy = dearLazy(); return lazy; }
                    private static String dearLazy() { return "y"; }
                    public static Foo instance() { return INSTANCE; }
                    public String ofInstance() { return own.computeIfAbsent("k", k -> dearOwn()); }
                    private String dearOwn() { return "z"; }
                }""");
        check("FooTest", """
                @TestMethodOrder(MethodOrderer.MethodName.class)
                class FooTest {
                    @Test void a1() { Foo.cached(); }
                    @Test void a2() { Foo.cached(); }
                    @Test void b1() { Foo.lazy(); }
                    @Test void b2() { Foo.lazy(); }
                    @Test void c1() { Foo.instance().ofInstance(); }
                    @Test void c2() { Foo.instance().ofInstance(); }
                }""", """
                FooTest
                  FooTest <init>()V
                FooTest#a1()
                  Foo <clinit>()V <init>()V cached()Ljava/lang/String; dear()Ljava/lang/String; lambda$cached$0(Ljava/lang/String;)Ljava/lang/String;
                  FooTest <init>()V a1()V
                FooTest#a2()
                  Foo <clinit>()V <init>()V cached()Ljava/lang/String; dear()Ljava/lang/String; lambda$cached$0(Ljava/lang/String;)Ljava/lang/String;
                  FooTest <init>()V a1()V a2()V
                FooTest#b1()
                  Foo <clinit>()V <init>()V dearLazy()Ljava/lang/String; lazy()Ljava/lang/String;
                  FooTest <init>()V b1()V
                FooTest#b2()
                  Foo <clinit>()V <init>()V dearLazy()Ljava/lang/String; lazy()Ljava/lang/String;
                  FooTest <init>()V b1()V b2()V
                FooTest#c1()
                  Foo <clinit>()V <init>()V dearOwn()Ljava/lang/String; instance()La/Foo; lambda$ofInstance$1(Ljava/lang/String;)Ljava/lang/String; ofInstance()Ljava/lang/String;
                  FooTest <init>()V c1()V
                FooTest#c2()
                  Foo <clinit>()V <init>()V dearOwn()Ljava/lang/String; instance()La/Foo; lambda$ofInstance$1(Ljava/lang/String;)Ljava/lang/String; ofInstance()Ljava/lang/String;
                  FooTest <init>()V c1()V c2()V
                """);
    }

    @Test
    void whatAClassLeftIsNotSeenByTheNextOneWhereTheyAreKeptApart() {
        project.compile("a.Foo", """
                public class Foo {
                    private static final Map<String, String> CACHE = new HashMap<>();
                    public static String cached() { return CACHE.computeIfAbsent("k", k -> dear()); }
                    private static String dear() { return "x"; }
                }""");
        project.compile("a.OneTest", "class OneTest { @Test void one() { Foo.cached(); System.setProperty(\"left\", \"x\"); } }");
        project.compile("a.TwoTest", "class TwoTest { @Test void two() { Foo.cached(); assertNull(System.getProperty(\"left\")); } }");
        project.together = 1;
        try (Lease lease = project.lease(Freshness.WARM)) {
            Ears ears = project.run(lease, Cancel.never(), "a.OneTest", "a.TwoTest");
            assertThat(ears.results).extracting(TestResult::outcome).containsExactly(Outcome.PASSED, Outcome.PASSED);
            assertThat(text(ears)).isEqualTo("""
                    OneTest
                      OneTest <init>()V
                    OneTest#one()
                      Foo <clinit>()V cached()Ljava/lang/String; dear()Ljava/lang/String; lambda$cached$0(Ljava/lang/String;)Ljava/lang/String;
                      OneTest <init>()V one()V
                    TwoTest
                      TwoTest <init>()V
                    TwoTest#two()
                      Foo <clinit>()V cached()Ljava/lang/String; dear()Ljava/lang/String; lambda$cached$0(Ljava/lang/String;)Ljava/lang/String;
                      TwoTest <init>()V two()V
                    """);
        }
    }

    @Test
    void onlySoManyClassesSeeWhatOthersLeft() {
        project.compile("a.Foo", "public class Foo { static int before; }");
        for (String name : new String[] {"One", "Two", "Three"}) {
            project.compile("a." + name + "Test", "class " + name + "Test { @Test void test() { System.out.print(Foo.before++); } }");
        }
        project.together = 2;
        try (Lease lease = project.lease(Freshness.WARM)) {
            assertThat(project.run(lease, Cancel.never(), "a.OneTest", "a.TwoTest", "a.ThreeTest").output.toString()).isEqualTo("010");
        }
    }

    @Test
    void aTableThatNobodyChangesLeadsToNobody() {
        project.compile("a.Foo", """
                public class Foo {
                    private static final Map<String, Integer> TABLE = new HashMap<>();
                    static { TABLE.put("a", 1); }
                    static final String[] NONE = {};
                    static final Object STATELESS = new Foo();
                    public static int get(String key) { return TABLE.get(key) + NONE.length + STATELESS.hashCode() * 0; }
                }""");
        project.compile("a.Bar", "public class Bar { static void bar() {} }");
        check("FooTest", """
                class FooTest {
                    @Test void one() { Bar.bar(); Foo.get("a"); }
                    @Test void two() { Foo.get("a"); }
                }""", """
                FooTest
                  FooTest <init>()V
                FooTest#one()
                  Bar bar()V
                  Foo <clinit>()V <init>()V get(Ljava/lang/String;)I
                  FooTest one()V
                FooTest#two()
                  Foo <clinit>()V <init>()V get(Ljava/lang/String;)I
                  FooTest two()V
                """);
    }

    @Test
    void aThreadLocalLeadsToWhoLeftSomethingInIt() {
        project.compile("a.Foo", """
                public class Foo {
                    private static final ThreadLocal<List<String>> CLEAN = ThreadLocal.withInitial(() -> new ArrayList<>());
                    private static final ThreadLocal<String> LEFT = new ThreadLocal<>();
                    public static void clean() { CLEAN.get().add("x"); CLEAN.remove(); }
                    public static void leave() { LEFT.set("x"); }
                    public static void look() { CLEAN.get(); }
                    public static void lookAtLeft() { LEFT.get(); }
                }""");
        check("FooTest", """
                @TestMethodOrder(MethodOrderer.MethodName.class)
                class FooTest {
                    @Test void a() { Foo.clean(); }
                    @Test void b() { Foo.look(); }
                    @Test void c() { Foo.leave(); }
                    @Test void d() { Foo.lookAtLeft(); }
                }""", """
                FooTest
                  FooTest <init>()V
                FooTest#a()
                  Foo <clinit>()V clean()V lambda$static$0()Ljava/util/List;
                  FooTest a()V
                FooTest#b()
                  Foo <clinit>()V lambda$static$0()Ljava/util/List; look()V
                  FooTest b()V
                FooTest#c()
                  Foo <clinit>()V lambda$static$0()Ljava/util/List; leave()V
                  FooTest <init>()V c()V
                FooTest#d()
                  Foo <clinit>()V lambda$static$0()Ljava/util/List; leave()V lookAtLeft()V
                  FooTest <init>()V c()V d()V
                """);
    }

    @Test
    void codeThatTheCompilerMakesIsSeen() {
        project.compile("a.Kind", "public enum Kind { A { int n() { return 1; } }, B; int n() { return 0; } }");
        project.compile("a.Shape", "public interface Shape { default int size() { return half() * 2; } private int half() { return 1; } }");
        project.compile("a.Base", "public class Base { public int inherited() { return 1; } }");
        project.compile("a.Square", "public class Square extends Base implements Shape {}");
        check("KindTest", """
                class KindTest {
                    @Test void enumeration() { Kind.A.n(); }
                    @Test void interfaces() { new Square().size(); }
                    @Test void inherited() { new Square().inherited(); }
                    @Test void lambda() { Supplier<Integer> s = Kind.B::n; Runnable r = () -> s.get(); r.run(); }
                    interface Supplier<T> { T get(); }
                }""", """
                KindTest
                  KindTest <init>()V
                KindTest#enumeration()
                  Kind $values()[La/Kind; <clinit>()V <init>(Ljava/lang/String;I)V
                  Kind$1 <init>(Ljava/lang/String;I)V n()I
                  KindTest enumeration()V
                KindTest#inherited()
                  Base <init>()V inherited()I
                  KindTest inherited()V
                  Square <init>()V
                KindTest#interfaces()
                  Base <init>()V
                  KindTest interfaces()V
                  Shape half()I size()I
                  Square <init>()V
                KindTest#lambda()
                  Kind $values()[La/Kind; <clinit>()V <init>(Ljava/lang/String;I)V n()I
                  Kind$1 <init>(Ljava/lang/String;I)V
                  KindTest lambda$lambda$0(La/KindTest$Supplier;)V lambda()V
                """);
    }

    @Test
    void classesThatAreLookedAtAreTold() {
        project.compile("a.Foo", "public class Foo { int field; }");
        check("FooTest", """
                class FooTest {
                    @Test void byName() throws Exception { Class.forName("a.Foo"); }
                    @Test void byNameWithoutInitialising() throws Exception { Class.forName("a.Foo", false, getClass().getClassLoader()); }
                    @Test void byLoader() throws Exception { getClass().getClassLoader().loadClass("a.Foo"); }
                    @Test void literal() { Class<?> type = Foo[].class; }
                    @Test void members() throws Exception { Object foo = new Foo(); foo.getClass().getDeclaredField("field"); }
                    @Test void missing() { assertThrows(ClassNotFoundException.class, () -> Class.forName("a.Nobody")); }
                }""", """
                FooTest
                  FooTest <init>()V
                FooTest#byLoader()
                  FooTest byLoader()V
                  reflected a.Foo
                FooTest#byName()
                  FooTest byName()V
                  reflected a.Foo
                FooTest#byNameWithoutInitialising()
                  FooTest byNameWithoutInitialising()V
                  reflected a.Foo
                FooTest#literal()
                  FooTest literal()V
                  reflected a.Foo
                FooTest#members()
                  Foo <init>()V
                  FooTest members()V
                  reflected a.Foo
                FooTest#missing()
                  FooTest lambda$missing$0()V missing()V
                  CLASS a.Nobody
                """);
    }

    @Test
    void resourcesAndFilesAreToldFoundOrNot() throws IOException {
        Files.createDirectories(project.classes.resolve("a"));
        Files.writeString(project.classes.resolve("a/data.txt"), "x");
        Files.writeString(project.classes.resolve("a/words.properties"), "k=v");
        Files.writeString(project.root.resolve("file.txt"), "x");
        check("FooTest", """
                class FooTest {
                    @Test void found() { assertNotNull(getClass().getResource("data.txt")); }
                    @Test void missing() { assertNull(getClass().getResourceAsStream("/a/nothing.txt")); }
                    @Test void bundle() { ResourceBundle.getBundle("a.words"); }
                    @Test void bundleAgain() { ResourceBundle.getBundle("a.words", Locale.ROOT); }
                    @Test void bundleOnceMore() { ResourceBundle.getBundle("a.words", Locale.ROOT, getClass().getClassLoader()); }
                    @Test void file() throws Exception { new java.io.FileInputStream("file.txt").close(); }
                    @Test void fileBelow() { new java.io.File(new java.io.File("x"), "y.txt").exists(); }
                    @Test void path() throws Exception { java.nio.file.Files.readAllLines(java.nio.file.Paths.get("file.txt")); }
                    @Test void random() throws Exception { new java.io.RandomAccessFile("file.txt", "r").close(); }
                    @Test void elsewhere() { new java.io.File("/nowhere/x"); }
                }""", """
                FooTest
                  FooTest <init>()V
                FooTest#bundle()
                  FooTest bundle()V
                  BUNDLE a/words
                FooTest#bundleAgain()
                  FooTest bundleAgain()V
                  BUNDLE a/words
                FooTest#bundleOnceMore()
                  FooTest bundleOnceMore()V
                  BUNDLE a/words
                FooTest#elsewhere()
                  FooTest elsewhere()V
                  FILE /nowhere/x
                FooTest#file()
                  FooTest file()V
                  FILE file.txt
                FooTest#fileBelow()
                  FooTest fileBelow()V
                  FILE x
                  FILE x/y.txt
                FooTest#found()
                  FooTest found()V
                  RESOURCE a/data.txt
                FooTest#missing()
                  FooTest missing()V
                  RESOURCE a/nothing.txt
                FooTest#path()
                  FooTest path()V
                  FILE file.txt
                FooTest#random()
                  FooTest random()V
                  FILE file.txt
                  FILE file.txt/r
                """);
    }

    @Test
    void aPoolThatKeepsItsHouseRunsNothingOfTheProjects() throws IOException {
        project.library("com.zaxxer.hikari.pool.Pool", """
                import java.util.concurrent.*;
                public class Pool {
                    private static ScheduledThreadPoolExecutor pool;
                    public static void start(Runnable keeper) {
                        pool = new ScheduledThreadPoolExecutor(1, run -> new Thread(new Wrapped(run)));
                        pool.scheduleWithFixedDelay(keeper == null ? new Keeper() : keeper, 1, 1, TimeUnit.DAYS);
                    }
                    public static void stop() throws InterruptedException { pool.shutdownNow(); pool.awaitTermination(1, TimeUnit.MINUTES); }
                    static class Wrapped implements Runnable {
                        private final Runnable run;
                        Wrapped(Runnable run) { this.run = run; }
                        public void run() { run.run(); }
                    }
                    static class Keeper implements Runnable { public void run() { } }
                }""");
        project.compile("a.Foo", "public class Foo implements Runnable { public void run() { } public static void first() {} }");
        for (String keeper : new String[] {"null", "new Foo()"}) {
            Ears ears = run("FooTest", """
                    @TestMethodOrder(MethodOrderer.MethodName.class)
                    class FooTest {
                        @Test void a() throws Exception {
                            com.zaxxer.hikari.pool.Pool.start(KEEPER);
                            for (boolean waits = false; !waits; Thread.yield()) for (Thread each : Thread.getAllStackTraces().keySet()) {
                                boolean queue = false;
                                for (StackTraceElement frame : each.getStackTrace()) queue |= frame.getClassName().endsWith("DelayedWorkQueue");
                                waits |= queue && each.getState() == Thread.State.TIMED_WAITING;
                            }
                            Foo.first();
                        }
                        @Test void b() {}
                        @AfterAll static void end() throws Exception { com.zaxxer.hikari.pool.Pool.stop(); }
                    }""".replace("KEEPER", keeper));
            assertThat(text(ears).startsWith("FooTest\n  Foo ")).as(text(ears)).isEqualTo(!keeper.equals("null"));
        }
    }

    @Test
    void whatATestsThreadsRunIsTheTests() {
        project.compile("a.Foo", "public class Foo { public static void elsewhere() {} }");
        check("FooTest", """
                class FooTest {
                    @Test void thread() throws Exception { Thread t = new Thread(Foo::elsewhere); t.start(); t.join(); }
                    @Test void other() {}
                }""", """
                FooTest
                  FooTest <init>()V
                FooTest#other()
                  FooTest other()V
                FooTest#thread()
                  Foo elsewhere()V
                  FooTest thread()V
                """);
    }

    @Test
    void aThreadThatGoesOnCountsForAllThatComeAfter() {
        project.compile("a.Foo", """
                public class Foo {
                    static final java.util.concurrent.CountDownLatch END = new java.util.concurrent.CountDownLatch(1);
                    public static void stay() { try { END.await(); } catch (InterruptedException e) { } after(); }
                    static void after() {}
                }""");
        Ears ears = run("FooTest", """
                @TestMethodOrder(MethodOrderer.MethodName.class)
                class FooTest {
                    static Thread thread;
                    @Test void a() throws Exception {
                        thread = new Thread(Foo::stay);
                        thread.start();
                        while (thread.getState() != Thread.State.WAITING) Thread.yield();
                    }
                    @Test void b() {}
                    @AfterAll static void end() throws Exception { Foo.END.countDown(); thread.join(); }
                }""");
        assertThat(text(ears)).contains("FooTest\n  Foo <clinit>()V after()V stay()V\n  FooTest <init>()V a()V b()V end()V\n");
        assertThat(ears.ended).containsExactly("a.FooTest []");
    }

    @Test
    void classesThatLeaveAThreadAreTold() {
        project.compile("a.Stays", """
                public class Stays {
                    public static void stay() {
                        Thread thread = new Thread(() -> { while (true) java.util.concurrent.locks.LockSupport.park(); });
                        thread.start();
                        while (thread.getState() != Thread.State.WAITING) Thread.yield();
                    }
                }""");
        project.compile("a.OneTest", "class OneTest { @Test void test() { Stays.stay(); } }");
        project.compile("a.TwoTest", "class TwoTest { @Test void test() {} }");
        project.compile("a.ThreeTest", "class ThreeTest { @Test void test() { Stays.stay(); } }");
        try (Lease lease = project.lease(Freshness.WARM)) {
            assertThat(project.run(lease, Cancel.never(), "a.OneTest", "a.TwoTest", "a.ThreeTest").ended)
                    .containsExactly("a.OneTest [a.OneTest]", "a.TwoTest []", "a.ThreeTest [a.ThreeTest]");
        }
    }

    @Test
    void aThreadThatGoesOnLaterIsToldOfTheClassThatStartedIt() {
        project.compile("a.OneTest", """
                class OneTest {
                    @Test void test() {
                        java.util.Timer timer = new java.util.Timer("waits for work");
                        timer.purge();
                        System.getProperties().put("timer", timer);
                    }
                }""");
        project.compile("a.TwoTest", """
                class TwoTest {
                    @Test void test() throws Exception {
                        java.util.Timer timer = (java.util.Timer) System.getProperties().get("timer");
                        timer.schedule(new java.util.TimerTask() { public void run() {} }, 3_600_000);
                        Thread thread = Thread.getAllStackTraces().keySet().stream().filter(it -> it.getName().equals("waits for work")).findFirst().get();
                        while (thread.getState() != Thread.State.TIMED_WAITING) Thread.yield();
                    }
                }""");
        try (Lease lease = project.lease(Freshness.WARM)) {
            assertThat(project.run(lease, Cancel.never(), "a.OneTest", "a.TwoTest").ended).containsExactly("a.OneTest []", "a.TwoTest [a.OneTest]");
        }
    }

    @Test
    void testsThatRunAtOnceAreOne() {
        project.compile("a.Foo", "public class Foo { public static void one() {} public static void two() {} }");
        project.systemProperties.put("junit.jupiter.execution.parallel.enabled", "true");
        project.systemProperties.put("junit.jupiter.execution.parallel.config.strategy", "fixed");
        project.systemProperties.put("junit.jupiter.execution.parallel.config.fixed.parallelism", "2");
        check("FooTest", """
                @org.junit.jupiter.api.parallel.Execution(org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT)
                class FooTest {
                    static final java.util.concurrent.CyclicBarrier BOTH = new java.util.concurrent.CyclicBarrier(2);
                    @Test void one() throws Exception { Foo.one(); BOTH.await(); }
                    @Test void two() throws Exception { Foo.two(); BOTH.await(); }
                }""", """
                FooTest (not exact)
                  Foo one()V two()V
                  FooTest <clinit>()V <init>()V one()V two()V
                """);
    }

    @Test
    void testsThatShareAnInstanceAreOne() {
        project.compile("a.Foo", "public class Foo { public static void one() {} public static void two() {} }");
        check("FooTest", """
                @TestInstance(TestInstance.Lifecycle.PER_CLASS)
                class FooTest {
                    @Test void one() { Foo.one(); }
                    @Test void two() { Foo.two(); }
                }""", """
                FooTest (not exact)
                  Foo one()V two()V
                  FooTest <init>()V one()V two()V
                """);
    }

    @Test
    void exceptionsLeaveNothingOpen() {
        project.compile("a.Bad", "public class Bad { static { if (true) throw new IllegalStateException(); } static void run() {} }");
        project.compile("a.Foo", "public class Foo { public static void thrower() { throw new IllegalStateException(); } public static void other() {} }");
        check("FooTest", """
                @TestMethodOrder(MethodOrderer.MethodName.class)
                class FooTest {
                    @Test void a() { assertThrows(ExceptionInInitializerError.class, Bad::run); }
                    @Test void b() { assertThrows(IllegalStateException.class, Foo::thrower); }
                    @Test void c() { Foo.other(); }
                }""", """
                FooTest
                  FooTest <init>()V
                FooTest#a()
                  Bad <clinit>()V
                  FooTest a()V
                FooTest#b()
                  Foo thrower()V
                  FooTest b()V
                FooTest#c()
                  Foo other()V
                  FooTest c()V
                """);
    }

    @Test
    void theNextLeaseSeesAnew() throws IOException {
        project.compile("a.Foo", "public class Foo { public static void one() {} public static void two() {} }");
        project.compile("a.FooTest", "class FooTest { @Test void test() { Foo.one(); } }");
        String first = text(project.run(Freshness.WARM, "a.FooTest"));
        assertThat(text(project.run(Freshness.WARM, "a.FooTest"))).isEqualTo(first).contains("Foo one()V\n");
        project.compile("a.FooTest", "class FooTest { @Test void test() { Foo.two(); } }");
        Ears ears = project.run(Freshness.WARM, "a.FooTest");
        assertThat(text(ears)).contains("Foo two()V\n").doesNotContain("one()");
        ContentHash now = ContentHash.of(Files.readAllBytes(project.classes.resolve("a/FooTest.class")));
        assertThat(ears.observations).allSatisfy(it -> assertThat(it.code()).containsEntry("a.FooTest", now));
    }

    /** Its classes are linked for the next lease, which may want others. */
    @Test
    void whatRanBeforeIsNeitherInitialisedNorSeenByTheNextLease() {
        project.compile("a.Other", "public class Other { static { System.setProperty(\"foo\", \"made\"); } }");
        project.compile("a.Foo", "public class Foo { static { System.setProperty(\"foo\", \"made\"); } public Foo(Other it) {} public static void run() {} }");
        project.compile("a.FooTest", "class FooTest { @Test void test() { Foo.run(); } }");
        project.compile("a.BarTest", "class BarTest { @Test void test() { System.out.println(System.getProperty(\"foo\")); } }");
        String first = text(project.run(Freshness.WARM, "a.FooTest"));
        assertThat(text(project.run(Freshness.WARM, "a.FooTest"))).isEqualTo(first).contains("Foo <clinit>()V");
        Ears ears = project.run(Freshness.WARM, "a.BarTest");
        assertThat(ears.only().stdout()).isEqualTo("null\n");
        assertThat(text(ears)).doesNotContain("Foo", "Other");
    }

    @Test
    void variablesPropertiesAndFilesAroundTheWorkspace() throws IOException {
        Path given = Files.createTempFile("given", ".txt");
        try {
            check("EnvTest", """
                    class EnvTest {
                        static final String MADE = System.getenv("aMade");
                        @Test void one() { System.getenv("aOne"); }
                        @Test void made() { MADE.length(); }
                        @Test void properties() { System.getProperty("aOne"); System.getProperty("aTwo", "x"); Boolean.getBoolean("aThree"); Integer.getInteger("aFour", 4); Long.getLong("aFive", 5L); }
                        @Test void all() { System.getenv().size(); }
                        @Test void reference() { java.util.function.Function<String, String> get = System::getProperty; get.apply("aOne"); }
                        @Test void files() throws Exception {
                            java.nio.file.Files.exists(java.nio.file.Path.of("GIVEN"));
                            java.nio.file.Path own = java.nio.file.Files.createTempDirectory("own");
                            java.nio.file.Files.writeString(own.resolve("x"), "x");
                            new java.io.File("/proc/self/status").exists();
                            new java.io.File(System.getProperty("java.home"), "release").exists();
                            java.nio.file.Files.delete(own.resolve("x"));
                            java.nio.file.Files.delete(own);
                        }
                    }""".replace("GIVEN", given.toString()), """
                    EnvTest
                      EnvTest <clinit>()V <init>()V
                      VARIABLE aMade
                    EnvTest#all()
                      EnvTest <clinit>()V all()V
                      VARIABLE ALL
                      VARIABLE aMade
                    EnvTest#files()
                      EnvTest <clinit>()V files()V
                      FILE TEMPORARY/given.txt
                      FILE TEMPORARY/own
                      VARIABLE aMade
                    EnvTest#made()
                      EnvTest <clinit>()V made()V
                      VARIABLE aMade
                    EnvTest#one()
                      EnvTest <clinit>()V one()V
                      VARIABLE aMade
                      VARIABLE aOne
                    EnvTest#properties()
                      EnvTest <clinit>()V properties()V
                      VARIABLE aMade
                      PROPERTY aFive
                      PROPERTY aFour
                      PROPERTY aOne
                      PROPERTY aThree
                      PROPERTY aTwo
                    EnvTest#reference()
                      EnvTest <clinit>()V reference()V
                      VARIABLE aMade
                      PROPERTY ALL
                    """);
        } finally {
            Files.delete(given);
        }
    }

    @Test
    void aScanForComponentsReadsDeclarationsAndOthersReadAll() throws IOException {
        project.library("org.springframework.core.io.Resource", "public interface Resource { }");
        project.library("org.springframework.core.io.support.PathMatchingResourcePatternResolver", """
                public class PathMatchingResourcePatternResolver {
                    public Object getResources(String place) throws java.io.IOException { return Thread.currentThread().getContextClassLoader().getResources(place); }
                }""");
        project.library("org.springframework.core.type.classreading.SimpleMetadataReader", """
                public class SimpleMetadataReader {
                    public SimpleMetadataReader(String name) { Thread.currentThread().getContextClassLoader().getResourceAsStream(name); }
                    public org.springframework.core.io.Resource getResource() { return null; }
                }""");
        project.library("org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider", """
                import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
                public class ClassPathScanningCandidateComponentProvider {
                    public static void scan(String place) throws java.io.IOException { new PathMatchingResourcePatternResolver().getResources(place); }
                }""");
        project.library("org.other.Reader", """
                import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
                public class Reader {
                    public static void read(String place) throws java.io.IOException { new PathMatchingResourcePatternResolver().getResources(place); }
                }""");
        project.compile("a.Foo", "public class Foo { }");
        check("ScanTest", """
                class ScanTest {
                    @Test void scans() throws Exception { org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider.scan("a/"); }
                    @Test void reads() throws Exception { org.other.Reader.read("a/"); }
                    @Test void declared() { new org.springframework.core.type.classreading.SimpleMetadataReader("a/Foo.class"); }
                    @Test void bytes() { getClass().getClassLoader().getResourceAsStream("a/Foo.class"); }
                    @Test void place() { new org.springframework.core.type.classreading.SimpleMetadataReader("a/Foo.class").getResource(); }
                }""", """
                ScanTest
                  ScanTest <init>()V
                ScanTest#bytes()
                  ScanTest bytes()V
                  reflected a.Foo
                ScanTest#declared()
                  ScanTest declared()V
                  SCANNED a/Foo.class
                ScanTest#place()
                  ScanTest place()V
                  RESOURCE ALL
                  SCANNED a/Foo.class
                ScanTest#reads()
                  ScanTest reads()V
                  RESOURCE a/
                ScanTest#scans()
                  ScanTest scans()V
                  SCANNED a/
                """);
    }

    @Test
    void aFreshWorkerTellsNothing() {
        project.compile("a.FooTest", "class FooTest { @Test void test() {} }");
        assertThat(project.run(Freshness.FRESH, "a.FooTest").observations).isEmpty();
    }

    private void check(String name, String body, String expected) {
        assertThat(text(run(name, body))).isEqualTo(expected);
    }

    private Ears run(String name, String body) {
        project.compile("a." + name, body);
        try (Lease lease = project.lease(Freshness.WARM)) {
            return project.run(lease, Cancel.never(), "a." + name);
        }
    }

    private String text(Ears ears) {
        return ears.observations.stream().sorted(Comparator.comparing(it -> it.test().toString())).map(this::text)
                .collect(Collectors.joining());
    }

    private String text(Observation it) {
        StringBuilder text = new StringBuilder(it.test().toString().replace("app/a.", ""));
        text.append(it.exact() ? "\n" : " (not exact)\n");
        new TreeMap<>(it.executed()).forEach((name, methods) ->
                text.append("  ").append(name.replace("a.", "")).append(' ').append(String.join(" ", new TreeSet<>(methods))).append('\n'));
        it.reflected().stream().sorted().forEach(name -> text.append("  reflected ").append(name).append('\n'));
        // The launcher's own lookups count for the class, and are of no interest here.
        it.lookups().stream().filter(lookup -> lookup.name().startsWith("a") || lookup.name().isEmpty() || lookup.kind() == Observation.Lookup.Kind.FILE)
                .filter(lookup -> !lookup.name().contains("words") || lookup.kind() == Observation.Lookup.Kind.BUNDLE)
                .sorted()
                .forEach(lookup -> text.append("  ").append(lookup.kind()).append(' ')
                        .append(lookup.name().isEmpty() ? "ALL" : lookup.name().replace(project.root + "/", "").replaceFirst("^/.*/(own|given)[0-9]+", "TEMPORARY/$1")).append('\n'));
        return text.toString();
    }
}
