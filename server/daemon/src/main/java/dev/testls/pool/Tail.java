package dev.testls.pool;

/** The last that was written: bounded, for any amount. Any thread may write and read. */
final class Tail {
    /** In characters. */
    private static final int KEPT = 16 << 10;

    private final StringBuilder text = new StringBuilder();

    synchronized void write(String more) {
        text.append(more);
        if (text.length() > 2 * KEPT) text.delete(0, text.length() - KEPT);
    }

    synchronized String text() {
        return text.substring(Math.max(0, text.length() - KEPT));
    }
}
