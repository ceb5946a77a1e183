package dev.testls.worker.kept;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.objectweb.asm.ClassReader;

/**
 * The static state of the classes of kept jars, as it was before a lease, and what a lease changed in it.
 *
 * <p>Classes are defined and initialised on any thread, which never waits here; {@link #afterLease} is one thread's, while no
 * test runs.
 */
public final class KeptState {
    /** Those of whoever runs the tests begin anew with each lease, by their own means. */
    private static final String[] RUNNERS = {"org.junit.", "junit.", "dev.testls.worker.", "org.apiguardian.", "org.opentest4j."};
    private static final int DEEPEST = 6;
    private static final int MOST = 30_000;
    private static final int MOST_OF_A_FIELD = 2_000;
    /** At its birth, when somebody waits, only what is near is looked at. */
    private static final int DEEPEST_AT_BIRTH = 3;
    private static final int MOST_AT_BIRTH = 60;
    /** So often all is looked at anew, from the static fields on: what nothing leads to any more is forgotten. */
    private static final int LEASES_BEFORE_FORGETTING = 16;

    private final Libraries libraries;
    private final Contents.Kinds kinds;
    private final Held held;
    /** Guarded by itself, but for its elements. */
    private final List<Watched> watched = new ArrayList<>();
    private final Map<String, Watched> byName = new ConcurrentHashMap<>();
    private final Set<String> defined = ConcurrentHashMap.newKeySet();
    private final Queue<Birth> births = new ConcurrentLinkedQueue<>();

    private IdentityHashMap<Object, Seen> seen = new IdentityHashMap<>();
    private final Writers writers = new Writers();
    private final Set<String> writersRead = new HashSet<>();
    /** The jars of which classes were initialised in the last lease, each with the last of them: its place among all that were. */
    private final Map<String, Integer> began = new HashMap<>();
    /** How many classes have begun so far. */
    private int begun;
    private int leases;

    public KeptState(Libraries libraries) {
        this.libraries = libraries;
        kinds = new Contents.Kinds(libraries.loader());
        held = new Held(libraries);
        Births.tell(this);
    }

    /** The code to define a class of a kept jar with. */
    public byte[] define(String name, byte[] code) {
        for (String runner : RUNNERS) {
            if (name.startsWith(runner)) return code;
        }
        try {
            defined.add(name);
            ClassReader reader = new ClassReader(code);
            StaticFields fields = StaticFields.of(reader);
            if (fields == null) return code;
            Watched it = new Watched(name, fields);
            int number;
            synchronized (watched) {
                number = watched.size();
                watched.add(it);
            }
            byName.put(name, it);
            return fields.initialises ? fields.probed(reader, number) : code;
        } catch (RuntimeException | LinkageError e) {
            // Too new for us, or too large with a probe.
            return code;
        }
    }

    /** A class was initialised. */
    void born(int number, Object[] values) {
        try {
            Watched it;
            synchronized (watched) {
                it = watched.get(number);
            }
            IdentityHashMap<Object, Seen> near = new IdentityHashMap<>();
            Look look = new Look(near, MOST_AT_BIRTH, DEEPEST_AT_BIRTH);
            for (int i = 0; i < values.length; i++) look.at(values[i], it.key(i), it.modifiers(i), 1);
            births.add(new Birth(it, held.all(values), near));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // It is not watched, then.
        }
    }

    /** Looks at all that was initialised, puts back what can be, and takes what is there then as the state before the next lease. */
    public Leftovers afterLease() {
        Leftovers left = new Leftovers();
        List<Watched> fresh = settle();
        began.clear();
        for (Watched each : fresh) {
            each.place = ++begun;
            began.put(libraries.jar(each.name), each.place);
        }
        Set<Object> before = Collections.newSetFromMap(new IdentityHashMap<>());
        before.addAll(seen.keySet());
        List<Change> changes = changes();
        List<Change> unexplained = new ArrayList<>();
        for (Change change : changes) judge(change, left, unexplained);
        if (++leases % LEASES_BEFORE_FORGETTING == 0) {
            forget();
        } else {
            for (Watched each : fresh) each.lookAgain();
            for (Change change : changes) change.place.lookAgain();
        }
        List<Seen> unknown = new ArrayList<>();
        for (Seen each : seen.values()) {
            if (each.isField() && !before.contains(each.it)) unknown.add(each);
        }
        if (!unknown.isEmpty() || !unexplained.isEmpty()) askTheProject(unexplained, unknown, left);
        return left;
    }

