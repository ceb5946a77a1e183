package dev.testls.rpc;

import dev.testls.base.Cancel;
import dev.testls.engine.AffectedTests;
import dev.testls.engine.Explanation;
import dev.testls.engine.Live;
import dev.testls.engine.LiveRun;
import dev.testls.engine.Origin;
import dev.testls.engine.RunRequest;
import dev.testls.engine.World;
import dev.testls.model.Revision;
import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import dev.testls.model.TestClass;
import dev.testls.model.TestId;
import dev.testls.protocol.AffectedParams;
import dev.testls.protocol.AffectedResult;
import dev.testls.protocol.CancelParams;
import dev.testls.protocol.CancelResult;
import dev.testls.protocol.CoverageParams;
import dev.testls.protocol.CoverageResult;
import dev.testls.protocol.DiscoverParams;
import dev.testls.protocol.DiscoverResult;
import dev.testls.protocol.Protocol;
import dev.testls.protocol.RunParams;
import dev.testls.protocol.RunResult;
import dev.testls.protocol.SelectedTest;
import dev.testls.protocol.Status;
import dev.testls.protocol.SynchronizeResult;
import dev.testls.protocol.TestItem;
import dev.testls.protocol.WhyParams;
import dev.testls.protocol.WhyResult;
import dev.testls.select.BadExpression;
import dev.testls.select.TestSelector;
import dev.testls.select.Why;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client asks about tests. Called on the thread that reads; what takes time goes on elsewhere, begun through
 * {@code later} once the answer's way is clear.
 */
final class TestRequests {
    /** Of one client, runs and questions that take time: many, and fewer than would exhaust threads. */
    private static final int MAX_RUNNING = 64;
    private static final int MOST_DEPENDENCIES = 1000;
    private static final Logger log = LoggerFactory.getLogger(TestRequests.class);

    private final Live live;
    private final Lifecycle lifecycle;
    private final EventFeed feed;
    private final Consumer<Runnable> later;
    private final SortedMap<String, String> environment = new TreeMap<>(System.getenv());
    private final Map<RunId, Cancel> runs = new ConcurrentHashMap<>();
    private final Set<Cancel> questions = ConcurrentHashMap.newKeySet();
    private Optional<Cancel.Registration> following = Optional.empty();
    /** Guarded by this, as what follows: two questions may end at once. */
    private Optional<Rest> rest = Optional.empty();
    private int rests;
    private Optional<Told> told = Optional.empty();

    TestRequests(Live live, Lifecycle lifecycle, EventFeed feed, Consumer<Runnable> later) {
        this.live = live;
        this.lifecycle = lifecycle;
        this.feed = feed;
        this.later = later;
    }

    /** Asks all that it began to stop. Any thread. */
    void cancelAll() {
        runs.values().forEach(Cancel::request);
        questions.forEach(Cancel::request);
    }

    /** The client is gone. */
    void end() {
        cancelAll();
        feed.end();
        following.ifPresent(Cancel.Registration::close);
    }

    SynchronizeResult synchronize() {
        List<LiveRun> runs = feed.synchronize();
        later.accept(feed::release);
        Status status = ToWire.status(live);
        follow();
        return new SynchronizeResult(status.revision(), status, runs.stream().limit(1000).map(it -> ToWire.started(it, feed.isOwn(it))).toList());
    }

    /** From now on the world follows what changes. */
    void follow() {
        if (following.isEmpty()) following = Optional.of(live.follow(environment));
    }

    /** Something about a document that the world knows. */
    <T> CompletableFuture<T> look(SourcePath path, Function<World, T> look) {
        return slowly(cancel -> look.apply(live.refresh(cancel, environment, path)));
    }

    /** Asks the runs that it began to stop. */
    void cancelRuns() {
        runs.values().forEach(it -> later.accept(it::request));
    }

    Status status() {
        return ToWire.status(live);
    }

    CompletableFuture<DiscoverResult> discover(@Nullable DiscoverParams wire) {
        FromWire.Discovery wanted = FromWire.discovery(wire);
        return slowly(cancel -> {
            World world = live.world();
            // Whoever looks at a part has looked at the whole before, and is told of what changed since.
            if (wanted.scope().isEmpty() && wanted.cursor().isEmpty() || world.project().isEmpty()) world = live.refresh(cancel, environment);
            if (world.project().isEmpty()) throw failed("the build cannot be read" + world.problem().map(it -> ": " + it.message()).orElse(""));
            Optional<TestClass> unknown = wanted.scope().flatMap(scope -> onlyEngineKnows(live.world(), scope));
            if (unknown.isPresent()) {
                world = live.list(cancel, request(new RunId("discover"), List.of(TestSelector.OfId.parse(unknown.get().id().toString())), Optional.empty(), environment), event -> {});
            }
            int from = wanted.cursor().isPresent() ? FromWire.offset(wanted.cursor().get(), world.revision().value()) : 0;
            List<TestItem> all = items(world, wanted, from);
            List<TestItem> left = all.subList(Math.min(from, all.size()), all.size());
            List<TestItem> part = Cut.parts(left, TestItems::bytes).get(0);
            boolean isLast = part.size() == left.size();
            keep(isLast ? Optional.empty() : Optional.of(new Told(world.revision(), wanted.scope(), wanted.document(), wanted.depth(), all)));
            return new DiscoverResult(world.revision().value(), part, isLast ? null : world.revision().value() + ":" + (from + part.size()));
        });
    }

