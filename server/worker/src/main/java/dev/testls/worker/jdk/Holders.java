package dev.testls.worker.jdk;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks, from an object on, for one whose class came from a loader that should be no more. Fields are read, nothing is called.
 *
 * <p>What is held softly or weakly is not held. A walk has an end: it is about what is put somewhere, not about what that knows in turn.
 */
final class Holders {
    private static final int MOST_OBJECTS = 5000;
    private static final int DEEPEST = 8;
    private static final int LONGEST_ARRAY = 4096;

    /** By class: where its objects hold others. It is small, since only what the JDK's holders hold is looked at. */
    private final Map<Class<?>, long[]> offsets = new HashMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<Object, Boolean>());
    private Deque<Object> now = new ArrayDeque<>();
    private Deque<Object> next = new ArrayDeque<>();
    private Predicate<ClassLoader> sought;
    private Class<?> found;

    /** The class that was found, or null. */
    Class<?> find(Object root, Predicate<ClassLoader> sought) {
        this.sought = sought;
        found = null;
        seen.clear();
        now.clear();
        next.clear();
        look(root);
        try {
            for (int depth = 0; depth < DEEPEST && found == null && !next.isEmpty(); depth++) {
                Deque<Object> done = now;
                now = next;
                next = done;
                while (found == null && !now.isEmpty()) into(now.poll());
            }
        } catch (Throwable e) {
            // What cannot be read holds nothing that could be told.
        }
        seen.clear();
        return found;
    }

    private void look(Object value) {
        if (value == null || value instanceof String || value instanceof Number || found != null) return;
        Class<?> type = value instanceof Class ? (Class<?>) value : value.getClass();
        ClassLoader loader = value instanceof ClassLoader ? (ClassLoader) value : type.getClassLoader();
        if (loader != null && sought.test(loader)) found = value instanceof ClassLoader ? value.getClass() : type;
        if (found != null || isLeaf(value, type) || seen.size() >= MOST_OBJECTS || !seen.add(value)) return;
        next.add(value);
    }

    /** What is everywhere, leads everywhere, and was put there by nobody. */
    private static boolean isLeaf(Object value, Class<?> type) {
        if (value instanceof Class || value instanceof ClassLoader || value instanceof Thread || value instanceof ThreadGroup) return true;
        if (type.isArray()) return type.getComponentType().isPrimitive();
        String name = type.getName();
        return name.startsWith("java.lang.invoke.") || name.startsWith("java.lang.Module") || name.startsWith("java.lang.module.")
                || name.startsWith("java.lang.reflect.") || name.startsWith("jdk.internal.module.") || name.startsWith("jdk.internal.loader.");
    }

    private void into(Object value) throws Throwable {
        Class<?> type = value.getClass();
        if (type.isArray()) {
            int length = Math.min(LONGEST_ARRAY, Array.getLength(value));
            for (int i = 0; i < length && found == null; i++) look(((Object[]) value)[i]);
            return;
        }
        for (long offset : offsets(type)) look(Inside.reference(value, offset));
    }

    private long[] offsets(Class<?> type) {
        long[] known = offsets.get(type);
        if (known != null) return known;
        List<Long> all = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Reference.class; each = each.getSuperclass()) {
            for (Field field : Inside.fields(each)) {
                if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive() || field.getType() == String.class) continue;
                if (isMaker(field.getType())) continue;
                long offset = Inside.offset(field);
                if (offset >= 0) all.add(offset);
            }
        }
        long[] offsets = new long[all.size()];
        for (int i = 0; i < offsets.length; i++) offsets[i] = all.get(i);
        this.offsets.put(type, offsets);
        return offsets;
    }

    /** Much of the JDK remembers who made it, and what that one might do. Memory is held by it, but nobody gets an object of a lease from there. */
    private static boolean isMaker(Class<?> type) {
        return type == ClassLoader.class || type.getName().equals("java.security.AccessControlContext");
    }

    /** Those of classes that are not the JDK's are not remembered: they would be held. */
    void forget() {
        offsets.keySet().removeIf(type -> type.getClassLoader() != null);
    }
}
