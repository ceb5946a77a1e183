package dev.testls.rpc;

import dev.testls.base.Cancel;

/** Hears what decides how long the daemon lives. Any thread may call. */
public interface Lifecycle {
    void clientCame();

    void clientLeft();

    /** Whether a command line may begin; when it may, {@link #commandEnded} follows. */
    boolean commandBegins();

    void commandEnded();

    /** Requested when the daemon is to end as soon as no command line runs: what would go on for ever ends for it. */
    Cancel giveWay();

    /** Somebody wishes that the daemon end. Returns at once; a wish to end now overrides one to end when idle. */
    void stop(StopWhen when);
}
