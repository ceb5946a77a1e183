package dev.testls.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code tls version}. */
@Command(name = "version", mixinStandardHelpOptions = true, description = "The versions of tls and of the Java that its daemon runs on.")
final class VersionCommand extends TlsCommand.Subcommand {
    @Override
    public Integer call() {
        context.console().out("tls " + context.daemon().version() + "\n");
        context.console().out("daemon: Java " + Runtime.version() + ", " + System.getProperty("java.home") + "\n");
        return 0;
    }

    /** For {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = VersionCommand.class.getPackage().getImplementationVersion();
            return new String[] {"tls " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
