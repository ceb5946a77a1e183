package dev.testls.worker.jdk;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What was in a holder of the JDK's: the elements of a collection, the keys and values of a map, the cells of an array, the value of an
 * atomic. Each is known by its identity, strings and numbers by their value.
 */
final class Content {
    /** A larger one is known by its size. */
    private static final int LARGEST = 2000;

    private final Object[] all;
    private final int size;

    private Content(Object[] all, int size) {
        this.all = all;
        this.size = size;
    }

    static final Content EMPTY = new Content(new Object[0], 0);

    /** Null for what is no holder. */
    static Content of(Object value) {
        if (value instanceof AtomicBoolean) return single(((AtomicBoolean) value).get());
        if (value instanceof AtomicInteger) return single(((AtomicInteger) value).get());
        if (value instanceof AtomicLong) return single(((AtomicLong) value).get());
        if (value instanceof AtomicReference) return single(((AtomicReference<?>) value).get());
        if (value instanceof Map) {
            Map<?, ?> map = (Map<?, ?>) value;
            List<Object> all = new ArrayList<>();
            if (map.size() <= LARGEST) map.forEach((key, mapped) -> {
                all.add(key);
                all.add(mapped);
            });
            return new Content(all.toArray(), map.size());
        }
        if (value instanceof Collection) {
            Collection<?> collection = (Collection<?>) value;
            return new Content(collection.size() <= LARGEST ? collection.toArray() : new Object[0], collection.size());
        }
        if (value instanceof Object[]) return new Content(((Object[]) value).clone(), ((Object[]) value).length);
        if (value != null && value.getClass().isArray()) {
            int length = Array.getLength(value);
            Object[] all = new Object[Math.min(length, LARGEST)];
            for (int i = 0; i < all.length; i++) all[i] = Array.get(value, i);
            return new Content(all, length);
        }
        return null;
    }

    static Content single(Object value) {
        return new Content(new Object[] {value}, 1);
    }

    boolean isAsIn(Content other) {
        if (size != other.size || all.length != other.all.length) return false;
        for (int i = 0; i < all.length; i++) {
            if (!isSame(all[i], other.all[i])) return false;
        }
        return true;
    }

    /** By value for what has no identity; no code but the JDK's is called. */
    static boolean isSame(Object one, Object other) {
        if (one == other) return true;
        boolean plain = one instanceof String || one instanceof Number && one.getClass().getName().startsWith("java.lang.")
                || one instanceof Boolean || one instanceof Character;
        return plain && one.equals(other);
    }

    /** Fills a holder with this; false when that cannot be done. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    boolean putInto(Object holder) {
        if (holder instanceof AtomicBoolean) ((AtomicBoolean) holder).set(Boolean.TRUE.equals(all[0]));
        else if (holder instanceof AtomicInteger) ((AtomicInteger) holder).set(((Number) all[0]).intValue());
        else if (holder instanceof AtomicLong) ((AtomicLong) holder).set(((Number) all[0]).longValue());
        else if (holder instanceof AtomicReference) ((AtomicReference) holder).set(all[0]);
        else if (holder instanceof Map && all.length == 2 * size) {
            ((Map) holder).clear();
            for (int i = 0; i < all.length; i += 2) ((Map) holder).put(all[i], all[i + 1]);
        } else if (holder instanceof Collection && all.length == size) {
            ((Collection) holder).clear();
            ((Collection) holder).addAll(Arrays.asList(all));
        } else if (holder instanceof Object[] && ((Object[]) holder).length == all.length) {
            System.arraycopy(all, 0, holder, 0, all.length);
        } else {
            return false;
        }
        return true;
    }
}
