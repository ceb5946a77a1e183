package dev.testls.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.testls.engine.AffectedTests;
import dev.testls.engine.RunRequest;
import dev.testls.model.ModuleId;
import dev.testls.run.ExitCode;
import dev.testls.select.Why;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tls affected}. */
@Command(name = "affected", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Compiles what changed and prints the tests that it can have changed, each with the reason; runs nothing. Exits with 2 when something does not compile.",
        footer = {"", "Examples:", "  tls affected", "  tls affected --since main", "  tls affected :core --json | jq ."})
final class AffectedCommand extends TlsCommand.Subcommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_RED_NAMED = 100;

    @Mixin
    private RunOptions options = new RunOptions();

    @Option(names = "--since", paramLabel = "REV", description = "Also tests that what differs from this git revision concerns.")
    private @Nullable String since;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        RunRequest request = options.request(context.call(), directory()).onlyAffected(Optional.ofNullable(since));
        AffectedTests answer = context.daemon().engine().affected(context.cancel(), request, notices());
        if (context.daemon().engine().world().project().isEmpty()) return ExitCode.BUILD_FAILED.value();
        if (!request.selectors().isEmpty() && isMissing(context.daemon().engine().world(), request)) return ExitCode.NOTHING_SELECTED.value();
        for (AffectedTests.OfClass it : answer.classes()) print(it);
        if (json) {
            Map<String, Object> end = new LinkedHashMap<>();
            end.put("type", "affectedFinished");
            end.put("selected", answer.selected());
            end.put("total", answer.total());
            end.put("stillRed", answer.stillRed());
            line(JSON.writeValueAsString(end));
        } else {
            answer.stillRed().stream().limit(MOST_RED_NAMED).forEach(id -> line(id.substring(id.indexOf('/') + 1) + "  is still red, and nothing concerns it"));
            line(answer.selected() + " of " + answer.total() + (answer.total() == 1 ? " test affected" : " tests affected")
                    + (answer.stillRed().isEmpty() ? "" : ", " + answer.stillRed().size() + (answer.stillRed().size() == 1 ? " other is still red" : " others are still red")));
        }
        // What does not compile can concern any test.
        return (context.daemon().engine().world().compiles() ? ExitCode.PASSED : ExitCode.BUILD_FAILED).value();
    }

    private void print(AffectedTests.OfClass it) throws JsonProcessingException {
        ModuleId module = it.testClass().module();
        if (it.affected().tests().isEmpty()) print(module, it.testClass().name(), "", it.affected().why());
        for (Map.Entry<String, Why> test : it.affected().tests().entrySet()) {
            int hash = test.getKey().indexOf('#');
            print(module, test.getKey().substring(0, hash), test.getKey().substring(hash + 1), test.getValue());
        }
    }

    private void print(ModuleId module, String className, String method, Why why) throws JsonProcessingException {
        if (!json) {
            line(className + (method.isEmpty() ? "" : "#" + method) + "  " + why.text());
            return;
        }
        Map<String, Object> test = new LinkedHashMap<>();
        test.put("type", "affected");
        test.put("module", module.value());
        test.put("class", className);
        if (!method.isEmpty()) test.put("method", method);
        test.put("why", Map.of("kind", why.kind(), "text", why.text()));
        line(JSON.writeValueAsString(test));
    }

    private void line(String text) {
        context.console().out(text + "\n");
    }
}
