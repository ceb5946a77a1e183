package dev.testls.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.worker.kept.Leftovers;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What leases leave in a library. Each scenario has a library of one file, and the code of leases, one after the other, whose answers
 * and leftovers are told.
 */
class KeptStateTest {
    @TempDir
    private Path root;

    @Test
    void aFieldThatTestsSetIsPutBackToWhatItWasBefore() {
        check("""
                public class Lib {
                    private static volatile Object wait = "ten seconds"; private static int port = 80; private static String none; static long[] longs = {1, 2};
                    public static void set() { wait = "one"; port = 8080; none = "some"; }
                    public static void setLong(int at, long value) { longs[at] = value; }
                    public static String get() { return wait + " " + port + " " + none + " " + longs[1]; }
                }""",
                List.of("Lib.set(); Lib.setLong(1, 7); return Lib.get();", "return Lib.get();", "Lib.set(); return Lib.get();", "return Lib.get();"), """
                one 8080 some 7
                put back lib.Lib#longs was 2, is 7
                put back lib.Lib#none was null, is "some"
                put back lib.Lib#port was 80, is 8080
                put back lib.Lib#wait was "ten seconds", is "one"
                ten seconds 80 null 2
                one 8080 some 2
                put back lib.Lib#none was null, is "some"
                put back lib.Lib#port was 80, is 8080
                put back lib.Lib#wait was "ten seconds", is "one"
                ten seconds 80 null 2
                """);
    }

    @Test
    void aHolderThatTestsSetIsPutBackAlsoWhereOtherwiseItIsMadeWhenItIsFirstWanted() {
        check("""
                public class Lib {
                    private static final AtomicReference<String> ZONE = new AtomicReference<>();
                    private static final AtomicBoolean STRICT = new AtomicBoolean(true);
                    public static String get() {
                        String zone = ZONE.get();
                        if (zone == null) {
                            zone = "UTC";
                            if (!ZONE.compareAndSet(null, zone)) zone = ZONE.get();
                        }
                        return zone + " " + STRICT;
                    }
                    public static void setDefault(String zone) { if (zone == null) throw new IllegalArgumentException(); ZONE.set(zone); }
                    public static void strict(boolean is) { STRICT.set(is); }
                }""",
                List.of("Lib.setDefault(\"Tokyo\"); Lib.strict(false); return Lib.get();", "return Lib.get();"), """
                Tokyo false
                put back lib.Lib#STRICT was true, is false
                put back lib.Lib#ZONE was null, is "Tokyo"
                UTC true
                put back lib.Lib#ZONE was null, is "UTC"
                """);
    }

    @Test
    void whatALibraryMakesWhenItIsFirstWantedStays() {
        check("""
                public class Lib {
                    private static Object lazy; private static Object local; private static final Map<String, Object> CACHE = new ConcurrentHashMap<>();
                    private static final Map<Class<?>, Object> OTHER = new HashMap<>(); private static final AtomicInteger NEXT = new AtomicInteger(); private static int count;
                    private static final AtomicBoolean ONCE = new AtomicBoolean(); private static final int[] TABLE = new int[2]; private static volatile boolean ready;
                    public static Object get() { if (lazy == null) lazy = new Object(); return lazy; }
                    public static Object local() { Object it = local; if (it == null) { it = new Object(); local = it; } return it; }
                    public static Object cached(String key) { return CACHE.computeIfAbsent(key, k -> new Object()); }
                    public static Object of(Class<?> key) { Object it = OTHER.get(key); if (it == null) { it = key.getName(); OTHER.put(key, it); } return it; }
                    public static int next() { count++; return NEXT.incrementAndGet(); }
                    public static void once() { if (ONCE.compareAndSet(false, true)) NEXT.get(); }
                    private static void make() { if (ready) return; TABLE[0] = 1; TABLE[1] = 2; ready = true; }
                    public static int table(int at) { make(); return TABLE[at]; }
                    static class Holder { static final Object ONE = new Object(); }
                    public static Object held() { return Holder.ONE; }
                }""",
                List.of("Lib.get(); Lib.local(); Lib.cached(\"a\"); Lib.of(App.class); Lib.next(); Lib.once(); Lib.table(1); Lib.held(); return \"\" + Lib.next();",
                        "Lib.cached(\"b\"); Lib.of(String.class); return \"\" + Lib.next();"), """
                2
                3
                """);
    }

