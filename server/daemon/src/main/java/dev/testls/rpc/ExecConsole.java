package dev.testls.rpc;

/** The client's terminal as a command line has it: what is written to it, and, where it wants to, what is typed. */
public interface ExecConsole extends ExecOutput {
    /** Has {@code what} done once, on some thread, when the answer is on its way, or the command line has failed. */
    void afterwards(Runnable what);

    /**
     * Has {@code end} done once, on some thread, when the daemon waits for its last command line to end in order to be replaced, and the
     * client told to begin anew with the next one: for a command line that goes on until somebody ends it.
     */
    void giveWay(Runnable end);

    /** Has {@code input} told what is typed, until the command line ends. Tells nothing where nothing can be typed. */
    void listen(ExecInput input);
}
