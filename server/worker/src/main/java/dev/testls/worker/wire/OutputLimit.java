package dev.testls.worker.wire;

/**
 * How much is kept of what one test writes to one stream: so much of its beginning and of its end, in characters. What is left
 * out between them is said there.
 */
public final class OutputLimit {
    public static final int BEGINNING = 7 << 18;
    public static final int END = 1 << 18;
    public static final int PER_STREAM = BEGINNING + END;

    private OutputLimit() {}
}
