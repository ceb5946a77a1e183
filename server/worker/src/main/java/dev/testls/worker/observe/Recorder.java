package dev.testls.worker.observe;

import dev.testls.worker.Sink;
import dev.testls.worker.wire.Node;
import dev.testls.worker.wire.ToDaemon;
import java.io.File;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gathers what the tests of one lease depend on, and tells it when their class ends.
 *
 * <p>What is seen while a test method runs, all its invocations together, is its own. What is seen around it is its
 * class's, and counts for all its tests. Before the first class: for every class of the batch.
 *
 * <p>Where tests cannot be told apart (they run at once, or share an instance, or their engine is none that we know) there
 * is one observation of the whole class, which is not exact. Threads that go on after their test make all that is seen
 * while they run count for every test that comes after.
 *
 * <p>The lock guards what is known of units; the threads of tests never take it. It is held while classes are looked at,
 * and so never taken while one is loaded or initialised.
 */
public final class Recorder implements Units {
    /** A longer name is of nothing that exists. */
    private static final int LONGEST_NAME = 4096;
    private static final int PATHS_REMEMBERED = 10_000;
    private static final List<Path> ELSEWHERE = Arrays.asList(Paths.get("/proc"), Paths.get("/sys"), Paths.get("/dev"),
            Paths.get(System.getProperty("java.home")).toAbsolutePath().normalize());
    private static final Path TEMPORARY = Paths.get(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();

    private final Registry registry;
    private final Path root;
    /** Whether the class path holds a library that keeps what tests made beyond the test, and does not tell who uses it. */
    private final boolean cumulative;
    private final Hits hits;
    private final Locals locals = new Locals();
    private final RunningThreads threads = new RunningThreads();
    private final Map<String, ClassFile> defined = new ConcurrentHashMap<>();
    private final Map<String, Integer> paths = new ConcurrentHashMap<>();
    private final Map<String, Boolean> owned = new ConcurrentHashMap<>();
    /** By class and field; what a class initialiser left is looked at before anybody else can. */
    private final Map<String, StaticState> states = new ConcurrentHashMap<>();
    /** The contexts that were used, each with its number among them. Guarded by itself. */
    private final Map<Object, Integer> contexts = new IdentityHashMap<>();
    /** By the number of what outlives a class: all that was seen of the classes that used it. */
    private final Map<Integer, BitSet> sharing = new HashMap<>();
    private final Set<Integer> failed = ConcurrentHashMap.newKeySet();
    /** Nothing is told any more. */
    private volatile boolean blind;
    private volatile Project project;
    private volatile Sink sink;

    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Unit> active = new LinkedHashMap<>();
    private final Deque<OpenClass> open = new ArrayDeque<>();
    private final BitSet everything = new BitSet();
    /** Counts for every test from now on. */
    private final BitSet everywhere = new BitSet();
    private final BitSet told = new BitSet();
    private BitSet inBatch = new BitSet();
    private boolean batchBegan;
    private boolean classBegan;
    private boolean leaking;
    /** What was seen between the last end and the beginning of a unit. */
    private int[] before = {};

    /** @param root the workspace's */
    public Recorder(Registry registry, String root, boolean cumulative) {
        this.registry = registry;
        this.hits = new Hits(registry);
        this.root = Paths.get(root).toAbsolutePath().normalize();
        this.cumulative = cumulative;
        registry.makeRoom();
    }

    /** From now on probes tell this recorder. */
    public void begin(Project loader) {
        project = loader;
        blind = loader.owns(Probes.class.getName());
        hits.clear();
        Probes.record(this);
    }

    /** From now on probes tell nobody. */
    public void end() {
        Probes.record(null);
    }

    public void tellTo(Sink daemon) {
        sink = daemon;
    }

    /** The code to define a class with. */
    public byte[] define(String name, byte[] code) {
        if (blind) return code;
        try {
            byte[] probed = Instrumenter.instrument(registry, name, code);
            defined.put(name, registry.file(name));
            return probed;
        } catch (RuntimeException | LinkageError e) {
            int number = registry.number(Thing.Kind.REFLECTED, "", name);
            if (number == Registry.NONE || e instanceof LinkageError) blind = true;
            else failed.add(number);
            return code;
        }
    }

    /** The loader is asked for a resource. */
    public void resource(String name) {
        if (blind || name == null) return;
        boolean ofClass = name.endsWith(".class");
        String className = ofClass ? name.substring(0, name.length() - ".class".length()).replace('/', '.') : "";
        if (ofClass && !owns(className)) return;
        if (Scans.mayBe(name) && Scans.isOne(new Throwable().getStackTrace())) see(Thing.Kind.SCANNED, name);
        else if (ofClass) see(Thing.Kind.REFLECTED, className);
        else see(Thing.Kind.RESOURCE, name);
    }

    /** The loader was asked for a class of a package of the project's, and nobody has it. */
    public void missing(String className) {
        if (!blind) see(Thing.Kind.CLASS, className);
    }

    /** Whether something in a static field is not as its class's initialiser left it, and should not be seen by the next class. */
    public synchronized boolean leftState() {
        if (blind || isCumulative() || hasContexts()) return false;
        if (leaking) return true;
        for (StaticState state : states.values()) {
            if (!state.madeBy.isEmpty()) return true;
        }
        return false;
    }

    /** They would be made anew, which takes longer than all that is won. */
    private boolean hasContexts() {
        synchronized (contexts) {
            return !contexts.isEmpty();
        }
    }

    private boolean isCumulative() {
        return cumulative || Probes.missesContexts();
    }

    /** The names of the classes whose code was seen to run, so far. */
    public synchronized Set<String> ran() {
        Set<String> names = new HashSet<>();
        everything.stream().mapToObj(registry::thing).filter(it -> it != null && it.kind == Thing.Kind.METHOD).forEach(it -> names.add(it.owner));
        return names;
    }

    void enter(int initialiser) {
        hits.enter(initialiser);
    }

    void exit(int initialiser) {
        hits.exit(initialiser);
        try {
            Thing thing = registry.thing(initialiser);
            if (thing != null && defined.get(thing.owner) == thing.file) lookAtStatics(thing.file);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // They count as changed, then.
        }
    }

    private void lookAtStatics(ClassFile file) {
        if (file.statics.isEmpty()) return;
        Class<?> type = project.loaded(file.name);
        if (type == null) return;
        for (Field field : type.getDeclaredFields()) {
            if (file.statics.contains(field.getName())) states.putIfAbsent(key(file.name, field.getName()), StaticState.of(field, locals));
        }
    }

    void reflected(Object type) {
        if (blind || !(type instanceof Class)) return;
        Class<?> element = (Class<?>) type;
        while (element.isArray()) element = element.getComponentType();
        if (element.getClassLoader() != null && project.isLoader(element.getClassLoader())) {
            see(Thing.Kind.REFLECTED, element.getName());
        }
    }

    void named(Object name) {
        if (blind || !(name instanceof String)) return;
        String className = (String) name;
        if (className.startsWith("[")) className = className.replaceFirst("^\\[+L(.*);$", "$1");
        if (owns(className)) see(Thing.Kind.REFLECTED, className);
    }

    void local(Object threadLocal, Object value) {
        locals.put(threadLocal, value);
    }

    void bundle(Object name) {
        if (!blind && name instanceof String) see(Thing.Kind.BUNDLE, ((String) name).replace('.', '/'));
    }

    void variable(Object name) {
        if (!blind && name instanceof String && !((String) name).isEmpty()) see(Thing.Kind.VARIABLE, (String) name);
    }

    void property(Object name) {
        if (!blind && name instanceof String && !((String) name).isEmpty()) see(Thing.Kind.PROPERTY, (String) name);
    }

    void files(Object one, Object other) {
        file(one);
        if (other instanceof String) {
            if (one instanceof String) file(one + File.separator + other);
            else if (one instanceof File && one.getClass() == File.class) file(((File) one).getPath() + File.separator + other);
            else if (one == null) file(other);
        } else {
            file(other);
        }
    }

    void shared(Object it) {
        if (blind || it == null) return;
        if (it instanceof String) {
            see(Thing.Kind.SHARED, (String) it);
            return;
        }
        int number;
        synchronized (contexts) {
            Integer known = contexts.get(it);
            number = known != null ? known : contexts.size() + 1;
            contexts.put(it, number);
        }
        see(Thing.Kind.SHARED, "context " + number);
    }

    void file(Object path) {
        if (blind || path == null) return;
        try {
            String text = text(path);
            if (text == null || text.length() > LONGEST_NAME) return;
            Integer known = paths.get(text);
            int number = known != null ? known : numberOfFile(text);
            if (number != Registry.NONE) Probes.hit(number);
        } catch (RuntimeException e) {
            // It is no path, and whoever uses it will hear so.
        }
    }

    private static String text(Object path) {
        if (path instanceof String) return (String) path;
        if (path.getClass() == File.class) return ((File) path).getPath();
        if (path instanceof Path) {
            return ((Path) path).getFileSystem() == FileSystems.getDefault() ? path.toString() : null;
        }
        return path instanceof URI && "file".equals(((URI) path).getScheme()) ? new File((URI) path).getPath() : null;
    }

    private int numberOfFile(String text) {
        Path absolute = Paths.get(text).toAbsolutePath().normalize();
        int number = counts(absolute) ? registry.number(Thing.Kind.FILE, "", absolute.toString()) : Registry.NONE;
        if (paths.size() < PATHS_REMEMBERED) paths.put(text, number);
        return number;
    }

    /**
     * Not what leads to the workspace, nor what the JVM stands on, which is known otherwise, nor what the system makes up when it is
     * asked, nor a temporary file that is not there yet: it is the test's own to make.
     */
    private boolean counts(Path absolute) {
        if (root.startsWith(absolute)) return false;
        if (absolute.startsWith(root)) return true;
        for (Path each : ELSEWHERE) {
            if (absolute.startsWith(each)) return false;
        }
        return !absolute.startsWith(TEMPORARY) || !absolute.equals(TEMPORARY) && absolute.toFile().exists();
    }

    private boolean owns(String className) {
        Boolean known = owned.get(className);
        if (known != null) return known;
        boolean owns = !className.isEmpty() && className.length() <= LONGEST_NAME && project.owns(className);
        if (owned.size() < PATHS_REMEMBERED) owned.put(className, owns);
        return owns;
    }

    private void see(Thing.Kind kind, String name) {
        if (name.length() > LONGEST_NAME) return;
        int number = registry.number(kind, "", name);
        if (number == Registry.NONE) blind = true;
        else Probes.hit(number);
    }

    @Override
    public void batchBegins() {
        guarded(() -> {
            places.clear();
            active.clear();
            open.clear();
            told.clear();
            inBatch = new BitSet();
            classBegan = false;
            int[] seen = take(everywhere);
            if (!batchBegan) set(everywhere, seen);
            else set(inBatch, seen);
            batchBegan = true;
        });
    }

    @Override
    public void started(Node node) {
        guarded(() -> start(node));
    }

    @Override
    public void finished(Node node) {
        guarded(() -> finish(node));
    }

    /** What goes wrong here is ours, and no test's. */
    private synchronized void guarded(Runnable action) {
        if (blind) return;
        try {
            action.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            blind = true;
        }
    }

    private void start(Node node) {
        Place above = places.getOrDefault(node.parentUniqueId, Place.NOWHERE);
        if (above.unit != null) {
            places.put(node.uniqueId, above);
            return;
        }
        boolean ofTest = node.kind == Node.Kind.TEST || node.kind == Node.Kind.CONTAINER && !node.sourceMethod.isEmpty();
        if (node.kind == Node.Kind.CLASS) startClass(node, above.ofClass);
        else if (ofTest && above.ofClass != null) startUnit(node, above.ofClass);
        else places.put(node.uniqueId, above);
    }

    private void startClass(Node node, OpenClass around) {
        int[] seen = take(context());
        OpenClass began = new OpenClass(node, around);
        if (!active.isEmpty() || around == null && !open.isEmpty()) {
            for (OpenClass each : open) each.top.shared = true;
            began.top.shared = true;
        }
        if (!open.isEmpty()) set(open.peek().own, seen);
        else if (classBegan) set(began.own, seen);
        else set(inBatch, seen);
        set(began.top.all, seen);
        classBegan = true;
        open.push(began);
        places.put(node.uniqueId, new Place(began, null));
    }

    private void startUnit(Node node, OpenClass ofClass) {
        before = take(context());
        if (!open.isEmpty()) set(open.peek().own, before);
        set(ofClass.own, before);
        if (!active.isEmpty()) {
            ofClass.top.shared = true;
            for (Unit each : active.values()) each.ofClass.top.shared = true;
        }
        boolean known = node.engine.equals("junit-jupiter") || node.engine.equals("junit-vintage");
        if (!known) ofClass.top.shared = true;
        String name = node.className + "#" + node.method;
        Unit unit = ofClass.top.units.get(name);
        if (unit == null) {
            unit = new Unit(node.className, node.method, ofClass);
            ofClass.top.units.put(name, unit);
        }
        active.put(node.uniqueId, unit);
        places.put(node.uniqueId, new Place(ofClass, unit));
    }

    private void finish(Node node) {
        Place place = places.remove(node.uniqueId);
        if (place == null) return;
        if (active.containsKey(node.uniqueId)) {
            finishUnit(node, place.unit);
        } else if (node.kind == Node.Kind.CLASS && place.unit == null && place.ofClass.number == node.number) {
            finishClass(place.ofClass);
        }
    }

    private void finishUnit(Node node, Unit unit) {
        int[] seen = take(context());
        for (Unit each : active.values()) set(each.seen, seen);
        if (!isConstructed(unit, seen)) unit.ofClass.top.shared = true;
        active.remove(node.uniqueId);
        boolean leaked = threads.goOn(defined.keySet());
        if (leaked) {
            set(everywhere, seen);
            everywhere.or(context());
        }
        leaking = leaked;
    }

    /** Whether each test has an instance of its own: what another one left in it would count. */
    private boolean isConstructed(Unit unit, int[] seen) {
        for (OpenClass each = unit.ofClass; each != null; each = each.around) {
            ClassFile file = defined.get(each.binaryName);
            if (file == null || !isConstructed(file, seen) && !isConstructed(file, before)) return false;
            if (!each.engine.equals("junit-jupiter")) return true;
        }
        return true;
    }

    private static boolean isConstructed(ClassFile file, int[] seen) {
        if (file.numbers.length == 0) return false;
        int first = file.numbers[0];
        for (int number : seen) {
            int method = number - first;
            if (method >= 0 && method < file.numbers.length && file.methods.get(method).startsWith("<init>")) return true;
        }
        return false;
    }

    private void finishClass(OpenClass ended) {
        int[] seen = take(context());
        set(ended.own, seen);
        open.remove(ended);
        if (ended.around != null) return;
        share(ended);
        tell(ended);
        sink.sendSoon(new ToDaemon.Ended(ended.className, new ArrayList<>(threads.leavers(ended.className, defined.keySet()))));
    }

    /** What it shares with other classes is as all of them have left it; its own tests cannot be told apart by it. */
    private void share(OpenClass top) {
        for (int number = top.all.nextSetBit(0); number >= 0; number = top.all.nextSetBit(number + 1)) {
            Thing thing = registry.thing(number);
            if (thing == null || thing.kind != Thing.Kind.SHARED) continue;
            sharing.computeIfAbsent(number, key -> new BitSet()).or(top.all);
            top.shared = true;
        }
    }

    /** What the classes that are open were seen to do outside of their tests. */
    private BitSet context() {
        BitSet context = new BitSet();
        for (OpenClass each : open) context.or(each.own);
        return context;
    }

    /** What was seen since the last time; fields that changed since were changed by it, or by what made its context. */
    private int[] take(BitSet context) {
        int[] seen = hits.harvest();
        for (OpenClass each : open) set(each.top.all, seen);
        set(everything, seen);
        if (leaking) set(everywhere, seen);
        for (int number : seen) {
            Thing thing = registry.thing(number);
            if (thing == null || thing.kind != Thing.Kind.FIELD) continue;
            StaticState state = state(thing);
            if (!state.changes()) continue;
            set(state.madeBy, seen);
            state.madeBy.or(context);
        }
        return seen;
    }

    private StaticState state(Thing field) {
        String key = key(field.owner, field.name);
        StaticState known = states.get(key);
        if (known != null) return known;
        StaticState found = find(field);
        states.put(key, found);
        return found;
    }

    private StaticState find(Thing thing) {
        try {
            Class<?> owner = project.loaded(thing.owner);
            if (owner == null) return owns(thing.owner) ? StaticState.unknown() : StaticState.constant();
            Field field = declared(owner, thing.name);
            if (field == null) return StaticState.unknown();
            Class<?> home = field.getDeclaringClass();
            if (!project.isLoader(home.getClassLoader())) return StaticState.constant();
            StaticState ofHome = states.get(key(home.getName(), thing.name));
            if (ofHome != null) return ofHome;
            StaticState found = find(field, defined.get(home.getName()));
            states.put(key(home.getName(), thing.name), found);
            return found;
        } catch (RuntimeException | LinkageError e) {
            return StaticState.unknown();
        }
    }

    private StaticState find(Field field, ClassFile home) {
        if (home == null) return StaticState.unknown();
        if (!home.statics.contains(field.getName())) return StaticState.constant();
        // What its initialiser left was not looked at: it threw, or has not ended.
        return home.initialises ? StaticState.unknown() : StaticState.untouched(field, locals);
    }

    private static Field declared(Class<?> owner, String name) {
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) return field;
            }
            for (Class<?> each : type.getInterfaces()) {
                Field field = declared(each, name);
                if (field != null) return field;
            }
        }
        return null;
    }

    private static String key(String owner, String field) {
        return owner + ' ' + field;
    }

    private static void set(BitSet all, int[] numbers) {
        for (int number : numbers) all.set(number);
    }

    private void tell(OpenClass top) {
        for (int number : failed) everywhere.set(number);
        boolean exact = !isCumulative() && !top.shared;
        Map<Integer, BitSet> initialisers = new HashMap<>();
        for (OpenClass each : top.classes) {
            BitSet seen = new BitSet();
            seen.or(everywhere);
            seen.or(inBatch);
            if (exact) {
                for (OpenClass around = each; around != null; around = around.around) seen.or(around.own);
            } else {
                seen.or(isCumulative() ? everything : top.all);
            }
            tell(each.className, "", closed(seen, initialisers), exact);
        }
        if (!exact) return;
        for (Unit each : top.units.values()) {
            tell(each.className, each.method, closed(each.seen, initialisers), true);
        }
    }

    /** With all that made the static state which it used, and the rest of what it shared. */
    private BitSet closed(BitSet seen, Map<Integer, BitSet> initialisers) {
        BitSet all = new BitSet();
        Set<ClassFile> classes = Collections.newSetFromMap(new IdentityHashMap<ClassFile, Boolean>());
        Deque<BitSet> next = new ArrayDeque<>();
        next.add(seen);
        while (!next.isEmpty()) {
            BitSet more = (BitSet) next.poll().clone();
            more.andNot(all);
            all.or(more);
            for (int number = more.nextSetBit(0); number >= 0; number = more.nextSetBit(number + 1)) {
                Thing thing = registry.thing(number);
                if (thing == null) continue;
                if (thing.kind == Thing.Kind.METHOD) {
                    addInitialisers(thing.file, classes, next, initialisers);
                } else if (thing.kind == Thing.Kind.FIELD) {
                    ClassFile owner = defined.get(thing.owner);
                    if (owner != null) addInitialisers(owner, classes, next, initialisers);
                    StaticState state = state(thing);
                    next.add(state.madeBy);
                    if (state.holdsLocal() && owner != null) next.add(lambdas(owner));
                } else if (thing.kind == Thing.Kind.SHARED && sharing.containsKey(number)) {
                    next.add(sharing.get(number));
                }
            }
        }
        return all;
    }

    /** Among them: what makes the first value of a thread-local. */
    private static BitSet lambdas(ClassFile file) {
        BitSet lambdas = new BitSet();
        for (int i = 0; i < file.numbers.length; i++) {
            if (file.methods.get(i).startsWith("lambda$")) lambdas.set(file.numbers[i]);
        }
        return lambdas;
    }

    private void addInitialisers(ClassFile file, Set<ClassFile> classes, Deque<BitSet> next, Map<Integer, BitSet> known) {
        if (!classes.add(file)) return;
        if (file.initialises) {
            int number = file.numbers[file.methods.indexOf("<clinit>()V")];
            BitSet ran = known.get(number);
            if (ran == null) {
                ran = hits.initialiser(number);
                if (ran == null) ran = new BitSet();
                known.put(number, ran);
            }
            next.add(ran);
        }
        for (String each : file.supers) {
            ClassFile above = defined.get(each);
            if (above != null) addInitialisers(above, classes, next, known);
        }
    }

    private void tell(String className, String method, BitSet seen, boolean exact) {
        int[] numbers = new int[seen.cardinality()];
        int count = 0;
        for (int number = seen.nextSetBit(0); number >= 0; number = seen.nextSetBit(number + 1)) {
            Thing thing = registry.thing(number);
            if (thing == null || thing.kind == Thing.Kind.FIELD || thing.kind == Thing.Kind.SHARED) continue;
            if (thing.kind == Thing.Kind.REFLECTED && !owns(thing.name)) continue;
            if (!told.get(number)) introduce(thing, number);
            numbers[count++] = number;
        }
        sink.sendSoon(new ToDaemon.Observed(className, method, exact, Arrays.copyOf(numbers, count)));
    }

    private void introduce(Thing thing, int number) {
        ClassFile file = thing.file;
        if (file == null) {
            told.set(number);
            ToDaemon.Named.Kind kind = ToDaemon.Named.Kind.valueOf(thing.kind.name());
            sink.sendSoon(new ToDaemon.Named(number, kind, thing.name));
        } else {
            told.set(file.numbers[0], file.numbers[0] + file.numbers.length);
            sink.sendSoon(new ToDaemon.Probed(file.numbers[0], file.name, file.hash, file.methods));
        }
    }

    /** Where in the tree of tests a node stands. */
    private static final class Place {
        static final Place NOWHERE = new Place(null, null);

        final OpenClass ofClass;
        final Unit unit;

        Place(OpenClass ofClass, Unit unit) {
            this.ofClass = ofClass;
            this.unit = unit;
        }
    }

    /** A class whose tests run. */
    private static final class OpenClass {
        final int number;
        final String className;
        final String binaryName;
        final String engine;
        /** Null for one at the top. */
        final OpenClass around;
        final OpenClass top;
        final BitSet own = new BitSet();
        /** Of one at the top: itself and those below, their units, and all that was seen while it was open. */
        final List<OpenClass> classes = new java.util.ArrayList<>();
        final Map<String, Unit> units = new LinkedHashMap<>();
        final BitSet all = new BitSet();
        boolean shared;

        OpenClass(Node node, OpenClass around) {
            number = node.number;
            className = node.className;
            binaryName = node.sourceClass;
            engine = node.engine;
            this.around = around;
            top = around == null ? this : around.top;
            top.classes.add(this);
        }
    }

    /** A test method. */
    private static final class Unit {
        final String className;
        final String method;
        final OpenClass ofClass;
        final BitSet seen = new BitSet();

        Unit(String className, String method, OpenClass ofClass) {
            this.className = className;
            this.method = method;
            this.ofClass = ofClass;
        }
    }
}
