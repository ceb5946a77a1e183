package dev.testls.rpc;

/** What comes from a client's terminal. Called on the thread that reads from the client: has to be quick. */
public interface ExecInput {
    /** Keys, or whole lines with their line feeds, as the request says. */
    void typed(String text);

    /** The terminal is that wide now. */
    void resized(int columns);
}