    @Test
    void whatALibraryGivesItselfWhileItsClassesBeginIsNotTakenFromIt() {
        check("""
                public class Lib {
                    static int state; private static Object adapter; private static final List<Object> DRIVERS = new ArrayList<>(); private static final Set<Object> ALL = new HashSet<>();
                    public static void register(Object driver) { DRIVERS.add(driver); }
                    static class Driver { static { register(new Driver()); } static void load() {} Driver() { ALL.add(this); } }
                    static void adapt(Object it) { if (it == null) throw new IllegalArgumentException(); adapter = it; }
                    static void failed(Throwable why) { state = 4; }
                    private static void bind() { try { adapt(new Object()); Driver.load(); state = 3; } catch (RuntimeException e) { failed(e); } }
                    public static String get() { if (state == 0) { state = 1; bind(); } return state + " " + (adapter != null) + " " + DRIVERS.size() + " " + ALL.size(); }
                }""",
                List.of("return Lib.get();", "Lib.register(new Object()); return Lib.get();", "return Lib.get();"), """
                3 true 1 1
                suspect lib.Lib#DRIVERS has other content
                suspect lib.Lib#adapter was null, is a java.lang.Object
                suspect lib.Lib#state was 0, is 3
                3 true 2 1
                put back lib.Lib#DRIVERS has other content
                3 true 1 1
                """);
    }

    @Test
    void aRegistryHasAgainWhatItHad() {
        check("""
                public class Lib {
                    private static final Map<String, String> NAMES = new HashMap<>(); private static final List<Object> ALL = new CopyOnWriteArrayList<>();
                    static { NAMES.put("a", "1"); NAMES.put("b", "2"); ALL.add("first"); }
                    public static void register(String name, String value) { NAMES.put(name, value); }
                    public static void clear() { ALL.clear(); }
                    public static String get() { return new TreeMap<>(NAMES) + " " + ALL; }
                }""",
                List.of("Lib.register(\"a\", \"3\"); Lib.register(\"c\", \"4\"); Lib.clear(); return Lib.get();", "return Lib.get();"), """
                {a=3, b=2, c=4} []
                put back lib.Lib#ALL has other content
                put back lib.Lib#NAMES has other content
                {a=1, b=2} [first]
                """);
    }

    @Test
    void whatIsOfTheProjectIsTakenOut() {
        check("""
                public class Lib {
                    private static final List<Runnable> LISTENERS = new ArrayList<>(); private static final Map<String, Runnable> NAMED = new HashMap<>();
                    private static final Map<Class<?>, Object> CACHE = new HashMap<>(); private static Runnable hook; static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();
                    public static List<Runnable> listeners() { return LISTENERS; }
                    public static Runnable named(String name, Runnable other) { return NAMED.computeIfAbsent(name, n -> other); }
                    public static void cache(Class<?> type) { if (!CACHE.containsKey(type)) CACHE.put(type, type); }
                    public static Runnable hook(Runnable first) { if (hook == null) hook = first; return hook; }
                    public static String get() { return LISTENERS.size() + " " + NAMED.size() + " " + CACHE.size() + " " + hook; }
                }""",
                List.of("Runnable own = new App(); Lib.listeners().add(own); Lib.named(\"a\", own); Lib.cache(App.class); Lib.cache(String.class); Lib.hook(own); return \"\";", "return Lib.get();"), """

                put back lib.Lib#LISTENERS has other content
                put back lib.Lib#NAMED has other content
                put back lib.Lib#hook was null, is a app.App
                0 0 2 null
                """);
    }

