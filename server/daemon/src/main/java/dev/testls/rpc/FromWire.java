package dev.testls.rpc;

import dev.testls.engine.RunRequest;
import dev.testls.model.ModuleId;
import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import dev.testls.model.TestId;
import dev.testls.protocol.AffectedParams;
import dev.testls.protocol.CancelParams;
import dev.testls.protocol.CoverageParams;
import dev.testls.protocol.DiscoverParams;
import dev.testls.protocol.ExecParams;
import dev.testls.protocol.Protocol;
import dev.testls.protocol.RunParams;
import dev.testls.protocol.StopParams;
import dev.testls.protocol.WhyParams;
import dev.testls.run.Isolation;
import dev.testls.run.RunSettings;
import dev.testls.select.BadExpression;
import dev.testls.select.TestSelector;
import dev.testls.select.WordExpression;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/** Wire records, which may hold anything, to values that hold what they say; or the error {@code InvalidParams}. */
final class FromWire {
    private static final int MAX_RUN_ID = 200;

    private FromWire() {}

    static ExecRequest execRequest(@Nullable ExecParams wire) {
        ExecParams params = required("params", wire);
        ExecParams.Terminal terminal = params.terminal() == null
                ? new ExecParams.Terminal(null, null, null, null, null) : params.terminal();
        int columns = terminal.columns() == null ? 0 : terminal.columns();
        if (columns < 0) throw invalid("terminal.columns: not negative, please: " + columns);
        return new ExecRequest(
                arguments(required("argv", params.argv())), directory(required("cwd", params.cwd())),
                environment(required("env", params.env())), isTrue(terminal.stdout()), isTrue(terminal.stderr()),
                isTrue(terminal.color()), columns, input(terminal.input()));
    }

    /** An open enum: what is unknown here cannot be typed at. */
    private static Input input(@Nullable String wire) {
        if (ExecParams.Terminal.KEYS.equals(wire)) return Input.KEYS;
        return ExecParams.Terminal.LINES.equals(wire) ? Input.LINES : Input.NONE;
    }

    static StopWhen stopWhen(@Nullable StopParams wire) {
        String when = required("when", required("params", wire).when());
        return switch (when) {
            case StopParams.IDLE -> StopWhen.IDLE;
            case StopParams.NOW -> StopWhen.NOW;
            default -> throw invalid("when: \"idle\" or \"now\" is required");
        };
    }

    /**
     * @param depth at least one
     */
    record Discovery(Optional<String> scope, Optional<SourcePath> document, int depth, Optional<String> cursor) {}

    static Discovery discovery(@Nullable DiscoverParams wire) {
        DiscoverParams params = wire == null ? new DiscoverParams(null, null, null, null) : wire;
        Optional<SourcePath> document = Optional.ofNullable(params.textDocument()).map(it -> document("textDocument.uri", it.uri()));
        if (document.isPresent() && params.scope() != null) throw invalid("scope: not together with textDocument, please");
        int depth = within("depth", params.depth(), 1, Integer.MAX_VALUE).orElse(1);
        return new Discovery(Optional.ofNullable(params.scope()), document, depth, Optional.ofNullable(params.cursor()));
    }

    /** Where an answer goes on, of the present revision. */
    static int offset(String cursor, long revision) {
        if (!cursor.matches("\\d{1,18}:\\d{1,9}")) throw invalid("cursor: none of this server's: " + cursor);
        int colon = cursor.indexOf(':');
        if (Long.parseLong(cursor.substring(0, colon)) != revision) throw failure(Protocol.CONTENT_MODIFIED, "cursor: of a revision that is past");
        return Integer.parseInt(cursor.substring(colon + 1));
    }

    record RunWish(RunRequest request, boolean continuous) {}

