package dev.testls.worker.observe;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** What is known of types of the JDK, and of a few others, by their names. */
public final class Values {
    private static final Set<String> IMMUTABLE = new HashSet<>(Arrays.asList(
            "java.lang.String", "java.lang.Class", "java.lang.Object", "java.math.BigInteger", "java.math.BigDecimal",
            "java.math.MathContext", "java.util.Locale", "java.util.UUID", "java.util.Currency", "java.util.Random",
            "java.util.TimeZone", "java.util.SimpleTimeZone", "java.security.SecureRandom", "java.io.File",
            "java.net.URI", "java.net.URL", "java.util.regex.Pattern", "java.lang.reflect.Method",
            "java.lang.reflect.Field", "java.lang.reflect.Constructor", "java.io.ObjectStreamField",
            "java.lang.StackTraceElement", "java.util.HexFormat"));
    private static final String[] IMMUTABLE_FAMILIES = {
        "java.time.", "java.nio.charset.", "sun.nio.cs.", "sun.util.calendar.", "java.util.concurrent.locks.",
        "java.lang.invoke.", "sun.nio.fs.", "java.util.logging.", "sun.util.logging.", "org.slf4j.",
        "ch.qos.logback.classic.Logger", "org.apache.logging.", "org.apache.log4j.", "org.apache.commons.logging.",
        "org.jboss.logging.", "java.util.Collections$Reverse", "java.util.Comparators$", "java.lang.String$CaseInsensitive",
        "java.util.concurrent.atomic.AtomicLongFieldUpdater$", "java.util.concurrent.atomic.AtomicIntegerFieldUpdater$",
        "java.util.concurrent.atomic.AtomicReferenceFieldUpdater$", "java.text.Normalizer", "sun.reflect.",
        "jdk.internal.reflect.", "java.util.Collections$Empty"
    };
    /** Whose fields hold nothing that a test could leave behind. */
    private static final Set<String> HARMLESS_SUPERS = new HashSet<>(Arrays.asList(
            "java.lang.Object", "java.lang.Enum", "java.lang.Number", "java.lang.Record", "java.util.TimeZone",
            "java.text.Format", "java.util.AbstractMap", "java.util.AbstractList", "java.util.AbstractSet",
            "java.util.AbstractCollection", "java.io.Writer", "java.io.Reader", "java.io.OutputStream",
            "java.io.InputStream", "java.time.Clock", "java.lang.reflect.AccessibleObject"));
    private static final Set<String> COLLECTIONS = new HashSet<>(Arrays.asList(
            "java.util.ArrayList", "java.util.HashMap", "java.util.LinkedHashMap", "java.util.TreeMap",
            "java.util.HashSet", "java.util.LinkedHashSet", "java.util.TreeSet", "java.util.EnumMap",
            "java.util.ArrayDeque", "java.util.LinkedList", "java.util.Vector", "java.util.Hashtable",
            "java.util.IdentityHashMap", "java.util.WeakHashMap", "java.util.RegularEnumSet", "java.util.JumboEnumSet",
            "java.util.concurrent.ConcurrentHashMap", "java.util.concurrent.ConcurrentLinkedQueue",
            "java.util.concurrent.ConcurrentSkipListMap", "java.util.concurrent.CopyOnWriteArrayList",
            "java.util.Arrays$ArrayList"));

    private Values() {}

    public static boolean isImmutable(Object value) {
        Class<?> type = value.getClass();
        String name = type.getName();
        if (IMMUTABLE.contains(name)) return true;
        for (String family : IMMUTABLE_FAMILIES) {
            if (name.startsWith(family)) return true;
        }
        return isOfJdk(type) && (value instanceof Enum || name.contains("$$Lambda"));
    }

    public static boolean isOfJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == PLATFORM;
    }

    public static boolean isCollection(Class<?> type) {
        return COLLECTIONS.contains(type.getName()) || isUnmodifiable(type);
    }

    public static boolean isThreadLocal(Class<?> type) {
        return type == ThreadLocal.class || type == InheritableThreadLocal.class
                || type.getName().equals("java.lang.ThreadLocal$SuppliedThreadLocal");
    }

    public static boolean isUnmodifiable(Class<?> type) {
        String name = type.getName();
        return name.startsWith("java.util.ImmutableCollections$") || name.startsWith("java.util.Collections$Unmodifiable")
                || name.startsWith("java.util.Collections$Singleton");
    }

    static boolean isHarmlessSuper(Class<?> type) {
        return HARMLESS_SUPERS.contains(type.getName());
    }

    private static final ClassLoader PLATFORM = platform();

    private static ClassLoader platform() {
        ClassLoader platform = Values.class.getClassLoader();
        while (platform != null && platform.getParent() != null) platform = platform.getParent();
        return platform;
    }
}