    @Test
    void settingsOfASingletonArePutBack() {
        check("""
                public class Lib {
                    public static class Settings {
                        private boolean strict = true; private String name = "none"; private final Map<String, String> more = new HashMap<>(); private long uses;
                        public void setStrict(boolean is) { strict = is; }
                        public void setName(String it) { name = it; }
                        public void put(String key, String value) { more.put(key, value); }
                        public String toString() { return strict + " " + name + " " + more + " " + ++uses; }
                    }
                    private static final Settings INSTANCE = new Settings();
                    private static final Settings[] MORE = {new Settings()};
                    public static Settings instance() { return INSTANCE; }
                    public static Settings more() { return MORE[0]; }
                    public enum Mode { ONE; private int level; public void level(int it) { level = it; } public int level() { return level; } }
                }""",
                List.of("Lib.instance().setStrict(false); Lib.instance().setName(\"x\"); Lib.instance().put(\"k\", \"v\"); Lib.more().setName(\"x\"); Lib.Mode.ONE.level(3); return Lib.instance() + \" \" + Lib.more();",
                        "return Lib.instance() + \" \" + Lib.more() + \" \" + Lib.Mode.ONE.level();"), """
                false x {k=v} 1 true x {} 1
                put back lib.Lib$Mode#level was 0, is 3
                put back lib.Lib$Settings#more has other content
                put back lib.Lib$Settings#name was "none", is "x"
                put back lib.Lib$Settings#strict was true, is false
                suspect lib.Lib$Settings#more has other content while other classes began, which may have been made by it
                suspect lib.Lib$Settings#name was "none", is "x" while other classes began, which may have been made by it
                suspect lib.Lib$Settings#strict was true, is false while other classes began, which may have been made by it
                true none {} 2 true none {} 2 0
                """);
    }

    @Test
    void collectionsOfAllKindsHaveAgainWhatTheyHad() {
        check("""
                public class Lib {
                    private static final Properties SETTINGS = new Properties(); private static final Queue<String> QUEUE = new PriorityQueue<>(List.of("a"));
                    private static final Deque<String> DEQUE = new java.util.concurrent.LinkedBlockingDeque<>(List.of("a")); private static final Set<String> SET = Collections.newSetFromMap(new HashMap<>());
                    private static final Set<String> SORTED = new java.util.concurrent.ConcurrentSkipListSet<>(List.of("a")); private static final Stack<String> STACK = new Stack<>();
                    static { SETTINGS.setProperty("a", "1"); }
                    public static void set(String it) { SETTINGS.setProperty(it, "2"); SET.add(it); STACK.push(it); }
                    public static void clear() { QUEUE.clear(); DEQUE.pollFirst(); SORTED.clear(); }
                    public static String get() { return SETTINGS + " " + QUEUE + " " + DEQUE + " " + SET + " " + SORTED + " " + STACK; }
                }""",
                List.of("Lib.set(\"a\"); Lib.clear(); return Lib.get();", "return Lib.get();"), """
                {a=2} [] [] [a] [] [a]
                put back lib.Lib#DEQUE has other content
                put back lib.Lib#QUEUE has other content
                put back lib.Lib#SET has other content
                put back lib.Lib#SETTINGS has other content
                put back lib.Lib#SORTED has other content
                put back lib.Lib#STACK has other content
                {a=1} [a] [a] [] [a] []
                """);
    }

    /** The validator was made of names that were put back afterwards, and knew the added one in each later test. */
    @Test
    void whatBeganWhileAChoiceHeldIsSuspected() {
        check("""
                public class Lib {
                    private static String names = "com"; private final String own = names;
                    static class Holder { static final Lib ONE = new Lib(); }
                    public static void add(String it) { names = it; }
                    public static String get() { return Holder.ONE.own; }
                }""",
                List.of("Lib.add(\"zoo\"); return Lib.get();", "Lib.add(\"zoo\"); return Lib.get();"), """
                zoo
                put back lib.Lib#names was "com", is "zoo"
                suspect lib.Lib#names was "com", is "zoo" while other classes began, which may have been made by it
                zoo
                put back lib.Lib#names was "com", is "zoo"
                """);
    }

