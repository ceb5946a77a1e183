package dev.testls.cli;

import dev.testls.report.ProblemText;
import dev.testls.report.TerminalOptions;
import dev.testls.run.RunEvent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** What people should know while a command that is no run works: problems on standard error, phases only on a terminal. */
final class Notices implements Consumer<RunEvent> {
    private final Console console;
    private final boolean terminal;
    private final Optional<Path> base;

    /** @param base what the paths of compile errors are told relative to; empty where something else tells them */
    Notices(Console console, boolean terminal, Optional<Path> base) {
        this.console = console;
        this.terminal = terminal;
        this.base = base;
    }

    @Override
    public void accept(RunEvent event) {
        if (event instanceof RunEvent.Notice notice) {
            console.err("tls: " + notice.text() + "\n");
        } else if (event instanceof RunEvent.BuildProblemFound problem) {
            console.err("tls: " + problem.message() + "\n");
            if (!problem.hint().isEmpty()) console.err("tls: " + problem.hint() + "\n");
        } else if (event instanceof RunEvent.Compiled compiled) {
            base.ifPresent(it -> console.err(ProblemText.of(compiled.problems(), it, TerminalOptions.Color.NONE)));
        } else if (event instanceof RunEvent.PhaseStarted phase && terminal) {
            console.err("tls: " + phase.phase() + "\n");
        }
    }
}
