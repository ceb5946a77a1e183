package dev.testls.worker.jdk;

/** What the JVM holds for as long as it has room. */
public final class SoftReferences {
    private static final String TYPE = "java.lang.ref.SoftReference";
    /** In milliseconds: what nobody has asked for in so long is held softly by no JVM. */
    private static final long AGES = Long.MAX_VALUE / 4;

    private SoftReferences() {}

    /**
     * Has a collection take what is held only softly for garbage, as if nobody had asked for it for ages. Where the clock cannot be set,
     * only the rest is.
     */
    public static void clear(Runnable collection) {
        Object now = Inside.isOpen() ? Inside.getStatic(TYPE, "clock") : null;
        boolean aged = now instanceof Long && Inside.setStatic(TYPE, "clock", (Long) now + AGES);
        try {
            collection.run();
        } finally {
            if (aged) Inside.setStatic(TYPE, "clock", now);
        }
    }
}
