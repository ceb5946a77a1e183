package dev.testls.cli;

import picocli.CommandLine.Command;

/** {@code tls stop}. */
@Command(name = "stop", mixinStandardHelpOptions = true, description = "Ends the workspace's daemon and its JVMs; the next command starts it again.")
final class StopCommand extends TlsCommand.Subcommand {
    @Override
    public Integer call() {
        context.console().out("stopping the daemon of " + context.daemon().engine().root() + " (pid " + context.daemon().pid() + ")\n");
        context.daemon().stop();
        return 0;
    }
}
