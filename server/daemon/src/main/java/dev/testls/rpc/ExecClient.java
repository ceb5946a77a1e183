package dev.testls.rpc;

/** The client's end of a command line: prints, and reads what is typed when it is asked to. */
public interface ExecClient extends ExecOutput {
    /** Whether what is typed is to be passed on from now on. */
    void readKeys(boolean on);
}
