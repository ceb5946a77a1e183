package dev.testls.rpc;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.testls.base.Cancel;
import dev.testls.engine.Broadcast;
import dev.testls.engine.Live;
import dev.testls.engine.LiveRun;
import dev.testls.engine.World;
import dev.testls.model.Outcome;
import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import dev.testls.model.TestClass;
import dev.testls.model.TestId;
import dev.testls.model.TestMethod;
import dev.testls.model.TestResult;
import dev.testls.protocol.LastResult;
import dev.testls.protocol.RunParams;
import dev.testls.report.SourceLookup;
import dev.testls.report.TraceText;
import dev.testls.run.Plan;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.ProgressParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.WorkDoneProgressBegin;
import org.eclipse.lsp4j.WorkDoneProgressCreateParams;
import org.eclipse.lsp4j.WorkDoneProgressEnd;
import org.eclipse.lsp4j.WorkDoneProgressReport;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one editor has of a test daemon by LSP alone.
 *
 * <p>What runs tell is kept as a state (what is red where, how far a run is) and sent by a thread of its own, so that a
 * client that does not read holds up nobody and is told the last state when it reads. Another one finds the files of what is red:
 * whoever tells something holds the lock of all events, and must not wait for a file system.
 */
final class LspSession implements Broadcast.Listener {
    static final String RUN = "tls.run";
    static final String DEBUG = "tls.debug";
    static final String RUN_AFFECTED = "tls.runAffected";
    static final String CANCEL = "tls.cancel";
    static final String WHY = "tls.why";
    static final List<String> COMMANDS = List.of(RUN, DEBUG, RUN_AFFECTED, CANCEL, WHY);
    /** LSP takes a column beyond a line's end for that end. */
    private static final int LINE_END = 10_000;
    private static final int MESSAGE = 8 << 10;
    private static final Logger log = LoggerFactory.getLogger(LspSession.class);

    private final Live live;
    private final SourceLookup sources;
    private final BiConsumer<String, Object> client;
    private final BiConsumer<String, @Nullable Object> asked;
    private final String name;
    /** The reading thread's alone, as what follows to the next comment. */
    private final Map<SourcePath, Document> documents = new HashMap<>();
    private boolean utf8;
    private boolean beginsProgress;
    private boolean refreshesLenses;
    private volatile boolean unsaved = true;
    private Optional<Cancel.Registration> listening = Optional.empty();
    /** Of the tests of the last runs, by id. */
    private final Map<String, String> whys = new ConcurrentHashMap<>();
    /** Guards what follows. */
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<TestId, Red> red = new TreeMap<>();
    /** Results that were told and whose place is not found yet: the last of each test. */
    private final Map<TestId, TestResult> unplaced = new LinkedHashMap<>();
    private boolean placing;
    private final Set<Path> dirty = new LinkedHashSet<>();
    private final Map<RunId, Progress> progress = new HashMap<>();
    private final Set<RunId> debugged = new HashSet<>();
    private final List<String> messages = new ArrayList<>();
    private boolean lensesAreStale;
    private boolean ended;

    /**
     * @param client is notified: a method and its params
     * @param asked is asked, and nobody waits for the answer
     */
    LspSession(Live live, SourceLookup sources, BiConsumer<String, Object> client, BiConsumer<String, @Nullable Object> asked, String name) {
        this.live = live;
        this.sources = sources;
        this.client = client;
        this.asked = asked;
        this.name = name;
    }

    void begin(boolean countsBytes, boolean maySendProgress, boolean mayRefreshLenses) {
        utf8 = countsBytes;
        beginsProgress = maySendProgress;
        refreshesLenses = mayRefreshLenses;
    }

    boolean usesUnsaved() {
        return unsaved;
    }

