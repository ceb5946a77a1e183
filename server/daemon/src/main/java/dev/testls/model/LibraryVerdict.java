package dev.testls.model;

/** What runs showed of a static field of a library that tests change and that cannot be put back; a closed set. */
public enum LibraryVerdict {
    /** Nothing yet. */
    UNKNOWN,
    /** It ended JVMs: where it is more likely than not to be harmless, it may stay changed, for it to be seen whether that matters. */
    KNOWN,
    /** It ended JVMs often enough: it may stay changed in any case. */
    ON_TRIAL,
    /** Tests that ran after it had changed ended as in fresh JVMs, again and again. */
    HARMLESS,
    /** They did not. */
    HARMFUL
}