    /** Looks at all anew, and holds nothing more that no static field leads to. */
    public void forget() {
        seen = new IdentityHashMap<>();
        for (Watched each : initialised()) each.lookAgain();
    }

    /**
     * Where nobody knows how an object was before, as the lease has made it, or what a change of it means: does the project call what changes such
     * objects? Then it was the project's choice.
     */
    private void askTheProject(List<Change> unexplained, List<Seen> unknown, Leftovers left) {
        Calls calls = new Calls();
        for (byte[] code : libraries.projectCode()) {
            try {
                calls.read(code, defined);
            } catch (RuntimeException e) {
                // No class file that is known to us.
            }
        }
        if (calls.owners().isEmpty()) return;
        Set<Class<?>> types = new HashSet<>();
        for (Seen each : unknown) types.add(each.it.getClass());
        for (Change each : unexplained) {
            if (each.place instanceof Seen && each.place.isField()) types.add(((Seen) each.place).it.getClass());
            else tellCalls(calls, each.place.key(each.at), left, each);
        }
        for (String owner : calls.owners()) {
            Class<?> type = libraries.loaded(owner);
            if (type == null) continue;
            for (Class<?> each : types) {
                if (!type.isAssignableFrom(each)) continue;
                for (String method : calls.of(owner)) left.lasting.put(libraries.jar(each.getName()) + " " + each.getName() + "#" + method + "()", "is called by the project, and what it changed is not known");
            }
        }
    }

    private boolean callsAny(Calls calls, Class<?> type) {
        for (String owner : calls.owners()) {
            Class<?> called = libraries.loaded(owner);
            if (called != null && type != null && called.isAssignableFrom(type)) return true;
        }
        return false;
    }

    /** A static field, or what it holds, of a class whose methods the project calls. */
    private void tellCalls(Calls calls, String key, Leftovers left, Change change) {
        String className = key.substring(0, key.indexOf('#'));
        if (!callsAny(calls, libraries.loaded(className))) return;
        String told = libraries.jar(className) + " " + key;
        left.suspects.remove(told);
        boolean undone = false;
        try {
            undone = change.place.hasPlaces() && change.before != Held.OF_PROJECT && !Held.isEmpty(change.before) && change.place.putBack(change.at, change.before);
            if (undone) change.place.lookAgain();
        } catch (IllegalAccessException | RuntimeException | LinkageError e) {
            // It lasts, then.
        }
        (undone ? left.putBack : left.lasting).put(told, change.text());
    }

    /** Those that were initialised since the last lease. */
    private List<Watched> settle() {
        List<Watched> fresh = new ArrayList<>();
        for (Birth birth = births.poll(); birth != null; birth = births.poll()) {
            birth.of.last = birth.values;
            birth.near.forEach(seen::putIfAbsent);
            fresh.add(birth.of);
        }
        for (Watched each : all()) {
            if (each.last != null || each.fields.initialises || libraries.loaded(each.name) == null || !isInitialised(each.fields.superName)) continue;
            // Nobody tells when it is initialised; nothing is there then.
            each.last = each.fields.untouched();
            fresh.add(each);
        }
        return fresh;
    }

    /** Whether to look at the fields of its subclass initialises nothing that has not been. */
    private boolean isInitialised(String className) {
        if (className.startsWith("java.")) return true;
        Watched it = byName.get(className);
        return it != null && (it.last != null || !it.fields.initialises && isInitialised(it.fields.superName));
    }

    private List<Watched> all() {
        synchronized (watched) {
            return new ArrayList<>(watched);
        }
    }