    /** The client is gone: its texts do not count any more. */
    void end() {
        listening.ifPresent(Cancel.Registration::close);
        documents.keySet().forEach(path -> live.edit(path, Optional.empty()));
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void open(SourcePath path, int version, String text) {
        listen();
        documents.put(path, new Document(version, text));
        live.edit(path, Optional.of(text));
    }

    void change(SourcePath path, DidChangeTextDocumentParams params) {
        Document document = documents.get(path);
        if (document == null || params.getContentChanges() == null) return;
        Integer told = params.getTextDocument().getVersion();
        int version = told == null ? document.version() + 1 : told;
        for (TextDocumentContentChangeEvent event : params.getContentChanges()) {
            if (event == null || event.getText() == null) continue;
            Range range = event.getRange();
            if (range == null || range.getStart() == null || range.getEnd() == null) {
                document = new Document(version, event.getText());
                continue;
            }
            Position start = range.getStart();
            Position end = range.getEnd();
            document = document.edit(version, start.getLine(), start.getCharacter(), end.getLine(), end.getCharacter(), event.getText(), utf8);
            edited(path.value(), start.getLine(), end.getLine(), (int) event.getText().chars().filter(c -> c == '\n').count());
        }
        documents.put(path, document);
        live.edit(path, Optional.of(document.text()));
    }

    void close(SourcePath path) {
        if (documents.remove(path) != null) live.edit(path, Optional.empty());
    }

    void configure(@Nullable Object settings) {
        if (!(settings instanceof JsonObject all) || !(all.get("tls") instanceof JsonObject tls)) return;
        if (tls.get("unsaved") instanceof JsonPrimitive it && it.isBoolean()) unsaved = it.getAsBoolean();
    }

    /** Over each class and method in a document. */
    List<CodeLens> lenses(World world, SourcePath path) {
        List<CodeLens> lenses = new ArrayList<>();
        TestItems items = new TestItems(world, live.broadcast(), live.red());
        world.tests().all().flatMap(TestItems::withNested).forEach(it -> {
            if (it.source().equals(path)) addLenses(it.range().startLine(), it.id(), items, lenses);
            for (TestMethod method : it.methods()) {
                if (method.declaredIn().equals(Optional.of(path)) && method.range().isPresent()) {
                    addLenses(method.range().get().startLine(), TestId.ofMethod(it.module(), it.name(), method.method()), items, lenses);
                }
            }
        });
        return lenses;
    }

    Optional<Hover> hover(World world, SourcePath path, int line) {
        TestItems items = new TestItems(world, live.broadcast(), live.red());
        String text = world.tests().at(path, line).stream().map(it -> about(world, items, it)).collect(Collectors.joining("\n\n---\n\n"));
        return text.isEmpty() ? Optional.empty() : Optional.of(new Hover(new MarkupContent(MarkupKind.MARKDOWN, text)));
    }

    /** Shows the progress of a run that is about to begin. */
    void show(RunId run, Optional<Either<String, Integer>> token) {
        listen();
        if (token.isEmpty() && !beginsProgress) return;
        Either<String, Integer> shown = token.orElseGet(() -> Either.forLeft("tls-" + run.value()));
        lock.lock();
        try {
            progress.put(run, new Progress(shown, token.isEmpty()));
        } finally {
            lock.unlock();
        }
    }

    /** Tells where a run that is about to begin waits for a debugger. */
    void debug(RunId run) {
        lock.lock();
        try {
            debugged.add(run);
        } finally {
            lock.unlock();
        }
    }

    Optional<RunId> shownAs(@Nullable Either<String, Integer> token) {
        lock.lock();
        try {
            return progress.entrySet().stream().filter(it -> it.getValue().token.equals(token)).map(Map.Entry::getKey).findFirst();
        } finally {
            lock.unlock();
        }
    }

    private void listen() {
        if (listening.isPresent()) return;
        listening = Optional.of(live.broadcast().listen(this));
        RpcServer.thread(name, this::send);
        RpcServer.thread(name + "-places", this::findPlaces);
    }

    private static void addLenses(int line, TestId id, TestItems items, List<CodeLens> lenses) {
        Range range = new Range(new Position(line, 0), new Position(line, 0));
        lenses.add(new CodeLens(range, new Command("Run", RUN, List.of(id.toString())), null));
        lenses.add(new CodeLens(range, new Command("Debug", DEBUG, List.of(id.toString())), null));
        LastResult last = items.last(id);
        if (last != null) lenses.add(new CodeLens(range, new Command(told(last), WHY, List.of(id.toString())), null));
    }

    private String about(World world, TestItems items, TestId id) {
        String label = id.method().isEmpty() ? id.className() : world.tests().all().flatMap(TestItems::withNested).filter(it -> it.name().equals(id.className()))
                .flatMap(it -> it.methods().stream()).filter(it -> it.method().equals(id.method())).map(TestMethod::displayName).findFirst().orElse(id.method());
        LastResult last = items.last(id);
        StringBuilder text = new StringBuilder("**" + label + "** " + (last == null ? "has not run yet" : told(last)));
        List<Outcome> before = live.broadcast().before(id);
        if (!before.isEmpty()) text.append("  \nbefore that: ").append(before.stream().map(ToWire::outcome).collect(Collectors.joining(", ")));
        String why = whys.getOrDefault(id.toString(), whys.get(TestId.ofClass(id.module(), id.topLevelClass()).toString()));
        if (why != null) text.append("\n\nIt ran because ").append(why).append('.');
        Optional<Red> failure;
        lock.lock();
        try {
            failure = red.entrySet().stream().filter(it -> it.getKey().declared().equals(id)).map(Map.Entry::getValue).findFirst();
        } finally {
            lock.unlock();
        }
        failure.ifPresent(it -> text.append("\n\n```\n").append(it.message()).append("\n```"));
        return text.toString();
    }

    private static String told(LastResult last) {
        String duration = last.durationMs() == null ? "" : " in " + (last.durationMs() == Math.rint(last.durationMs()) ? Long.toString(Math.round(last.durationMs())) : last.durationMs().toString()) + " ms";
        return last.outcome() + duration;
    }

    /** The lines {@code start} to {@code end} were replaced: what was red there is not known any more, what is below moves. */
    private void edited(Path file, int start, int end, int newLines) {
        lock.lock();
        try {
            Map<TestId, Red> moved = new HashMap<>();
            boolean any = false;
            for (Map.Entry<TestId, Red> entry : red.entrySet()) {
                Red it = entry.getValue();
                if (!it.file().equals(file) || it.line() < start) continue;
                any = true;
                int line = it.line() - (end - start) + newLines;
                moved.put(entry.getKey(), new Red(file, it.line() <= end ? -1 : line, it.id(), it.label(), it.message()));
            }
            red.putAll(moved);
            if (any) dirty.add(file);
            if (any) changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void begins(World world, List<LiveRun> runs) {
        runs.forEach(run -> run.finished().forEach(it -> finished(it.result())));
    }

    @Override
    public void worldChanged(World now) {
        Set<String> there = now.tests().all().map(it -> it.id().toString()).collect(Collectors.toSet());
        lock.lock();
        try {
            red.entrySet().removeIf(entry -> {
                boolean gone = !there.contains(TestId.ofClass(entry.getKey().module(), entry.getKey().topLevelClass()).toString())
                        && !there.contains(TestId.ofClass(entry.getKey().module(), entry.getKey().className()).toString());
                if (gone) dirty.add(entry.getValue().file());
                return gone;
            });
            lensesAreStale = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void runBegins(LiveRun run) {
        update(run.run(), it -> it.begun = true);
    }

    @Override
    public void planned(RunId run, Plan plan) {
        plan.classes().forEach(it -> {
            whys.put(it.testClass().id().toString(), it.why().text());
            it.wanted().forEach(test -> whys.put(it.testClass().module() + "/" + test, it.why().text()));
        });
        update(run, it -> it.expected = plan.classes().stream().mapToInt(Plan.PlannedClass::testCount).sum());
    }

    @Override
    public void told(RunId run, RunEvent event) {
        if (event instanceof RunEvent.TestFinished it) {
            finished(it.result());
            update(run, shown -> {
                shown.done++;
                if (it.result().outcome().isRed()) shown.failed++;
            });
        } else if (event instanceof RunEvent.DebuggerListening it) {
            lock.lock();
            try {
                if (debugged.contains(run)) messages.add("A test process waits for a debugger at " + it.host() + ":" + it.port() + ".");
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        } else if (event instanceof RunEvent.RunFinished it) {
            update(run, shown -> shown.summary = Optional.of(it.summary()));
            lock.lock();
            try {
                debugged.remove(run);
                lensesAreStale = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void finished(TestResult result) {
        TestId id = result.id();
        lock.lock();
        try {
            boolean isRed = result.outcome().isRed() && result.failure().isPresent();
            if (isRed || red.containsKey(id) || unplaced.containsKey(id) || placing) unplaced.put(id, result);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void findPlaces() {
        for (Optional<TestResult> next = nextUnplaced(); next.isPresent(); next = nextUnplaced()) {
            TestResult result = next.get();
            Optional<Red> there = Optional.empty();
            try {
                if (result.outcome().isRed() && result.failure().isPresent()) there = place(result);
            } catch (RuntimeException e) {
                log.error("{}: the place of a failure was not found", name, e);
            }
            placed(result.id(), there);
        }
    }

    /** Empty at the end. */
    private Optional<TestResult> nextUnplaced() {
        lock.lock();
        try {
            while (!ended && unplaced.isEmpty()) changed.awaitUninterruptibly();
            if (ended) return Optional.empty();
            placing = true;
            return Optional.of(unplaced.remove(unplaced.keySet().iterator().next()));
        } finally {
            lock.unlock();
        }
    }

    private void placed(TestId id, Optional<Red> there) {
        lock.lock();
        try {
            placing = false;
            Red before = red.remove(id);
            if (before != null) dirty.add(before.file());
            there.ifPresent(it -> {
                red.put(id, it);
                dirty.add(it.file());
            });
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Red> place(TestResult result) {
        String trace = result.failure().orElseThrow().trace();
        String type = result.failure().get().type();
        String message = Cut.middle(result.failure().get().message().isEmpty() ? type : result.failure().get().message(), MESSAGE);
        String label = String.join(" > ", result.test().displayNames());
        Optional<Red> there = TraceText.usersFrame(trace, result.id().className()).filter(frame -> frame.line() > 0)
                .flatMap(frame -> sources.find(result.id().module(), frame.className()).map(file -> new Red(file, frame.line() - 1, result.id().toString(), label, message)));
        return there.or(() -> live.world().tests().find(result.id().module(), result.id().topLevelClass())
                .map(it -> new Red(it.source().value(), declaration(it, result.id()), result.id().toString(), label, message)));
    }

    private static int declaration(TestClass testClass, TestId id) {
        return TestItems.withNested(testClass).filter(it -> it.name().equals(id.className())).flatMap(it -> it.methods().stream())
                .filter(it -> it.method().equals(id.method()) && it.declaredIn().equals(Optional.of(testClass.source()))).flatMap(it -> it.range().stream())
                .map(it -> it.startLine()).findFirst().orElse(testClass.range().startLine());
    }

    private void update(RunId run, java.util.function.Consumer<Progress> change) {
        lock.lock();
        try {
            Progress it = progress.get(run);
            if (it == null) return;
            change.accept(it);
            it.changed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void send() {
        while (true) {
            List<Runnable> news = new ArrayList<>();
            lock.lock();
            try {
                while (!ended && (isBeingPlaced() || nothingToSay())) changed.awaitUninterruptibly();
                if (ended) return;
                progress.values().stream().filter(it -> it.changed && it.begun && !it.told).forEach(it -> addBegin(it, news));
                messages.forEach(text -> news.add(() -> client.accept("window/showMessage", new MessageParams(MessageType.Info, text))));
                messages.clear();
                for (Path file : dirty) {
                    List<Red> inFile = red.values().stream().filter(it -> it.file().equals(file)).toList();
                    news.add(() -> client.accept("textDocument/publishDiagnostics", diagnostics(file, inFile)));
                }
                dirty.clear();
                progress.values().stream().filter(it -> it.changed && it.told).forEach(it -> addReport(it, news));
                progress.values().removeIf(it -> it.summary.isPresent());
                if (lensesAreStale && refreshesLenses) news.add(() -> asked.accept("workspace/codeLens/refresh", null));
                lensesAreStale = false;
            } finally {
                lock.unlock();
            }
            try {
                news.forEach(Runnable::run);
            } catch (RuntimeException e) {
                log.error("{}: something was not told", name, e);
            }
        }
    }

    /** A run's end is not told before what is red of it. */
    private boolean isBeingPlaced() {
        return placing || !unplaced.isEmpty();
    }

    private boolean nothingToSay() {
        return dirty.isEmpty() && messages.isEmpty() && !lensesAreStale && progress.values().stream().noneMatch(it -> it.changed);
    }

    private void addBegin(Progress it, List<Runnable> news) {
        it.told = true;
        WorkDoneProgressBegin begin = new WorkDoneProgressBegin();
        begin.setTitle("Tests");
        begin.setCancellable(true);
        begin.setPercentage(0);
        if (it.create) news.add(() -> asked.accept("window/workDoneProgress/create", new WorkDoneProgressCreateParams(it.token)));
        news.add(() -> client.accept("$/progress", new ProgressParams(it.token, Either.forLeft(begin))));
    }

    private void addReport(Progress it, List<Runnable> news) {
        it.changed = false;
        if (it.summary.isPresent()) {
            RunSummary summary = it.summary.get();
            WorkDoneProgressEnd end = new WorkDoneProgressEnd();
            end.setMessage(summed(summary));
            news.add(() -> client.accept("$/progress", new ProgressParams(it.token, Either.forLeft(end))));
        } else if (it.done > 0) {
            WorkDoneProgressReport report = new WorkDoneProgressReport();
            report.setMessage(it.done + " of " + Math.max(it.done, it.expected) + (it.failed == 0 ? "" : ", " + it.failed + " red"));
            report.setPercentage(Math.min(100, 100 * it.done / Math.max(1, Math.max(it.done, it.expected))));
            news.add(() -> client.accept("$/progress", new ProgressParams(it.token, Either.forLeft(report))));
        }
    }

    private static String summed(RunSummary it) {
        List<String> parts = new ArrayList<>();
        if (it.passed() > 0) parts.add(it.passed() + " passed");
        if (it.failed() + it.errors() > 0) parts.add(it.failed() + it.errors() + " failed");
        if (it.skipped() > 0) parts.add(it.skipped() + " skipped");
        if (!it.notRun().isEmpty()) parts.add(it.notRun().size() + " could not run");
        return parts.isEmpty() ? "no tests ran" : String.join(", ", parts);
    }

    private static PublishDiagnosticsParams diagnostics(Path file, Collection<Red> red) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (Red it : new TreeSet<>(red)) {
            if (!it.file().equals(file) || it.line() < 0) continue;
            Diagnostic diagnostic = new Diagnostic(new Range(new Position(it.line(), 0), new Position(it.line(), LINE_END)), it.label() + ": " + it.message(),
                    DiagnosticSeverity.Error, "tls", it.id());
            diagnostics.add(diagnostic);
        }
        return new PublishDiagnosticsParams(TestItems.uri(file), diagnostics);
    }

    /** What is red, and where; {@code line} is negative once an edit has made it unknown. */
    private record Red(Path file, int line, String id, String label, String message) implements Comparable<Red> {
        @Override
        public int compareTo(Red other) {
            int byLine = Integer.compare(line, other.line);
            return byLine != 0 ? byLine : id.compareTo(other.id);
        }
    }

    /** How far a run is that the editor shows. */
    private static final class Progress {
        private final Either<String, Integer> token;
        private final boolean create;
        private boolean begun;
        private boolean told;
        private boolean changed;
        private int expected;
        private int done;
        private int failed;
        private Optional<RunSummary> summary = Optional.empty();

        Progress(Either<String, Integer> token, boolean create) {
            this.token = token;
            this.create = create;
        }
    }

    /** A command's run, as {@code tls/run} has it. */
    RunParams run(@Nullable List<String> include, @Nullable String since, boolean affected, String kind) {
        return new RunParams(UUID.randomUUID().toString(), include, null, kind, null, null, affected ? new RunParams.Affected(since) : null, null, null, null,
                null, null, null, null, unsaved, null, null);
    }

    /** A command's arguments as texts. */
    static List<String> texts(@Nullable List<Object> arguments) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; arguments != null && i < arguments.size(); i++) {
            Object it = arguments.get(i);
            if (!(it instanceof JsonPrimitive text) || !text.isString()) throw FromWire.invalid("arguments[" + i + "]: a string is required");
            texts.add(text.getAsString());
        }
        return texts;
    }
}
