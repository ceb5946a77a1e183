package dev.testls.worker;

import dev.testls.worker.wire.ToDaemon;

/** Where messages to the daemon go. Any thread may send. */
public interface Sink {
    /** Sends, and what waits before it. */
    void send(ToDaemon message);

    /** Sends before the next {@link #send}, or a little later. */
    void sendSoon(ToDaemon message);
}
