package dev.testls.cli;

import dev.testls.base.Ticker;
import dev.testls.engine.Audience;
import dev.testls.engine.Continuous;
import dev.testls.engine.Engine;
import dev.testls.engine.RunRequest;
import dev.testls.engine.Wish;
import dev.testls.model.SourcePath;
import dev.testls.project.ProjectReader;
import dev.testls.report.JsonReport;
import dev.testls.report.TerminalOptions;
import dev.testls.report.TerminalOptions.Redraw;
import dev.testls.report.TerminalOptions.Timing;
import dev.testls.report.WatchScreen;
import dev.testls.run.ExitCode;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSettings;
import dev.testls.run.RunSummary;
import dev.testls.select.BadExpression;
import dev.testls.select.TestSelector;
import dev.testls.select.WordExpression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A continuous run before one caller's eyes, and what the caller types. Everything is told, and every key is heard, on a
 * thread of its own.
 */
final class WatchSession implements Audience, Console.Typed, Typing.Commands, AutoCloseable {
    private static final long REDRAW_MILLIS = 100;
    private static final int MOST_REASONS = 40;
    private static final int MOST_TYPED_AHEAD = 4 << 10;
    private static final Pattern PART_OF_A_NAME = Pattern.compile("\\w+");
    private static final String KEYS = """
              a      all tests
              f      those that are red
              u      those that the changes since the last commit affect
              Enter  those of the last round again
              p      only those of a class, file, folder or module
              t      only those whose names fit
              w      why the last ones ran
              d      how to debug one
              q      quit
            """;
    private static final String DEBUGGING = """
            To debug a test, in another terminal:
              tls run --debug FooTest#method
            It waits until a debugger attaches to the port that it tells.
            """;

    private final Context context;
    private final Path directory;
    private final RunRequest request;
    private final Ticker ticker = Ticker.system();
    private final ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor(Session::tellerThread);
    private final Gate gate;
    private final Optional<WatchScreen> screen;
    private final List<Consumer<RunEvent>> machines = new ArrayList<>();
    private final Optional<Writer> file;
    private final Typing typing;
    private final Timing timing;
    /** In characters. */
    private final AtomicInteger typedAhead = new AtomicInteger();
    private final Continuous continuous;
    /** The teller's, as all below. */
    private List<TestSelector> selectors;
    private Optional<String> names;
    private int rounds;
    private long savedAt;
    private long testsBegan;
    private Optional<RunEvent.StatusChanged> status = Optional.empty();

    private WatchSession(Context context, Path directory, RunRequest request, OutputOptions output, Optional<String> json) throws IOException {
        this.context = context;
        this.gate = new Gate(context.cancel(), Gate.PATIENCE);
        this.directory = directory;
        this.request = request;
        this.selectors = request.selectors();
        this.names = request.names();
        this.typing = new Typing(context.call().input(), this);
        boolean machineOnly = json.filter("-"::equals).isPresent();
        TerminalOptions options = options(output);
        this.timing = options.timing();
        this.screen = machineOnly ? Optional.empty()
                : Optional.of(new WatchScreen(options, ticker, new Sources(context.daemon().engine()), Session.sink(context.console())));
        this.file = machineOnly || json.isEmpty() ? Optional.empty()
                : Optional.of(Files.newBufferedWriter(directory.resolve(json.get()), StandardCharsets.UTF_8));
        if (machineOnly) machines.add(new JsonReport(context.console()::out));
        file.ifPresent(it -> machines.add(new JsonReport(line -> write(it, line))));
        this.continuous = context.daemon().engine().continuous(request, this);
    }

    /** Watches until the caller has had enough; the answer is the process's exit code. */
    static int watch(Context context, Path directory, RunRequest request, OutputOptions output, Optional<String> json) throws IOException {
        RunSettings settings = request.settings().in(RunSettings.Order.NEAREST_FIRST);
        RunRequest nearestFirst = new RunRequest(request.run(), request.selectors(), request.affected(), request.names(), request.tags(),
                request.failedTests(), settings, request.environment(), request.systemProperties());
        Engine engine = context.daemon().engine();
        // Where there is nothing to watch, it is said as a run says it, instead of waiting for somebody to make a project here.
        if (engine.world().project().isEmpty() && ProjectReader.missing(engine.root()).isPresent()) {
            try (Session session = Session.open(context, directory, output, json, Optional.empty())) {
                RunSummary summary = engine.run(context.cancel(), request, session, context.console()::afterwards);
                session.finish();
                return summary.exitCode().value();
            }
        }
        try (WatchSession session = new WatchSession(context, directory, nearestFirst, output, json)) {
            return session.watch().value();
        }
    }