    @Test
    void whatCannotBePutBackEndsTheJvm() {
        check("""
                public class Lib {
                    private static final Set<Object> ALL = new HashSet<>(List.of(new Key()));
                    static class Key { public int hashCode() { return 1; } public boolean equals(Object it) { return it instanceof Key; } }
                    public static void clear() { ALL.clear(); }
                    public static String get() { return "" + ALL.size(); }
                }""",
                List.of("Lib.clear(); return Lib.get();"), """
                0
                lasting lib.Lib#ALL has other content
                """);
    }

    @Test
    void whatTheProjectChangesInAnObjectThatItsLeaseMadeEndsTheJvm() {
        String library = """
                public class Lib {
                    public static class Logger { String level; List<Object> appenders; public void setLevel(String it) { level = it; } public void add(Object it) { appenders = new ArrayList<>(List.of(it)); } public void log() {} }
                    public static class Context { final Map<String, Logger> loggers = new ConcurrentHashMap<>(); Logger logger(String name) { return loggers.computeIfAbsent(name, it -> new Logger()); } }
                    private static Context context; private static String implementation = "a";
                    public static Logger logger(String name) { if (context == null) context = new Context(); return context.logger(name); }
                    private static void set(String it) { if (it != null) implementation = it + ""; }
                    public static void useOther() { set("b"); }
                    public static String implementation() { return implementation; }
                }""";
        check(library, List.of("Lib.logger(\"a\").log(); return \"\";", "Lib.logger(\"a\").setLevel(\"x\"); return \"\";", "Lib.logger(\"a\").add(\"x\"); return \"\";",
                "Lib.logger(\"b\").setLevel(\"x\"); return \"\";", "Lib.useOther(); return Lib.implementation();", "return Lib.implementation();"), """


                put back lib.Lib$Logger#level was null, is "x"

                lasting lib.Lib$Logger#add() is called by the project, and what it changed is not known

                lasting lib.Lib$Logger#setLevel() is called by the project, and what it changed is not known
                b
                put back lib.Lib#implementation was "a", is "b"
                a
                """);
    }

    @Test
    void whatTheProjectChangesInASingletonThatOnlyBeganEndsTheJvm() {
        check("""
                public class Lib {
                    public static class ClassPool { protected Hashtable<String, Object> classes = new Hashtable<>(); private Map<String, String> names;
                        protected void keep(String name, Object it) { classes.put(name, it); } public void makeClass(String name) { keep(name, new ClassPool()); }
                        public void setNames(Map<String, String> it) { names = it; } }
                    private static final ClassPool POOL = new ClassPool();
                    public static ClassPool pool() { return POOL; }
                }""",
                List.of("Lib.pool().makeClass(\"x\"); Lib.pool().setNames(Map.of(\"a\", \"b\")); return \"\";"), """

                lasting lib.Lib$ClassPool#classes has other content
                lasting lib.Lib$ClassPool#makeClass() is called by the project, and what it changed is not known
                lasting lib.Lib$ClassPool#setNames() is called by the project, and what it changed is not known
                """);
    }

    @Test
    void whatNobodyCanExplainIsSuspected() {
        check("""
                public class Lib {
                    private static String mode = "a"; private static final Map<String, String> NAMES = new HashMap<>();
                    static { NAMES.put("a", "1"); }
                    private static void flip() { mode = "b"; NAMES.remove("a"); }
                    public static String get(String name) { String before = NAMES.get(name); flip(); return before; }
                }""",
                List.of("return Lib.get(\"a\");"), """
                1
                suspect lib.Lib#NAMES has other content
                suspect lib.Lib#mode was "a", is "b"
                """);
    }

