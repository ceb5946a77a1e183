package dev.testls.app;

import dev.testls.cli.CommandLine;

/** The daemon's process. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Daemon.run(arguments, System.getenv(), System.out, Main::open));
    }

    private static Workspace open(Workspace.Surroundings surroundings) {
        CommandLine commandLine = new BasicCommands(surroundings);
        return new Workspace() {
            @Override
            public CommandLine commandLine() {
                return commandLine;
            }

            @Override
            public void close() {}
        };
    }
}