    /** Those that a cursor goes on in are made once for all parts. */
    private List<TestItem> items(World world, FromWire.Discovery wanted, int from) {
        Optional<Told> kept = from == 0 ? Optional.empty() : kept().filter(it -> it.revision().equals(world.revision())
                && it.scope().equals(wanted.scope()) && it.document().equals(wanted.document()) && it.depth() == wanted.depth());
        if (kept.isPresent()) return kept.get().items();
        TestItems items = new TestItems(world, live.broadcast(), live.red());
        return wanted.document().isPresent() ? items.in(wanted.document().get()) : items.below(wanted.scope(), wanted.depth());
    }

    private synchronized void keep(Optional<Told> now) {
        told = now;
    }

    private synchronized Optional<Told> kept() {
        return told;
    }

    /** @param told whether this client hears of it as of its own */
    RunResult run(@Nullable RunParams wire, Origin origin, boolean told) {
        FromWire.RunWish wish = FromWire.runWish(wire, environment);
        if (runs.size() >= MAX_RUNNING) throw FromWire.failure(ResponseErrorCode.RequestFailed.getValue(), MAX_RUNNING + " runs of this client go on already");
        RunId id = wish.request().run();
        if (!lifecycle.commandBegins()) throw FromWire.failure(Protocol.SERVER_STOPPING, "the daemon is about to stop");
        Optional<Cancel> cancel = live.broadcast().reserve(id);
        if (cancel.isEmpty()) {
            lifecycle.commandEnded();
            throw FromWire.failure(Protocol.RUN_ID_TAKEN, "runId: a run " + id.value() + " was there already");
        }
        runs.put(id, cancel.get());
        if (told) feed.follow(id);
        later.accept(() -> run(cancel.get(), wish, origin));
        return new RunResult(id.value());
    }

    private void run(Cancel cancel, FromWire.RunWish wish, Origin origin) {
        try {
            if (wish.continuous()) {
                try (Cancel.Registration replaced = lifecycle.giveWay().onRequest(cancel::request)) {
                    live.runContinuously(cancel, wish.request(), origin);
                }
            } else {
                live.run(cancel, wish.request(), origin, event -> {});
            }
        } catch (RuntimeException | Error e) {
            log.error("run {} broke", wish.request().run().value(), e);
        } finally {
            runs.remove(wish.request().run());
            lifecycle.commandEnded();
        }
    }

    CancelResult cancel(@Nullable CancelParams wire) {
        RunId run = new RunId(FromWire.runId(wire));
        Optional<Cancel> cancel = live.broadcast().cancelOf(run);
        cancel.ifPresent(it -> later.accept(it::request));
        return new CancelResult(cancel.isPresent());
    }

    CompletableFuture<AffectedResult> affected(@Nullable AffectedParams wire) {
        FromWire.AffectedWish wish = FromWire.affectedWish(wire, environment);
        if (wish.cursor().isPresent()) return CompletableFuture.completedFuture(goOn(wish.cursor().get()));
        RunRequest request = request(new RunId("affected"), wish.selectors(), Optional.of(new RunRequest.Affected(wish.since())), wish.environment());
        return slowly(cancel -> {
            AffectedTests found = live.affected(cancel, request, event -> {});
            World world = world();
            return page(new Rest("", world.revision().value(), found.selected(), found.total(), found.stillRed().size(), ToWire.selected(found)));
        });
    }

