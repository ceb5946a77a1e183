package dev.testls.pool;

import java.io.IOException;
import java.util.regex.Pattern;

/** A JVM that did not come up, with what, where and what to do. */
final class BootFailure extends IOException {
    private static final long serialVersionUID = 1;

    /** What JVMs and systems say when there is too little of something, which others may give back soon. */
    private static final Pattern SCARCE = Pattern.compile("insufficient memory|Cannot allocate memory|Could not reserve enough space|unable to create (new )?native thread"
            + "|Cannot create (GC|worker|VM) thread|Resource temporarily unavailable|Too many open files|Text file busy|error=(11|12|23|24|26)\\b|Address already in use");
    /** Above it stands the number of the signal that ended a process. */
    private static final int SIGNALS = 128;
    /** A worker ends so whose connection does. */
    private static final int ORPHAN = 90;

    private final Kind kind;

    private BootFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** @param said what the process wrote */
    static BootFailure ended(int exitCode, String said, String message) {
        Kind kind = exitCode > SIGNALS || exitCode == ORPHAN ? Kind.KILLED : SCARCE.matcher(said).find() ? Kind.SCARCE : Kind.BUILD;
        return new BootFailure(kind, message, null);
    }

    static BootFailure late(String message) {
        return new BootFailure(Kind.SCARCE, message, null);
    }

    static BootFailure notStarted(String message, IOException cause) {
        return new BootFailure(SCARCE.matcher(String.valueOf(cause.getMessage())).find() ? Kind.SCARCE : Kind.BUILD, message, cause);
    }

    Kind kind() {
        return kind;
    }

    /** A closed set. {@code BUILD}: it will be so again. */
    enum Kind { BUILD, KILLED, SCARCE }
}
