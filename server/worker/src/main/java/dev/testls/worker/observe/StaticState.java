package dev.testls.worker.observe;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A static field of the project, and what ran while its value was made or changed.
 *
 * <p>Whether a value has changed is seen by looking at it, object by object, after each unit that used the field. A
 * value that cannot be looked at counts as changed. No code of the project runs for it, and nothing is held.
 */
final class StaticState {
    /** So many objects of a value are looked at; a larger one counts as changed whenever it was used. */
    private static final int LARGEST = 400;
    private static final int LONGEST_ARRAY = 4096;

    /** What made it what it is, beyond its class's initialiser. Guarded by the recorder. */
    final BitSet madeBy = new BitSet();
    /** Null when the field cannot be read. */
    private final Field field;
    private final Locals locals;
    private boolean frozen;
    private boolean opaque;
    private long last;
    private boolean holdsLocal;

    private StaticState(Field field, Locals locals) {
        this.field = field;
        this.locals = locals;
    }

    /** As it is now: what happens from now on changes it. */
    static StaticState of(Field field, Locals locals) {
        StaticState state = new StaticState(field, locals);
        try {
            field.setAccessible(true);
            state.changes();
        } catch (RuntimeException | LinkageError e) {
            state.opaque = true;
        }
        return state;
    }

    /** As it was before anyone gave it a value. */
    static StaticState untouched(Field field, Locals locals) {
        StaticState state = new StaticState(field, locals);
        try {
            field.setAccessible(true);
            Class<?> type = field.getType();
            Look look = new Look(locals);
            look.at(type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null);
            state.last = look.seen;
        } catch (RuntimeException e) {
            state.opaque = true;
        }
        return state;
    }

    /** One of which nothing is known. */
    static StaticState unknown() {
        StaticState state = new StaticState(null, null);
        state.opaque = true;
        return state;
    }

    /** One that is none of the project's, or never changes. */
    static StaticState constant() {
        StaticState state = new StaticState(null, null);
        state.frozen = true;
        return state;
    }

    /** Whether it has changed since it was asked last, or may have. */
    boolean changes() {
        if (frozen) return false;
        if (opaque) return true;
        try {
            Look look = new Look(locals);
            look.at(field.get(null));
            look.through();
            opaque = look.opaque;
            frozen = !opaque && !look.mutable && Modifier.isFinal(field.getModifiers());
            holdsLocal |= look.local;
            boolean changed = opaque || look.unknown || look.seen != last;
            last = look.seen;
            return changed;
        } catch (IllegalAccessException | RuntimeException | LinkageError | StackOverflowError e) {
            // Among them: it is being changed by another thread right now.
            opaque |= !(e instanceof java.util.ConcurrentModificationException);
            return true;
        }
    }

    /** Whether there was a thread-local, whose first value is made by whoever comes first. */
    boolean holdsLocal() {
        return holdsLocal;
    }

    /** One look at a value. */
    private static final class Look {
        private final Locals locals;
        private final IdentityHashMap<Object, Boolean> known = new IdentityHashMap<>();
        private final Deque<Object> next = new ArrayDeque<>();
        long seen = 17;
        boolean mutable;
        boolean opaque;
        boolean local;
        /** Whether there is something that cannot be seen yet. */
        boolean unknown;

        Look(Locals locals) {
            this.locals = locals;
        }

        void at(Object value) {
            if (value == null) {
                mix(0);
                return;
            }
            if (isPlain(value)) {
                mix(value.hashCode());
                return;
            }
            // Another collection with the same content makes no difference.
            boolean collection = Values.isCollection(value.getClass());
            mix(collection ? value.getClass().getName().hashCode() : System.identityHashCode(value));
            if (Values.isImmutable(value) || known.put(value, true) != null) return;
            if (known.size() > LARGEST) opaque = true;
            else next.add(value);
        }

        void through() throws IllegalAccessException {
            while (!next.isEmpty() && !opaque) into(next.poll());
        }

        private void into(Object value) throws IllegalAccessException {
            Class<?> type = value.getClass();
            if (type.isArray()) array(value);
            else if (value instanceof Optional) at(((Optional<?>) value).orElse(null));
            else if (value instanceof AtomicReference) one(((AtomicReference<?>) value).get());
            else if (value instanceof AtomicInteger) one(((AtomicInteger) value).get());
            else if (value instanceof AtomicLong) one(((AtomicLong) value).get());
            else if (value instanceof AtomicBoolean) one(((AtomicBoolean) value).get());
            else if (Values.isCollection(type)) collection(value, type);
            else if (Values.isThreadLocal(type)) threadLocal(value);
            else if (Values.isOfJdk(type)) opaque = true;
            else fields(value, type);
        }

        private void one(Object value) {
            mutable = true;
            at(value);
        }

        /** None and an empty collection are the same: what is in it counts, not who was the first to ask. */
        private void threadLocal(Object threadLocal) {
            mutable = true;
            local = true;
            Locals.Local now = locals.of(threadLocal);
            unknown |= !now.isUsed();
            Object value = now.value();
            boolean empty = value != null && Values.isCollection(value.getClass())
                    && (value instanceof Map ? ((Map<?, ?>) value).isEmpty() : ((Collection<?>) value).isEmpty());
            at(empty ? null : value);
        }

        private void collection(Object value, Class<?> type) {
            mutable |= !Values.isUnmodifiable(type);
            if (value instanceof Map) {
                Map<?, ?> map = (Map<?, ?>) value;
                mix(map.size());
                if (map.size() > LARGEST) opaque = true;
                else map.forEach((key, mapped) -> {
                    at(key);
                    at(mapped);
                });
            } else {
                Collection<?> collection = (Collection<?>) value;
                mix(collection.size());
                if (collection.size() > LARGEST) opaque = true;
                else collection.forEach(this::at);
            }
        }

        private void array(Object value) {
            int length = Array.getLength(value);
            if (length == 0) return;
            mutable = true;
            if (length > LONGEST_ARRAY) {
                opaque = true;
            } else if (value instanceof Object[]) {
                for (Object each : (Object[]) value) at(each);
            } else {
                mix(contentOf(value));
            }
        }

        private static long contentOf(Object array) {
            if (array instanceof char[]) return Arrays.hashCode((char[]) array);
            if (array instanceof byte[]) return Arrays.hashCode((byte[]) array);
            if (array instanceof int[]) return Arrays.hashCode((int[]) array);
            if (array instanceof long[]) return Arrays.hashCode((long[]) array);
            if (array instanceof short[]) return Arrays.hashCode((short[]) array);
            if (array instanceof boolean[]) return Arrays.hashCode((boolean[]) array);
            if (array instanceof float[]) return Arrays.hashCode((float[]) array);
            return Arrays.hashCode((double[]) array);
        }

        private void fields(Object value, Class<?> type) throws IllegalAccessException {
            for (Class<?> each = type; each != null; each = each.getSuperclass()) {
                if (Values.isOfJdk(each)) {
                    opaque |= !Values.isHarmlessSuper(each);
                    return;
                }
                for (Field field : each.getDeclaredFields()) {
                    if (Modifier.isStatic(field.getModifiers())) continue;
                    field.setAccessible(true);
                    mutable |= !Modifier.isFinal(field.getModifiers());
                    at(field.get(value));
                }
            }
        }

        private static boolean isPlain(Object value) {
            return value instanceof Number && value.getClass().getName().startsWith("java.lang.")
                    || value instanceof Boolean || value instanceof Character;
        }

        private void mix(long value) {
            seen = (seen ^ value) * 0x9E3779B97F4A7C15L;
            seen ^= seen >>> 29;
        }
    }
}
