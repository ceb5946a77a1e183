package dev.testls.cli;

import dev.testls.run.RunEvent;
import java.util.function.Consumer;

/** What people should know while a command that is no run works: problems on standard error, phases only on a terminal. */
final class Notices implements Consumer<RunEvent> {
    private final Console console;
    private final boolean terminal;

    Notices(Console console, boolean terminal) {
        this.console = console;
        this.terminal = terminal;
    }

    @Override
    public void accept(RunEvent event) {
        if (event instanceof RunEvent.Notice notice) {
            console.err("tls: " + notice.text() + "\n");
        } else if (event instanceof RunEvent.BuildProblemFound problem) {
            console.err("tls: " + problem.message() + "\n");
            if (!problem.hint().isEmpty()) console.err("tls: " + problem.hint() + "\n");
        } else if (event instanceof RunEvent.PhaseStarted phase && terminal) {
            console.err("tls: " + phase.phase() + "\n");
        }
    }
}
