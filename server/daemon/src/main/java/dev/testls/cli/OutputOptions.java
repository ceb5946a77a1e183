package dev.testls.cli;

import dev.testls.report.TerminalOptions;
import dev.testls.report.TerminalOptions.Color;
import dev.testls.report.TerminalOptions.Redraw;
import dev.testls.report.TerminalOptions.Timing;
import dev.testls.report.TerminalOptions.TraceStyle;
import dev.testls.report.TerminalOptions.Verbosity;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a run looks on a terminal. */
final class OutputOptions {
    @Option(names = {"-q", "--quiet"}, description = "Only failures and the summary.")
    private boolean quiet;

    @Option(names = {"-v", "--verbose"}, description = "A line for each test.")
    private boolean verbose;

    @Option(names = "--durations", paramLabel = "N", defaultValue = "0", description = "Also the N slowest tests.")
    private int durations;

    @Option(names = "--trace", paramLabel = "STYLE", defaultValue = "short", description = "Stack traces: short (your own frames) or full.")
    private TraceStyle trace = TraceStyle.SHORT;

    @Option(names = "--timing", description = "Also where the time before the first test goes.")
    private boolean timing;

    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto", description = "auto (on a terminal), always or never.")
    private When color = When.AUTO;

    TerminalOptions terminal(Call call, Path base) {
        boolean colored = color == When.ALWAYS || color == When.AUTO && call.color();
        Verbosity verbosity = quiet ? Verbosity.QUIET : verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
        return new TerminalOptions(call.terminal() ? Redraw.LIVE : Redraw.NEVER, colored ? Color.ANSI : Color.NONE,
                call.terminal() ? call.columns() : 0, verbosity, trace, timing ? Timing.SHOWN : Timing.HIDDEN, Math.max(0, durations), real(base));
    }

    /** Files are known by their real paths, also where somebody came to them through a link. */
    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return directory;
        }
    }

    /** A closed set. */
    enum When { AUTO, ALWAYS, NEVER }
}
