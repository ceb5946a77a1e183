package dev.testls.protocol;

/** The numbers that both sides of the protocol must agree on; the pages say what they mean. */
public final class Protocol {
    /** Of the pages that this binding was written to. */
    public static final int VERSION = 1;

    /** Answers a request that came after the server was asked to stop. Nothing was done. */
    public static final int SERVER_STOPPING = 1001;

    /** The name of our own part of {@code capabilities.experimental}. */
    public static final String NAME = "tls";

    private Protocol() {}
}
