package dev.testls.app;

/** The daemon's process. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Daemon.run(arguments, System.getenv(), System.in, System.out, TlsWorkspace::open));
    }
}