    CompletableFuture<WhyResult> why(@Nullable WhyParams wire) {
        FromWire.WhyWish wish = FromWire.whyWish(wire, environment);
        TestId id = wish.id();
        return slowly(cancel -> {
            RunRequest request = request(new RunId("why"), List.of(wish.selector()), Optional.of(new RunRequest.Affected(Optional.empty())), wish.environment());
            List<Explanation> found = live.explain(cancel, request, event -> {}).stream()
                    .filter(it -> id.method().isEmpty() || it.test().equals(id.className() + "#" + id.method())).toList();
            World world = world();
            if (!new TestTreeDiff(world).holds(id)) throw FromWire.invalid("id: of no test: " + id);
            Optional<Why> why = found.stream().flatMap(it -> it.why().stream()).findFirst();
            List<String> dependencies = id.method().isEmpty() ? List.of()
                    : found.stream().flatMap(it -> it.dependencies().stream()).map(it -> it.kind() + " " + it.text()).distinct().toList();
            List<String> shown = dependencies.stream().limit(MOST_DEPENDENCIES).map(it -> Cut.middle(it, 600)).toList();
            int more = dependencies.size() - shown.size();
            return new WhyResult(id.toString(), world.revision().value(), why.isPresent(), why.map(ToWire::why).orElse(null), shown,
                    more == 0 ? null : more,
                    new TestItems(world, live.broadcast(), live.red()).last(id));
        });
    }

    CompletableFuture<CoverageResult> coverage(@Nullable CoverageParams wire) {
        FromWire.CoverageWish wish = FromWire.coverageWish(wire);
        return slowly(cancel -> ToWire.coverage(live.coverage(wish.run(), wish.file(), wish.test())
                .orElseThrow(() -> failed("nothing is known of what run " + wish.run().value() + " executed of " + wish.file() + ": it is none of the last with coverage, or the file holds no code"))));
    }

    private World world() {
        World world = live.world();
        if (world.project().isEmpty()) throw failed("the build cannot be read" + world.problem().map(it -> ": " + it.message()).orElse(""));
        return world;
    }

    private synchronized AffectedResult goOn(String cursor) {
        Optional<Rest> kept = rest.filter(it -> it.cursor().equals(cursor) && it.revision() == live.world().revision().value());
        if (kept.isPresent()) return page(kept.get());
        if (cursor.matches("affected-\\d{1,9}")) throw FromWire.failure(Protocol.CONTENT_MODIFIED, "cursor: of a revision that is past");
        throw FromWire.invalid("cursor: none of this server's: " + cursor);
    }

    private synchronized AffectedResult page(Rest it) {
        List<SelectedTest> part = Cut.parts(it.tests(), ToWire::bytes).get(0);
        boolean all = part.size() == it.tests().size();
        String cursor = all ? null : "affected-" + ++rests;
        rest = all ? Optional.empty()
                : Optional.of(new Rest(cursor, it.revision(), it.selected(), it.total(), it.stillRed(), it.tests().subList(part.size(), it.tests().size())));
        return new AffectedResult(it.revision(), it.selected(), it.total(), it.stillRed(), part, cursor);
    }

    /** The class of a scope, where source cannot tell what is in it and nobody has asked its engine. */
    private static Optional<TestClass> onlyEngineKnows(World world, String scope) {
        return world.tests().all().filter(it -> it.id().toString().equals(scope))
                .filter(it -> it.certainty() == TestClass.Certainty.ASK_ENGINE && it.testCount() == 0).findFirst();
    }

    private static RunRequest request(RunId run, List<TestSelector> selectors, Optional<RunRequest.Affected> affected, SortedMap<String, String> environment) {
        RunRequest everything = RunRequest.everything(environment);
        return new RunRequest(run, selectors, affected, Optional.empty(), Optional.empty(), RunRequest.FailedTests.AS_ANY, everything.settings(), environment, Map.of(),
                RunRequest.Texts.UNSAVED);
    }

    private <T> CompletableFuture<T> slowly(Function<Cancel, T> work) {
        if (questions.size() >= MAX_RUNNING) throw failed(MAX_RUNNING + " questions of this client are open already");
        Cancel cancel = new Cancel();
        questions.add(cancel);
        CompletableFuture<T> answer = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                RpcServer.thread("cancel", cancel::request);
                return false;
            }
        };
        later.accept(() -> {
            try {
                answer.complete(work.apply(cancel));
            } catch (CancellationException e) {
                answer.completeExceptionally(FromWire.failure(ResponseErrorCode.RequestCancelled.getValue(), "cancelled"));
            } catch (BadExpression e) {
                answer.completeExceptionally(FromWire.invalid(e.getMessage()));
            } catch (UncheckedIOException e) {
                answer.completeExceptionally(failed(String.valueOf(e.getCause().getMessage())));
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            } finally {
                questions.remove(cancel);
            }
        });
        return answer;
    }

    private static RuntimeException failed(String message) {
        return FromWire.failure(ResponseErrorCode.RequestFailed.getValue(), message);
    }

    /** A tree that is told in parts. */
    private record Told(Revision revision, Optional<String> scope, Optional<SourcePath> document, int depth, List<TestItem> items) {}

    /** What is left of an answer that did not fit in a message. */
    private record Rest(String cursor, long revision, int selected, int total, int stillRed, List<SelectedTest> tests) {}
}
