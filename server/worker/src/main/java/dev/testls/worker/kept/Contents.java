package dev.testls.worker.kept;

import dev.testls.worker.observe.Values;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** How what is in an object is read, and put back. Nothing but the JDK's own code runs for it. */
abstract class Contents {
    /** Larger collections and arrays are caches or tables, and are not looked into. */
    private static final int LARGEST = 256;

    private static final Contents ATOMIC = new Atomic();
    private static final Contents ARRAY = new OfArray();
    private static final Contents COLLECTION = new OfCollection();
    private static final Contents MAP = new OfMap();
    private static final Contents NONE = new Nothing();

    /** A copy of what is in it; null when it cannot be told. */
    abstract Object[] read(Object it) throws IllegalAccessException;

    /** Puts one of the values that {@link #read} gave back in its place. False: that cannot be. */
    boolean putBack(Object it, int at, Object before) throws IllegalAccessException {
        return false;
    }

    /** Whether each value has a place of its own; else content is compared as a whole. */
    boolean hasPlaces() {
        return true;
    }

    /** Knows how objects of library classes are read. */
    static final class Kinds {
        private final ClassLoader libraries;
        private final Map<Class<?>, Contents> known = new ConcurrentHashMap<>();

        Kinds(ClassLoader libraries) {
            this.libraries = libraries;
        }

        /** Null: there is nothing in it that could change, or nothing that can be read. */
        Contents of(Object value) {
            Class<?> type = value.getClass();
            Contents contents = known.get(type);
            if (contents == null) {
                contents = find(type, value);
                // Types of other loaders come and go.
                if (type.getClassLoader() == libraries || type.getClassLoader() == null) known.put(type, contents);
            }
            return contents == NONE ? null : contents;
        }

        private Contents find(Class<?> type, Object value) {
            if (type.isArray()) return ARRAY;
            if (value instanceof AtomicReference && type == AtomicReference.class || type == AtomicBoolean.class
                    || type == AtomicInteger.class || type == AtomicLong.class) return ATOMIC;
            if (type.getClassLoader() == libraries) return type.getName().indexOf('/') >= 0 ? NONE : Fields.of(type, libraries);
            if (!Values.isOfJdk(type) || type.getName().contains("Weak")) return NONE;
            boolean changes = Values.isCollection(type) && !Values.isUnmodifiable(type) || type.getName().startsWith("java.util.Collections$Synchronized")
                    || type.getName().equals("java.util.concurrent.ConcurrentHashMap$KeySetView") || type.getName().equals("java.util.Collections$SetFromMap")
                    || isPublicCollection(type, value);
            if (!changes && !Values.isUnmodifiable(type)) return NONE;
            return value instanceof Map ? MAP : value instanceof Collection ? COLLECTION : NONE;
        }

        /** All of them can be read and filled in the same way: a {@code Properties}, a {@code PriorityQueue}, a {@code LinkedBlockingDeque}. */
        private static boolean isPublicCollection(Class<?> type, Object value) {
            boolean isPublic = Modifier.isPublic(type.getModifiers()) && type.getName().startsWith("java.util.") && type.getName().indexOf('$') < 0;
            return isPublic && (value instanceof Map || value instanceof Collection);
        }
    }

    private static final class Nothing extends Contents {
        @Override
        Object[] read(Object it) {
            return null;
        }
    }

    /** The instance fields of an object of a library. */
    static final class Fields extends Contents {
        /** By its name, what holds others in an order of its own: half of it put back would break it. */
        private static final Pattern STRUCTURE = Pattern.compile(".*(Map|Cache|Set|List|Queue|Deque|Table|Buffer|Node|Entry|Segment|Trie|Interner|Memo|Collection|Stack|Heap)[0-9]*");

        final Field[] fields;

        private Fields(Field[] fields) {
            this.fields = fields;
        }

