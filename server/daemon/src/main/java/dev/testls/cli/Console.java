package dev.testls.cli;

/** The client's standard output and error. Text arrives in the order written; any thread may write. */
public interface Console {
    void out(String text);

    void err(String text);

    /** Has {@code what} done when the command line's answer is on its way: what only later ones gain by. */
    void afterwards(Runnable what);

    /**
     * Has {@code end} done once, on some thread, when the daemon waits for its last command line to end in order to be replaced, and the
     * client told to begin anew with the next one: for a command line that goes on until somebody ends it.
     */
    void giveWay(Runnable end);

    /** Has {@code typed} told what is typed, until the command line ends; of nothing, where nothing can be typed. */
    void listen(Typed typed);

    /** What comes from the client's terminal. Has to be quick. */
    interface Typed {
        /** Keys, or whole lines with their line feeds, as {@link Call#input} says. */
        void typed(String text);

        /** The terminal is that wide now. */
        void resized(int columns);
    }
}