    @Test
    void whoseFieldsOthersAssignAndAThreadOfTheLibrarysAreSeen() {
        check("""
                public class Lib {
                    public static String baseUri = "http://localhost"; static int level;
                    public static class Setter { public static void level(int it) { Lib.level = it; } }
                    public static void later(String uri) throws Exception { Thread thread = new Thread(() -> baseUri = uri); thread.start(); thread.join(); }
                    public static String get() { return baseUri + " " + level; }
                }""",
                List.of("Lib.baseUri = \"here\"; Lib.Setter.level(4); return Lib.get();", "Lib.later(\"there\"); return Lib.get();", "return Lib.get();"), """
                here 4
                put back lib.Lib#baseUri was "http://localhost", is "here"
                put back lib.Lib#level was 0, is 4
                there 0
                put back lib.Lib#baseUri was "http://localhost", is "there"
                http://localhost 0
                """);
    }

    @Test
    void anInitialiserThatReturnsEarlyOrThrowsAndAnInterfaceAreAsTheyAre() {
        check("""
                public interface Lib {
                    List<String> ALL = new ArrayList<>(List.of("a"));
                    class Early { static int at = 1; static { if (at == 1) { at = 2; } else { at = 3; } } static void set(int it) { at = it; } }
                    class Broken { static int at; static { if (at == 0) throw new IllegalStateException("broken"); } static void set() {} }
                    static String get() {
                        Early.set(9);
                        ALL.add("b");
                        try { Broken.set(); } catch (ExceptionInInitializerError e) { return Early.at + e.getCause().getMessage(); }
                        return "";
                    }
                }""",
                List.of("return Lib.get();", "return Lib.Early.at + \" \" + Lib.ALL;"), """
                9broken
                put back lib.Lib#ALL has other content
                put back lib.Lib$Early#at was 2, is 9
                suspect lib.Lib#ALL has other content while other classes began, which may have been made by it
                2 [a]
                """);
    }

    private void check(String library, List<String> leases, String expected) {
        Path jar = jar(library.replace(" class Early { static", " class Early { public static"));
        KeptLoader kept = new KeptLoader(List.of(jar.toFile()), ClassLoader.getPlatformClassLoader(), KeptStateTest.class.getClassLoader());
        StringBuilder told = new StringBuilder();
        for (String lease : leases) {
            told.append(run(kept, jar, lease)).append('\n');
            Leftovers left = kept.leftovers();
            left.putBack.forEach((field, how) -> told.append("put back ").append(line(field, how)));
            left.suspects.forEach((field, how) -> told.append("suspect ").append(line(field, how)));
            left.lasting.forEach((field, how) -> told.append("lasting ").append(line(field, how)));
        }
        assertThat(told.toString()).isEqualTo(expected);
    }

    private static String line(String field, String how) {
        assertThat(field).startsWith("lib-1.0.jar ");
        return field.substring("lib-1.0.jar ".length()) + " " + how + "\n";
    }

    private Object run(KeptLoader kept, Path jar, String body) {
        Path classes = compile("app.App", "import lib.*; public class App implements Runnable { public void run() {} public static String lease() throws Exception { " + body + " } }", jar);
        ProjectLoader project = new ProjectLoader(List.of(classes.toFile()), Set.of(), List.of(), kept, ClassLoader.getPlatformClassLoader(), KeptStateTest.class.getClassLoader(), null);
        try (project) {
            kept.over(project);
            return project.loadClass("app.App").getMethod("lease").invoke(null);
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path jar(String library) {
        Path classes = compile("lib.Lib", library, root);
        Path jar = root.resolve("lib-1.0.jar");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file); Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                out.write(Files.readAllBytes(each));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return jar;
    }

    private int compiled;

    private Path compile(String name, String body, Path classpath) {
        try {
            Path to = Files.createDirectories(root.resolve("classes" + compiled++));
            String simple = name.substring(name.indexOf('.') + 1);
            Path file = Files.createDirectories(root.resolve("sources")).resolve(simple + ".java");
            Files.writeString(file, "package " + name.substring(0, name.indexOf('.')) + ";\nimport java.util.*; import java.util.concurrent.*; import java.util.concurrent.atomic.*;\n" + body);
            List<String> arguments = new ArrayList<>(List.of("-d", to.toString(), "-cp", classpath + File.pathSeparator, "-proc:none", "-nowarn", file.toString()));
            if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0])) != 0) throw new IllegalStateException("does not compile: " + body);
            return to;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