    static RunWish runWish(@Nullable RunParams wire, SortedMap<String, String> environment) {
        RunParams params = required("params", wire);
        RunId run = new RunId(runId(params.runId()));
        List<TestSelector> selectors = selectors(params.include(), params.exclude());
        String kind = word("kind", params.kind(), RunParams.RUN, RunParams.DEBUG, RunParams.COVERAGE).orElse(RunParams.RUN);
        Isolation isolation = word("isolation", params.isolation(), RunParams.AUTO, RunParams.WARM, RunParams.FRESH)
                .map(it -> Isolation.valueOf(it.toUpperCase(Locale.ROOT))).orElse(Isolation.AUTO);
        RunRequest.FailedTests red = word("red", params.red(), RunParams.ONLY, RunParams.FIRST)
                .map(it -> RunRequest.FailedTests.valueOf(it.toUpperCase(Locale.ROOT))).orElse(RunRequest.FailedTests.AS_ANY);
        boolean continuous = isTrue(params.continuous());
        if (continuous && !kind.equals(RunParams.RUN)) throw failure(Protocol.NOT_SUPPORTED, "continuous: not with runs of kind " + kind);
        RunSettings plain = new RunSettings(isolation, within("workers", params.workers(), 1, 1024).orElse(Runtime.getRuntime().availableProcessors()),
                within("maxFail", params.maxFail(), 1, Integer.MAX_VALUE), time("testTimeoutMs", params.testTimeoutMs()), time("runTimeoutMs", params.runTimeoutMs()))
                .besides(params.workers() == null ? 1 : 0).in(continuous ? RunSettings.Order.NEAREST_FIRST : RunSettings.Order.LONGEST_FIRST);
        RunSettings settings = kind.equals(RunParams.DEBUG) ? plain.debugging() : kind.equals(RunParams.COVERAGE) ? plain.covering() : plain;
        Optional<RunRequest.Affected> affected = Optional.ofNullable(params.affected()).map(it -> new RunRequest.Affected(Optional.ofNullable(it.since())));
        Map<String, String> properties = params.systemProperties() == null ? Map.of() : strings("systemProperties", params.systemProperties());
        RunRequest request = new RunRequest(run, selectors, affected, expression("names", params.names(), WordExpression::names),
                expression("tags", params.tags(), WordExpression::tags), red, settings, environment(params.env(), environment), properties);
        boolean unsaved = params.unsaved() == null || params.unsaved();
        return new RunWish(request.of(unsaved ? RunRequest.Texts.UNSAVED : RunRequest.Texts.SAVED), continuous);
    }

    static String runId(@Nullable CancelParams wire) {
        return runId(required("params", wire).runId());
    }

    record AffectedWish(List<TestSelector> selectors, Optional<String> since, SortedMap<String, String> environment, Optional<String> cursor) {}

    static AffectedWish affectedWish(@Nullable AffectedParams wire, SortedMap<String, String> environment) {
        AffectedParams params = wire == null ? new AffectedParams(null, null, null, null, null) : wire;
        return new AffectedWish(selectors(params.include(), params.exclude()), Optional.ofNullable(params.since()),
                environment(params.env(), environment), Optional.ofNullable(params.cursor()));
    }

    record WhyWish(TestId id, TestSelector selector, SortedMap<String, String> environment) {}

    static WhyWish whyWish(@Nullable WhyParams wire, SortedMap<String, String> environment) {
        WhyParams params = required("params", wire);
        TestSelector.OfId selector = selector("id", required("id", params.id()));
        if (selector.className().isEmpty()) throw invalid("id: that of a class or a method is required: " + selector.text());
        TestId id = new TestId(new ModuleId(selector.module()), selector.className(), selector.method(), "");
        return new WhyWish(id, selector, environment(params.env(), environment));
    }

    record CoverageWish(RunId run, SourcePath file, Optional<TestId> test) {}

    static CoverageWish coverageWish(@Nullable CoverageParams wire) {
        CoverageParams params = required("params", wire);
        RunId run = new RunId(runId(params.runId()));
        SourcePath file = document("textDocument.uri", required("textDocument", params.textDocument()).uri());
        Optional<TestId> test = Optional.ofNullable(params.id()).map(id -> {
            TestSelector.OfId selector = selector("id", id);
            if (selector.method().isEmpty()) throw invalid("id: that of a method is required: " + id);
            return new TestId(new ModuleId(selector.module()), selector.className(), selector.method(), "");
        });
        return new CoverageWish(run, file, test);
    }

    /** Of a file on this machine. */
    static SourcePath document(String name, @Nullable String uri) {
        try {
            return new SourcePath(Path.of(URI.create(required(name, uri))));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw invalid(name + ": the URI of a file is required: " + uri);
        }
    }