    private List<Watched> initialised() {
        List<Watched> all = all();
        all.removeIf(each -> each.last == null);
        return all;
    }

    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        for (Watched each : initialised()) each.compare(changes);
        for (Seen each : seen.values()) each.compare(changes);
        return changes;
    }

    /** @param unexplained is told what was not put back, and may have been somebody's choice */
    private void judge(Change change, Leftovers left, List<Change> unexplained) {
        String key = change.place.key(change.at);
        String told = libraries.jar(key.substring(0, key.indexOf('#'))) + " " + key;
        Fate fate;
        try {
            fate = change.place.hasPlaces() ? judgeValue(change, key) : judgeCollection(change, key);
        } catch (IllegalAccessException | RuntimeException | LinkageError e) {
            fate = Fate.LASTING;
        }
        if (fate == Fate.SUSPECT || fate == Fate.OWN_DOING && mayBeCalled(change, key)) unexplained.add(change);
        if (fate == Fate.PUT_BACK) {
            left.putBack.put(told, change.text());
            if (othersBeganSince(key)) left.suspects.put(told, change.text() + " while other classes began, which may have been made by it");
        } else if (fate == Fate.SUSPECT) left.suspects.put(told, change.text());
        else if (fate == Fate.OWN_DOING) left.ownDoing.put(told, change.text());
        else if (fate == Fate.LASTING) left.lasting.put(told, change.text());
    }

    /** Whether it may have come about by a call that is meant to change the object. */
    private boolean mayBeCalled(Change change, String key) {
        if (!(change.place instanceof Seen)) return false;
        int ways = waysOf(change, key);
        return change.place.isField() ? (ways & Writers.COUNTED) == 0 : !change.place.hasPlaces() && (ways & (Writers.SET | Writers.REMOVED)) != 0;
    }

    private Fate judgeValue(Change change, String key) throws IllegalAccessException {
        int ways = waysOf(change, key);
        if (held.isProjects(change.now) || (change.place.isDeep() ? isSetting(change, ways) : isGiven(change, key, ways))) {
            boolean undone = change.before != Held.OF_PROJECT && change.place.putBack(change.at, change.before);
            return undone ? Fate.PUT_BACK : Fate.LASTING;
        }
        boolean own = (ways & Writers.COUNTED) != 0 || Held.isOfJvm(change.now) || Held.isCache(change.before, change.now);
        if (own || !change.place.isNear()) return Fate.OWN_DOING;
        boolean made = (ways & (Writers.SET | Writers.CHANGED | Writers.PASSED)) == 0 && (ways & Writers.MADE) != 0;
        return made && Held.isEmpty(change.before) ? Fate.OWN_DOING : Fate.SUSPECT;
    }

    /** Whether it can be taken for a choice, and what was there before for what everybody who comes later should find. */
    private boolean isGiven(Change change, String key, int ways) {
        if ((ways & Writers.COUNTED) != 0 && Held.grows(change.before, change.now) || Held.isOfJvm(change.now)) return false;
        if (!Held.isEmpty(change.before)) return (ways & (Writers.SET | Writers.CHANGED | Writers.PASSED)) != 0 && !Held.isCache(change.before, change.now);
        if ((ways & Writers.SET) == 0) return (ways & Writers.CHANGED) != 0 && (Held.isPlain(change.now) || (ways & Writers.MADE) != 0);
        // What a library gives itself while its classes begin, it gives once; nobody would give it again.
        return (ways & Writers.MADE) != 0 || Held.isPlain(change.now) || !beganWith(key);
    }

    /**
     * Whether it is a level, a flag, a name: something that was given and has nothing in it. Other things far from a static field belong together,
     * and one of them put back would break the others.
     */
    private boolean isSetting(Change change, int ways) {
        return (ways & Writers.SET) != 0 && isSimple(change.before) && isSimple(change.now);
    }

    private boolean isSimple(Object value) {
        return value == null || kinds.of(value) == null && value != Held.OF_PROJECT;
    }

    private Fate judgeCollection(Change change, String key) {
        Collected collected = new Collected(held, ((Seen) change.place).it, (Object[]) change.before, (Object[]) change.now);
        int ways = waysOf(change, key);
        boolean deep = change.place.isDeep();
        boolean taken = collected.lost && (ways & (Writers.SET | Writers.REMOVED)) != 0 && !deep;
        boolean given = collected.added && (ways & Writers.SET) != 0 && (collected.plain || !beganWith(key) && !deep);
        if (taken || given) return collected.restore(!given) ? Fate.PUT_BACK : deep ? Fate.OWN_DOING : Fate.LASTING;
        if (collected.foreign) {
            collected.removeForeign();
            return Fate.PUT_BACK;
        }
        boolean suspect = collected.lost || collected.added && (ways & Writers.SET) != 0;
        return suspect && change.place.isNear() ? Fate.SUSPECT : Fate.OWN_DOING;
    }

    /** Whether classes of the jar were initialised in this lease. */
    private boolean beganWith(String key) {
        return began.containsKey(libraries.jar(key.substring(0, key.indexOf('#'))));
    }

    /** Whether classes of the jar were initialised in this lease after the one whose field it is: what they begin with may come of what it was then. */
    private boolean othersBeganSince(String key) {
        String className = key.substring(0, key.indexOf('#'));
        Watched own = byName.get(className);
        return began.getOrDefault(libraries.jar(className), 0) > (own == null ? 0 : own.place);
    }

    private int waysOf(Change change, String key) {
        int hash = key.indexOf('#');
        String className = key.substring(0, hash);
        String field = key.substring(hash + 1);
        int modifiers = change.place.modifiers(change.at);
        // Whoever can reach it, can change it.
        boolean reached = Modifier.isPublic(modifiers) && change.place.isNear() && !(Modifier.isFinal(modifiers) && change.place.isField());
        if (reached) return Writers.SET | Writers.REMOVED;
        read(className);
        int ways = writers.ways(className, field);
        if (ways != 0) return ways;
        int nested = className.indexOf('$', className.lastIndexOf('.') + 2);
        String outermost = nested < 0 ? className : className.substring(0, nested);
        String inPackage = className.substring(0, className.lastIndexOf('.') + 1);
        for (String other : defined) {
            boolean family = other.equals(outermost) || other.startsWith(outermost + "$");
            boolean neighbour = !Modifier.isPrivate(modifiers) && other.startsWith(inPackage) && other.indexOf('.', inPackage.length()) < 0;
            if (family || neighbour) read(other);
        }
        return writers.ways(className, field);
    }

    private void read(String className) {
        if (!writersRead.add(className)) return;
        try {
            byte[] code = libraries.code(className);
            if (code != null) writers.read(code);
        } catch (RuntimeException | LinkageError e) {
            // Nothing is known of what it writes.
        }
    }

    /** What is to be thought of a change; a closed set. */
    private enum Fate { OWN_DOING, PUT_BACK, SUSPECT, LASTING }

    /** Where values are that can change. */
    private abstract static class Place {
        /** {@code class#field}: the field that leads there. */
        abstract String key(int at);

        abstract int modifiers(int at);

        /** Whether it is in that field, not in what the field holds. */
        abstract boolean isField();

        abstract boolean hasPlaces();

        /** Whether it is in a static field, or in what that holds; further in, most is the library's own bookkeeping. */
        abstract boolean isNear();

        /** Whether it is further in than the fields of an object that a static field holds. */
        abstract boolean isDeep();

        abstract boolean putBack(int at, Object before) throws IllegalAccessException;

        /** Adds what is not as it was remembered. */
        abstract void compare(List<Change> changes);

        /** Remembers it as it is now. */
        abstract void lookAgain();

        final void compare(Object[] before, Object[] now, Held held, List<Change> changes) {
            for (int i = 0; i < before.length; i++) {
                if (!held.same(before[i], now[i])) changes.add(new Change(this, i, before[i], now[i]));
            }
        }
    }

    private static final class Change {
        final Place place;
        final int at;
        final Object before;
        final Object now;

        Change(Place place, int at, Object before, Object now) {
            this.place = place;
            this.at = at;
            this.before = before;
            this.now = now;
        }

        String text() {
            if (!place.hasPlaces()) return "has other content";
            return "was " + Held.text(before) + ", is " + Held.text(now);
        }
    }

    /** The static fields of a class. */
    private final class Watched extends Place {
        final String name;
        final StaticFields fields;
        /** Null until it is initialised. */
        volatile Object[] last;
        /** When it was initialised, among all. */
        int place;
        private Field[] reflected;

        Watched(String name, StaticFields fields) {
            this.name = name;
            this.fields = fields;
        }

        @Override
        String key(int at) {
            return name + '#' + fields.names[at];
        }

        @Override
        int modifiers(int at) {
            return fields.modifiers[at];
        }

        @Override
        boolean isField() {
            return true;
        }

        @Override
        boolean hasPlaces() {
            return true;
        }

        @Override
        boolean isNear() {
            return true;
        }

        @Override
        boolean isDeep() {
            return false;
        }

        @Override
        boolean putBack(int at, Object before) throws IllegalAccessException {
            reflected[at].set(null, before);
            return true;
        }

        @Override
        void compare(List<Change> changes) {
            Object[] now = read();
            if (now != null) compare(last, now, held, changes);
        }

        @Override
        void lookAgain() {
            Object[] now = read();
            if (now == null) return;
            last = held.all(now);
            for (int i = 0; i < now.length; i++) new Look(seen, MOST_OF_A_FIELD, DEEPEST).at(now[i], key(i), modifiers(i), 1);
        }

        /** Null when it cannot be read. */
        private Object[] read() {
            try {
                if (reflected == null) reflected = reflect();
                Object[] now = new Object[reflected.length];
                for (int i = 0; i < now.length; i++) now[i] = reflected[i].get(null);
                return now;
            } catch (IllegalAccessException | NoSuchFieldException | RuntimeException | LinkageError e) {
                last = null;
                return null;
            }
        }

        private Field[] reflect() throws NoSuchFieldException {
            Class<?> type = libraries.loaded(name);
            Field[] all = new Field[fields.names.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = type.getDeclaredField(fields.names[i]);
                all[i].setAccessible(true);
            }
            return all;
        }
    }

    /** What is in an object that a static field leads to. */
    private final class Seen extends Place {
        final Object it;
        private final Contents contents;
        private final String field;
        private final int modifiers;
        private final int depth;
        /** Whether what it leads to was looked at, too. */
        private boolean whole;
        private Object[] last;

        Seen(Object it, Contents contents, String field, int modifiers, int depth, Object[] now) {
            this.it = it;
            this.contents = contents;
            this.field = field;
            this.modifiers = modifiers;
            this.depth = depth;
            last = held.all(now);
        }

        @Override
        String key(int at) {
            return isField() ? ((Contents.Fields) contents).key(at) : field;
        }

        @Override
        int modifiers(int at) {
            return isField() ? ((Contents.Fields) contents).fields[at].getModifiers() : modifiers;
        }

        @Override
        boolean isField() {
            return contents instanceof Contents.Fields;
        }

        @Override
        boolean hasPlaces() {
            return contents.hasPlaces();
        }

        @Override
        boolean isNear() {
            return depth == 1 && !isField();
        }

        @Override
        boolean isDeep() {
            return depth > 1;
        }

        @Override
        boolean putBack(int at, Object before) throws IllegalAccessException {
            return contents.putBack(it, at, before);
        }

        @Override
        void compare(List<Change> changes) {
            Object[] now = read();
            if (now == null) return;
            if (hasPlaces()) {
                compare(last, now, held, changes);
                return;
            }
            boolean same = last.length == now.length;
            for (int i = 0; same && i < now.length; i++) same = held.same(last[i], now[i]);
            if (!same) changes.add(new Change(this, 0, last, now));
        }

        @Override
        void lookAgain() {
            Object[] now = read();
            if (now == null) return;
            last = held.all(now);
            Look look = new Look(seen, MOST_OF_A_FIELD, DEEPEST);
            for (int i = 0; i < now.length; i++) look.at(now[i], key(i), modifiers(i), depth + 1);
        }

        /** Null when it cannot be read, or is being changed right now. */
        private Object[] read() {
            try {
                return contents.read(it);
            } catch (IllegalAccessException | RuntimeException e) {
                return null;
            }
        }
    }

    private static final class Birth {
        final Watched of;
        final Object[] values;
        final IdentityHashMap<Object, Seen> near;

        Birth(Watched of, Object[] values, IdentityHashMap<Object, Seen> near) {
            this.of = of;
            this.values = values;
            this.near = near;
        }
    }

    /** One look from a field on, at what was not seen yet. */
    private final class Look {
        private final IdentityHashMap<Object, Seen> into;
        private final int deepest;
        private int left;

        Look(IdentityHashMap<Object, Seen> into, int most, int deepest) {
            this.into = into;
            this.left = Math.min(most, MOST - into.size());
            this.deepest = deepest;
        }

        /** @param modifiers of the field that leads there */
        void at(Object value, String key, int modifiers, int depth) {
            if (value == null || depth > deepest || left <= 0 || Held.isPlain(value) || value instanceof Class) return;
            Seen known = into.get(value);
            if (known != null) {
                goOn(known, depth);
                return;
            }
            Contents contents = kinds.of(value);
            if (contents == null || held.isProjects(value)) return;
            Object[] now;
            try {
                now = contents.read(value);
            } catch (IllegalAccessException | RuntimeException e) {
                return;
            }
            if (now == null) return;
            left--;
            Seen it = new Seen(value, contents, key, modifiers, depth, now);
            into.put(value, it);
            into(it, now, depth);
        }

        /** Where an earlier look came to its end. */
        private void goOn(Seen it, int depth) {
            Object[] now = it.whole || depth >= deepest ? null : it.read();
            if (now != null) into(it, now, depth);
        }

        private void into(Seen it, Object[] now, int depth) {
            it.whole = depth < deepest;
            for (int i = 0; i < now.length; i++) at(now[i], it.key(i), it.modifiers(i), depth + 1);
            it.whole &= left > 0;
        }
    }
}
