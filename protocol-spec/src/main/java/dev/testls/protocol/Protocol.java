package dev.testls.protocol;

/** The numbers that both sides of the protocol must agree on; the pages say what they mean. */
public final class Protocol {
    /** Of the pages that this binding was written to. */
    public static final int VERSION = 1;

    /** Answers a request that came after the server was asked to stop. Nothing was done. */
    public static final int SERVER_STOPPING = 1001;

    /** Answers a wish that the server knows and cannot fulfil. Nothing was done. */
    public static final int NOT_SUPPORTED = 1002;

    /** Answers a run whose id a run has, or had a moment ago. Nothing was done. */
    public static final int RUN_ID_TAKEN = 1003;

    /** Answers a cursor of a revision that is no longer the present one: LSP's {@code ContentModified}. */
    public static final int CONTENT_MODIFIED = -32801;

    /** No message of the methods about tests is longer than this, in bytes. */
    public static final int MAX_MESSAGE = 1 << 20;

    /** The name of our own part of {@code capabilities.experimental}. */
    public static final String NAME = "tls";

    private Protocol() {}
}