    private static String runId(@Nullable String wire) {
        String id = required("runId", wire);
        if (id.isEmpty() || id.length() > MAX_RUN_ID) throw invalid("runId: from 1 to " + MAX_RUN_ID + " characters, please");
        return id;
    }

    private static List<TestSelector> selectors(@Nullable List<@Nullable String> include, @Nullable List<@Nullable String> exclude) {
        List<TestSelector> selectors = new ArrayList<>();
        if (include != null && include.isEmpty()) throw invalid("include: at least one, please; without it everything is included");
        for (int i = 0; include != null && i < include.size(); i++) selectors.add(selector("include[" + i + "]", include.get(i)));
        for (int i = 0; exclude != null && i < exclude.size(); i++) {
            TestSelector.OfId excluded = selector("exclude[" + i + "]", exclude.get(i));
            selectors.add(new TestSelector.Not("!" + excluded.text(), excluded));
        }
        return selectors;
    }

    private static TestSelector.OfId selector(String name, @Nullable String id) {
        try {
            TestSelector.OfId selector = TestSelector.OfId.parse(required(name, id));
            new ModuleId(selector.module());
            return selector;
        } catch (BadExpression e) {
            throw invalid(name + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw invalid(name + ": no id of a test: " + id);
        }
    }

    /** An optional word of a closed enum. */
    private static Optional<String> word(String name, @Nullable String wire, String... words) {
        if (wire == null || List.of(words).contains(wire)) return Optional.ofNullable(wire);
        String all = String.join(", ", List.of(words).subList(0, words.length - 1).stream().map(it -> '"' + it + '"').toList());
        throw invalid(name + ": " + all + " or \"" + words[words.length - 1] + "\" is required");
    }

    private static OptionalInt within(String name, @Nullable Integer wire, int from, int to) {
        if (wire == null) return OptionalInt.empty();
        if (wire < from || wire > to) throw invalid(name + ": from " + from + (to == Integer.MAX_VALUE ? "" : " to " + to) + ", please: " + wire);
        return OptionalInt.of(wire);
    }

    private static Optional<Duration> time(String name, @Nullable Integer wire) {
        OptionalInt millis = within(name, wire, 1, Integer.MAX_VALUE);
        return millis.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(millis.getAsInt()));
    }

    private static Optional<String> expression(String name, @Nullable String wire, Consumer<String> reader) {
        try {
            if (wire != null) reader.accept(wire);
        } catch (BadExpression e) {
            throw invalid(name + ": " + e.getMessage());
        }
        return Optional.ofNullable(wire);
    }

    private static SortedMap<String, String> environment(@Nullable Map<String, @Nullable String> wire, SortedMap<String, String> otherwise) {
        return wire == null ? otherwise : strings("env", wire);
    }

    private static List<String> arguments(List<@Nullable String> wire) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < wire.size(); i++) arguments.add(required("argv[" + i + "]", wire.get(i)));
        return arguments;
    }

    private static Path directory(String wire) {
        try {
            Path directory = Path.of(wire);
            if (directory.isAbsolute()) return directory;
        } catch (InvalidPathException e) {
            // As wrong as a relative one.
        }
        throw invalid("cwd: an absolute path is required");
    }

    private static SortedMap<String, String> environment(Map<String, @Nullable String> wire) {
        return strings("env", wire);
    }

    private static SortedMap<String, String> strings(String member, Map<String, @Nullable String> wire) {
        SortedMap<String, String> strings = new TreeMap<>();
        wire.forEach((name, value) -> strings.put(name, required(member + "." + name, value)));
        return strings;
    }

    private static boolean isTrue(@Nullable Boolean wire) {
        return wire != null && wire;
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) throw invalid(name + ": required");
        return value;
    }

    static ResponseErrorException invalid(String message) {
        return new ResponseErrorException(new ResponseError(ResponseErrorCode.InvalidParams, message, null));
    }

    /** @param code of those that the specification lists */
    static ResponseErrorException failure(int code, String message) {
        return new ResponseErrorException(new ResponseError(code, message, null));
    }
}
