package dev.testls.app;

import dev.testls.base.Cancel;
import dev.testls.cli.Call;
import dev.testls.cli.CommandLine;
import dev.testls.cli.Console;
import dev.testls.rpc.StopWhen;
import java.util.ArrayList;
import java.util.List;

/** The commands that need nothing but the process itself. */
final class BasicCommands implements CommandLine {
    private static final int DONE = 0;
    private static final int USAGE = 4;

    private final Workspace.Surroundings surroundings;

    BasicCommands(Workspace.Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public int execute(Cancel cancel, Call call, Console console) {
        List<String> words = new ArrayList<>(call.arguments());
        int directory = words.indexOf("-C");
        if (directory >= 0) words.subList(directory, Math.min(words.size(), directory + 2)).clear();
        String command = words.isEmpty() ? "help" : words.get(0);
        switch (command) {
            case "version" -> console.out("tls " + surroundings.version() + "\n");
            case "status" -> console.out("a daemon (pid " + ProcessHandle.current().pid() + ") serves "
                    + surroundings.root() + "\nlog: " + surroundings.log() + "\n");
            case "stop" -> {
                surroundings.stop().accept(StopWhen.IDLE);
                console.out("the daemon of " + surroundings.root() + " ends\n");
            }
            case "help" -> console.out("usage: tls [-C DIR] status | stop | lsp | version | help\n");
            default -> {
                console.err("tls: no such command: " + command + ". See tls help.\n");
                return USAGE;
            }
        }
        return DONE;
    }
}