    private TerminalOptions options(OutputOptions output) {
        TerminalOptions it = output.terminal(context.call(), directory);
        // Where whole lines are typed, the terminal shows them where it likes; an area that is redrawn would be torn.
        Redraw redraw = context.call().input() == Call.Input.LINES ? Redraw.NEVER : it.redraw();
        return new TerminalOptions(redraw, it.color(), it.columns(), it.verbosity(), it.trace(), it.timing(), it.durations(), it.base());
    }

    private ExitCode watch() {
        if (context.call().terminal()) teller.scheduleAtFixedRate(() -> screen.ifPresent(WatchScreen::tick), REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
        if (screen.isPresent() && context.call().input() != Call.Input.NONE) {
            tell(it -> it.hint("? keys"));
            context.console().listen(this);
        }
        context.console().giveWay(() -> {
            notice("another build of tls replaces this daemon; watching begins anew with it");
            continuous.stop();
        });
        ExitCode exitCode = continuous.run(context.cancel());
        tell(it -> it.ends(lastWords()));
        finish();
        return exitCode;
    }

    private String lastWords() {
        String what = "stopped after " + rounds + (rounds == 1 ? " round" : " rounds");
        return status.map(it -> what + ": " + (it.red() == 0 ? "none" : it.red()) + " red"
                + (it.stale() == 0 ? "" : ", " + it.stale() + " not run") + " of " + it.tests() + (it.tests() == 1 ? " test" : " tests")).orElse(what);
    }

    @Override
    public Consumer<RunEvent> roundBegins(Round round) {
        post(() -> {
            rounds = round.number();
            savedAt = ticker.nanos();
            screen.ifPresent(it -> it.roundBegins(title(round)));
        });
        return this::event;
    }

    private void event(RunEvent told) {
        for (RunEvent event : gate.enter(told)) post(event);
    }

    private void post(RunEvent event) {
        long told = ticker.nanos();
        post(() -> {
            if (event instanceof RunEvent.StepFinished step && step.step().equals("notice")) savedAt = told - step.duration().toNanos();
            if (event instanceof RunEvent.RunStarted) testsBegan = told;
            boolean over = event instanceof RunEvent.RunFinished;
            if (over && testsBegan != 0) timing("run", told - testsBegan);
            machines.forEach(it -> it.accept(event));
            screen.ifPresent(it -> it.accept(event));
            gate.leave(event);
            if (!over) return;
            testsBegan = 0;
            timing("print", ticker.nanos() - told);
            timing("from the cause to here", ticker.nanos() - savedAt);
        });
    }

    /** The steps that only this side of the engine can tell. */
    private void timing(String step, long nanos) {
        if (timing == Timing.SHOWN) screen.ifPresent(it -> it.accept(new RunEvent.StepFinished(step, Duration.ofNanos(nanos))));
    }

    @Override
    public void phase(String text) {
        tell(it -> it.phase(text));
    }

    @Override
    public void notice(String text) {
        if (screen.isPresent()) {
            tell(it -> it.notice(text));
        } else {
            context.console().err("tls: " + text + "\n");
        }
    }

    @Override
    public void stands(RunEvent.StatusChanged now) {
        post(() -> {
            status = Optional.of(now);
            machines.forEach(it -> it.accept(now));
            screen.ifPresent(it -> it.stands(now));
            if (file.isPresent()) flush(file.get());
        });
    }

    @Override
    public void typed(String text) {
        // Nobody types so much ahead; a client that does not read what it is answered could.
        if (typedAhead.addAndGet(text.length()) > MOST_TYPED_AHEAD) {
            typedAhead.addAndGet(-text.length());
            return;
        }
        post(() -> {
            typedAhead.addAndGet(-text.length());
            typing.typed(text);
        });
    }

    @Override
    public void resized(int columns) {
        tell(it -> it.resized(columns));
    }

    @Override
    public void pressed(int key) {
        switch (key) {
            case 'a' -> continuous.ask(Wish.ALL);
            case 'f' -> askForRed();
            case 'u' -> continuous.ask(Wish.SINCE_COMMIT);
            case '\n' -> continuous.ask(Wish.AGAIN);
            case 'w' -> screen.ifPresent(it -> it.tell(reasons()));
            case 'd' -> screen.ifPresent(it -> it.tell(DEBUGGING));
            case 'q' -> continuous.stop();
            case '?', 'h' -> screen.ifPresent(it -> it.tell(KEYS));
            default -> { }
        }
    }

    /** What {@code --lf} makes of it, everything, is not what this key is pressed for. */
    private void askForRed() {
        if (status.filter(it -> it.red() == 0).isPresent()) {
            screen.ifPresent(it -> it.tell("none is red\n"));
        } else {
            continuous.ask(Wish.FAILED);
        }
    }

    @Override
    public void asks(Typing.Question question, String answer) {
        screen.ifPresent(it -> it.ask(question.text, answer));
    }

    @Override
    public void left() {
        screen.ifPresent(WatchScreen::askedNoMore);
    }

    @Override
    public void answered(Typing.Question question, String answer) {
        left();
        try {
            switch (question) {
                case PATH -> selectors = answer.isEmpty() ? request.selectors() : TestSelector.parse(widened(answer), directory);
                case NAME -> {
                    if (!answer.isEmpty()) WordExpression.names(answer);
                    names = answer.isEmpty() ? request.names() : Optional.of(answer);
                }
            }
        } catch (BadExpression e) {
            notice(e.getMessage());
            return;
        }
        screen.ifPresent(it -> it.only(narrowing()));
        continuous.narrow(selectors, names);
    }

    /** A mere word stands for every class that has it in its name. */
    private static String widened(String answer) {
        return PART_OF_A_NAME.matcher(answer).matches() ? "*" + answer + "*" : answer;
    }

    private String narrowing() {
        List<String> parts = new ArrayList<>();
        if (!selectors.equals(request.selectors())) selectors.forEach(it -> parts.add(it.text()));
        if (!names.equals(request.names())) names.ifPresent(parts::add);
        return String.join(" ", parts);
    }

    private String reasons() {
        SortedMap<String, String> byTest = continuous.reasons().byTest();
        if (byTest.isEmpty()) return "nothing has run yet\n";
        StringBuilder text = new StringBuilder();
        byTest.entrySet().stream().limit(MOST_REASONS).forEach(it -> text.append("  ").append(it.getKey()).append("  ").append(it.getValue()).append('\n'));
        if (byTest.size() > MOST_REASONS) text.append("  … ").append(byTest.size() - MOST_REASONS).append(" more\n");
        return text.toString();
    }

    private static String title(Round round) {
        if (!round.changed().isEmpty()) return changed(round.changed());
        return switch (round.wish()) {
            case AFFECTED -> "what changed since it last ran";
            case ALL -> "all tests";
            case FAILED -> "what is red";
            case SINCE_COMMIT -> "what the changes since the last commit affect";
            case AGAIN -> "once more";
        };
    }

    private static String changed(List<SourcePath> files) {
        String first = files.get(0).fileName();
        if (files.size() == 1) return first + " changed";
        if (files.size() == 2) return first + " and " + files.get(1).fileName() + " changed";
        return first + " and " + (files.size() - 1) + " others changed";
    }

    private void tell(Consumer<WatchScreen> what) {
        post(() -> screen.ifPresent(what));
    }

    private void post(Runnable what) {
        try {
            teller.execute(what);
        } catch (RejectedExecutionException e) {
            // A key that was pressed after the end.
        }
    }

    private void finish() {
        try {
            teller.submit(() -> {}).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        teller.shutdown();
        gate.close();
        if (file.isPresent()) file.get().close();
    }

    private static void write(Writer writer, String line) {
        try {
            writer.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void flush(Writer writer) {
        try {
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
