package dev.testls.cli;

/** The client's standard output and error. Text arrives in the order written; any thread may write. */
public interface Console {
    void out(String text);

    void err(String text);
}
