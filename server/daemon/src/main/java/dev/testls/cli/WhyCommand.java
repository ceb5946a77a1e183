package dev.testls.cli;

import dev.testls.engine.Explanation;
import dev.testls.engine.RunRequest;
import dev.testls.run.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tls why}. */
@Command(name = "why", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Tells of a test whether it would run as an affected one now, how it ended last, and what it depends on.",
        footer = {"", "Examples:", "  tls why FooTest#adds", "  tls why FooTest --all"})
final class WhyCommand extends TlsCommand.Subcommand {
    private static final int SHOWN = 10;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--all", description = "Every single dependency.")
    private boolean all;

    @Override
    public Integer call() {
        RunRequest request = options.request(context.call(), directory());
        if (request.selectors().isEmpty()) throw new dev.testls.select.BadExpression("Which test? Write tls why FooTest#method.");
        List<Explanation> tests = context.daemon().engine().explain(context.cancel(), request, notices());
        if (context.daemon().engine().world().project().isEmpty()) return ExitCode.BUILD_FAILED.value();
        tests.forEach(this::print);
        boolean missing = isMissing(context.daemon().engine().world(), request);
        return (missing || tests.isEmpty() ? ExitCode.NOTHING_SELECTED : ExitCode.PASSED).value();
    }

    private void print(Explanation it) {
        line(it.test());
        line("  " + it.why().map(why -> "would run: " + why.text()).orElse("would not run: nothing that it depends on changed"));
        line("  " + (it.red() ? "was red when it last ran" : it.dependencies().isEmpty() ? "nothing is known of an earlier run" : "was not red when it last ran"));
        Map<String, List<String>> byKind = it.dependencies().stream()
                .collect(Collectors.groupingBy(Explanation.Dependence::kind, TreeMap::new, Collectors.mapping(Explanation.Dependence::text, Collectors.toList())));
        byKind.forEach((kind, names) -> {
            line("  depends on " + names.size() + " " + kind);
            names.stream().limit(all ? names.size() : SHOWN).forEach(name -> line("    " + name));
            if (!all && names.size() > SHOWN) line("    and " + (names.size() - SHOWN) + " more; --all shows them");
        });
    }

    private void line(String text) {
        context.console().out(text + "\n");
    }
}
