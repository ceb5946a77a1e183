package dev.testls.worker.kept;

import dev.testls.worker.observe.Values;
import java.lang.ref.Reference;
import java.lang.reflect.Member;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** Values as they are remembered: those of the project are not held, a place-holder stands for each. */
final class Held {
    static final Object OF_PROJECT = new Object();

    private final Libraries libraries;

    Held(Libraries libraries) {
        this.libraries = libraries;
    }

    Object[] all(Object[] values) {
        Object[] held = new Object[values.length];
        for (int i = 0; i < held.length; i++) held[i] = isProjects(values[i]) ? OF_PROJECT : values[i];
        return held;
    }

    /** Whether it is of the project, or speaks of a class that is. */
    boolean isProjects(Object value) {
        if (value == null || isPlain(value)) return false;
        Class<?> named = named(value);
        if (named != null) return isOfProject(named);
        return value instanceof ClassLoader && libraries.endsWithLease((ClassLoader) value) || isOfProject(value.getClass());
    }

    /** Whether it could act on a later lease: a class, a method or a loader is only a name that nobody asks for any more. */
    boolean isInstanceOfProject(Object value) {
        return value != null && named(value) == null && !(value instanceof ClassLoader) && isOfProject(value.getClass());
    }

    private static Class<?> named(Object value) {
        return value instanceof Class ? (Class<?>) value : value instanceof Member ? ((Member) value).getDeclaringClass() : null;
    }

    private boolean isOfProject(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) element = element.getComponentType();
        ClassLoader loader = element.getClassLoader();
        return loader != null && loader != libraries.loader() && libraries.endsWithLease(loader);
    }

    /** Whether what is there now is what was remembered. */
    boolean same(Object before, Object now) {
        if (before == now) return true;
        if (before == null || now == null) return false;
        if (before == OF_PROJECT) return isProjects(now);
        return isPlain(before) && before.equals(now);
    }

    /** Whether it is equal to another one by what it says, and no code but the JDK's tells so. */
    static boolean isPlain(Object value) {
        Class<?> type = value == null ? null : value.getClass();
        return type == String.class || type == Integer.class || type == Boolean.class || type == Long.class || type == Double.class
                || type == Character.class || type == Float.class || type == Short.class || type == Byte.class;
    }

    /** Whether it is what a field has that nobody gave a value. */
    static boolean isEmpty(Object value) {
        if (value == null) return true;
        if (value instanceof Boolean) return !(Boolean) value;
        if (value instanceof Character) return (Character) value == 0;
        return value instanceof Number && isPlain(value) && ((Number) value).doubleValue() == 0;
    }

    /** Whether it is more than before. */
    static boolean grows(Object before, Object now) {
        return isPlain(before) && isPlain(now) && before instanceof Number && now instanceof Number && ((Number) now).doubleValue() > ((Number) before).doubleValue();
    }

    /** Whether it is of the JVM's own making, and there is none like it. */
    static boolean isOfJvm(Object value) {
        return value != null && value.getClass().getName().startsWith("sun.instrument.");
    }

    /** Whether one takes the other's place as caches do: held softly, or a copy with something added. */
    static boolean isCache(Object before, Object now) {
        if (before instanceof Reference || now instanceof Reference) return true;
        boolean collections = before instanceof Map || before instanceof Collection;
        return collections && now != null && before.getClass() == now.getClass() && Values.isOfJdk(now.getClass());
    }

    /** For people. */
    static String text(Object value) {
        if (value == OF_PROJECT) return "something of the project";
        if (value instanceof String) return '"' + (((String) value).length() > 40 ? ((String) value).substring(0, 40) + "..." : value.toString()) + '"';
        if (value == null || isPlain(value)) return String.valueOf(value);
        if (value instanceof Enum) return ((Enum<?>) value).name();
        return "a " + (value instanceof Class ? "class " + ((Class<?>) value).getName() : value.getClass().getName());
    }

    /** By identity, or by what they say where they are plain. */
    static final class Members {
        private final Map<Object, Object> same = new IdentityHashMap<>();
        private final Map<Object, Object> plain = new HashMap<>();

        void put(Object key, Object value) {
            (isPlain(key) ? plain : same).put(key, value);
        }

        boolean contains(Object key) {
            return (isPlain(key) ? plain : same).containsKey(key);
        }

        Object get(Object key) {
            return (isPlain(key) ? plain : same).get(key);
        }
    }
}