        static Contents of(Class<?> type, ClassLoader libraries) {
            List<Field> fields = new ArrayList<>();
            boolean structure = Iterable.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || Map.Entry.class.isAssignableFrom(type)
                    || Iterator.class.isAssignableFrom(type) || java.lang.ref.Reference.class.isAssignableFrom(type);
            try {
                for (Class<?> each = type; each != null && each.getClassLoader() == libraries; each = each.getSuperclass()) {
                    structure |= STRUCTURE.matcher(each.getName()).matches();
                    for (Field field : each.getDeclaredFields()) {
                        if (Modifier.isStatic(field.getModifiers())) continue;
                        boolean isFinal = Modifier.isFinal(field.getModifiers());
                        if (isFinal && (field.getType().isPrimitive() || StaticFields.isImmutable(field.getType()))) continue;
                        field.setAccessible(true);
                        fields.add(field);
                    }
                }
            } catch (RuntimeException | LinkageError e) {
                // A type of one of its fields is missing.
                return NONE;
            }
            return structure || fields.isEmpty() ? NONE : new Fields(fields.toArray(new Field[0]));
        }

        String key(int at) {
            return fields[at].getDeclaringClass().getName() + '#' + fields[at].getName();
        }

        @Override
        Object[] read(Object it) throws IllegalAccessException {
            Object[] values = new Object[fields.length];
            for (int i = 0; i < values.length; i++) values[i] = fields[i].get(it);
            return values;
        }

        @Override
        boolean putBack(Object it, int at, Object before) throws IllegalAccessException {
            if (Modifier.isFinal(fields[at].getModifiers())) return false;
            fields[at].set(it, before);
            return true;
        }
    }

    private static final class Atomic extends Contents {
        @Override
        Object[] read(Object it) {
            if (it instanceof AtomicReference) return new Object[] {((AtomicReference<?>) it).get()};
            if (it instanceof AtomicBoolean) return new Object[] {((AtomicBoolean) it).get()};
            return new Object[] {it instanceof AtomicInteger ? (Object) ((AtomicInteger) it).get() : ((AtomicLong) it).get()};
        }

        @Override
        @SuppressWarnings("unchecked")
        boolean putBack(Object it, int at, Object before) {
            if (it instanceof AtomicReference) ((AtomicReference<Object>) it).set(before);
            else if (it instanceof AtomicBoolean) ((AtomicBoolean) it).set((Boolean) before);
            else if (it instanceof AtomicInteger) ((AtomicInteger) it).set((Integer) before);
            else ((AtomicLong) it).set((Long) before);
            return true;
        }
    }

    private static final class OfArray extends Contents {
        @Override
        Object[] read(Object it) {
            int length = Array.getLength(it);
            if (length == 0 || length > LARGEST) return null;
            if (it instanceof Object[]) {
                // An array of any other type would refuse what stands for what is not held.
                Object[] copy = new Object[length];
                System.arraycopy(it, 0, copy, 0, length);
                return copy;
            }
            Object[] values = new Object[length];
            for (int i = 0; i < length; i++) values[i] = Array.get(it, i);
            return values;
        }

        @Override
        boolean putBack(Object it, int at, Object before) {
            Array.set(it, at, before);
            return true;
        }
    }

    private static final class OfCollection extends Contents {
        @Override
        Object[] read(Object it) {
            Collection<?> collection = (Collection<?>) it;
            return collection.size() > LARGEST ? null : collection.toArray(new Object[0]);
        }

        @Override
        boolean hasPlaces() {
            return false;
        }
    }

    /** Keys and values in turn. */
    static final class OfMap extends Contents {
        @Override
        Object[] read(Object it) {
            Map<?, ?> map = (Map<?, ?>) it;
            if (map.size() > LARGEST) return null;
            List<Object> content = new ArrayList<>(2 * map.size());
            for (Map.Entry<?, ?> each : map.entrySet()) {
                content.add(each.getKey());
                content.add(each.getValue());
            }
            return content.toArray();
        }

        @Override
        boolean hasPlaces() {
            return false;
        }
    }
}
