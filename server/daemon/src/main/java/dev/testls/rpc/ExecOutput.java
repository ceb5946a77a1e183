package dev.testls.rpc;

/**
 * The client's standard output and error. Text arrives in the order written; any thread may write, and waits while the
 * client does not read. After the command line has ended, what is written is dropped.
 */
public interface ExecOutput {
    void out(String text);

    void err(String text);
}
