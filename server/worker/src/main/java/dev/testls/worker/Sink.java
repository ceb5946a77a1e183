package dev.testls.worker;

import dev.testls.worker.wire.ToDaemon;

/** Where messages to the daemon go. Any thread may send. */
public interface Sink {
    /** Sends, and what waits before it. */
    void send(ToDaemon message);

    /** Sends before the next {@link #send}, or a little later. */
    void sendSoon(ToDaemon message);

    /** Sends output soon, in pieces. */
    default void sendOutput(int node, boolean error, String text) {
        for (int from = 0; from < text.length(); ) {
            int to = Text.pieceEnd(text, from);
            sendSoon(new ToDaemon.Output(node, error, text.substring(from, to)));
            from = to;
        }
    }
}
