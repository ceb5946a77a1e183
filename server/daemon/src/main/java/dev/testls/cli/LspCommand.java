package dev.testls.cli;

import dev.testls.run.ExitCode;
import picocli.CommandLine.Command;

/** {@code tls lsp}, which the client does by itself: here arrives only a call that it could not take. */
@Command(name = "lsp", mixinStandardHelpOptions = true,
        description = "Speaks the protocol on standard input and output, for editors: joins them to the workspace's daemon.")
final class LspCommand extends TlsCommand.Subcommand {
    @Override
    public Integer call() {
        context.console().err("tls: 'lsp' has to be the first argument: tls lsp [-C DIR]\n");
        return ExitCode.USAGE.value();
    }
}
