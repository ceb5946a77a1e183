package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.base.FullDisk;
import dev.testls.base.Ticker;
import dev.testls.engine.Audience.Reasons;
import dev.testls.engine.Audience.Round;
import dev.testls.model.Revision;
import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceSnapshot;
import dev.testls.project.BuildProblem;
import dev.testls.run.ExitCode;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary;
import dev.testls.select.TestSelector;
import dev.testls.watch.Changes;
import dev.testls.watch.Watcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs again and again what changes affect, for one client, until it is told to stop.
 *
 * <p>One thread, the caller's, decides; rounds run on threads of their own. A change in content ends a round that goes on,
 * for what it tells would be outdated. <b>Law:</b> nothing that was to run is lost by that: what a change affects stays
 * affected until it has run to its end, and what somebody asked for is asked again. <b>Law:</b> a change that leaves all
 * contents as they were runs nothing.
 */
public final class Continuous {
    private static final Logger LOG = LoggerFactory.getLogger(Continuous.class);

    private final Engine engine;
    private final Watcher watcher;
    private final Ticker ticker;
    private final Origin origin;
    private final Audience audience;
    private final Mailbox mailbox = new Mailbox();
    private final Cancel over = new Cancel();
    private final Standing standing;

    /** The deciding thread's, as all below. */
    private RunRequest request;
    private final Deque<Wish> due = new ArrayDeque<>();
    private Optional<Changes> unseen = Optional.empty();
    private Optional<Seen> seen = Optional.empty();
    private SourceSnapshot shown = SourceSnapshot.empty();
    /** Files in whose place the last look found an editor's text. */
    private Set<SourcePath> overlaid = Set.of();
    private List<RunEvent> preface = List.of();
    private Optional<Long> savedAt = Optional.empty();
    private Optional<Running> running = Optional.empty();
    private Optional<RunSummary> last = Optional.empty();
    private List<TestSelector> lastTests = List.of();
    private int rounds;

    Continuous(Engine engine, Watcher watcher, Ticker ticker, RunRequest request, Origin origin, Audience audience) {
        this.engine = engine;
        this.watcher = watcher;
        this.ticker = ticker;
        this.request = request;
        this.origin = origin;
        this.audience = audience;
        this.standing = new Standing(engine);
    }

    /** Runs what {@code wish} says next, in place of what runs now. Any thread. */
    public void ask(Wish wish) {
        mailbox.post(mail -> mail.wishes.add(wish));
    }

    /** From now on only what these select; then runs all of that. Any thread. */
    public void narrow(List<TestSelector> selectors, Optional<String> names) {
        mailbox.post(mail -> {
            mail.narrowing = Optional.of(new Narrowing(selectors, names));
            mail.wishes.add(Wish.ALL);
        });
    }

    /** Ends it; what runs is cancelled. Any thread. */
    public void stop() {
        over.request();
    }

    /** Why the tests of the last round that ran any ran. Any thread. */
    public Reasons reasons() {
        return standing.reasons();
    }

    /**
     * Goes on until {@link #stop} or {@code cancel}, and tells how the workspace stands then.
     *
     * @return {@code INTERRUPTED} when it was cancelled, else what the last round would exit with, red tests of others counted
     */
    public ExitCode run(Cancel cancel) {
        try (Broadcast.Told everybody = engine.broadcast().begins(request.run(), origin, request.settings().kind(), true, over);
                Cancel.Registration cancelling = cancel.onRequest(over::request);
                Cancel.Registration stopping = over.onRequest(() -> mailbox.post(mail -> {}));
                Cancel.Registration saving = engine.editors().onSaved(path -> mailbox.post(mail -> mail.saved.add(path)));
                Cancel.Registration correcting = engine.broadcast().listen(new Corrections(notices -> mailbox.post(mail -> {
                    mail.notices.addAll(notices);
                    mail.corrected = true;
                })));
                Watcher.Registration heard = watcher.listen(mailbox)) {
            // First the ear, then the look: what changes in between is heard.
            watcher.watch(WatchedPlaces.of(engine.root(), engine.world().project()));
            mailbox.post(mail -> mail.changes = Optional.of(Changes.anywhere(ticker.nanos())));
            try {
                while (step()) {}
            } finally {
                running.ifPresent(it -> {
                    it.cancel.request();
                    mailbox.awaitEnd();
                    audience.stands(standing.told(false));
                });
            }
        }
        return cancel.requested() ? ExitCode.INTERRUPTED : exitCode();
    }

    private ExitCode exitCode() {
        boolean broken = last.filter(it -> it.exitCode() == ExitCode.BUILD_FAILED || it.exitCode() == ExitCode.INTERNAL_ERROR).isPresent();
        if (broken) return last.get().exitCode();
        return standing.red() > 0 ? ExitCode.TESTS_FAILED : ExitCode.PASSED;
    }

    /** Waits for news and acts on them; whether to go on. */
    private boolean step() {
        Mail mail = mailbox.take();
        mail.ended.ifPresent(this::ended);
        if (over.requested()) return false;
        mail.notices.forEach(audience::notice);
        if (mail.corrected && rounds > 0) audience.stands(standing.told(running.isPresent()));
        mail.narrowing.ifPresent(it -> request = it.of(request));
        mail.wishes.forEach(this::asked);
        mail.saved.retainAll(overlaid);
        if (!mail.saved.isEmpty()) mail.add(Changes.below(mail.saved.stream().map(SourcePath::value).collect(Collectors.toSet()), ticker.nanos()));
        mail.changes.ifPresent(this::look);
        if (running.isEmpty() && !due.isEmpty()) begin();
        return true;
    }

    /** Who asks for something else does not wait for what was asked for before; what changes affect runs afterwards. */
    private void asked(Wish wish) {
        boolean affectedLeft = due.contains(Wish.AFFECTED) || running.filter(it -> it.wish == Wish.AFFECTED).isPresent();
        due.clear();
        due.add(wish);
        if (affectedLeft && wish != Wish.AFFECTED) due.add(Wish.AFFECTED);
        running.ifPresent(it -> it.cancel.request());
    }

    /** Brings the world up to date; where its contents are others than before, what runs is outdated. */
    private void look(Changes changes) {
        Changes all = unseen.map(changes::and).orElse(changes);
        unseen = Optional.of(all);
        List<RunEvent> told = new ArrayList<>();
        World world;
        try {
            world = engine.refresh(over, request, all, event -> {
                told.add(event);
                if (event instanceof RunEvent.PhaseStarted phase && running.isEmpty()) audience.phase(phase.phase());
            });
        } catch (CancellationException e) {
            return;
        } catch (RuntimeException e) {
            LOG.warn("the workspace could not be looked at", e);
            audience.notice("the workspace could not be looked at: " + e.getMessage());
            return;
        }
        unseen = Optional.empty();
        overlaid = world.sources().unsaved().keySet();
        watcher.watch(WatchedPlaces.of(engine.root(), world.project()));
        Seen now = new Seen(world.revision(), world.problem());
        Optional<Seen> before = seen;
        seen = Optional.of(now);
        // Another client, or the round itself, may have been first to see what the watcher told of afterwards.
        boolean ranOnIt = standing.ranOn().filter(now.revision::equals).isPresent()
                && before.filter(it -> it.problem.equals(now.problem)).isPresent();
        if (before.equals(seen) || ranOnIt) return;
        List<RunEvent> both = new ArrayList<>(preface);
        both.addAll(told);
        preface = both;
        if (before.isPresent() && savedAt.isEmpty()) savedAt = Optional.of(all.since());
        running.filter(it -> !it.cancel.requested()).ifPresent(it -> {
            it.cancel.request();
            due.addFirst(it.wish);
        });
        due.remove(Wish.AFFECTED);
        due.addFirst(Wish.AFFECTED);
    }

    /** In order; but what covers all others runs in their place. */
    private Wish next() {
        if (!due.contains(Wish.ALL)) return due.removeFirst();
        due.clear();
        return Wish.ALL;
    }

    private void begin() {
        Wish wish = next();
        World world = engine.world();
        Round round = new Round(++rounds, wish, savedAt.isEmpty() ? List.of() : differing(shown, world.sources()));
        shown = world.sources();
        RunRequest asked = request(wish);
        Consumer<RunEvent> listener = audience.roundBegins(round);
        audience.stands(standing.told(true));
        savedAt.ifPresent(it -> listener.accept(new RunEvent.StepFinished("notice", ticker.since(it))));
        savedAt = Optional.empty();
        preface.forEach(listener);
        preface = List.of();
        Running begun = new Running(wish, new Cancel());
        running = Optional.of(begun);
        Origin whose = origin.round(request.run(), round.number(), round.changed());
        Thread thread = new Thread(() -> runRound(begun, asked, whose, listener), "round " + round.number());
        thread.setDaemon(true);
        thread.start();
    }

    private void runRound(Running it, RunRequest asked, Origin whose, Consumer<RunEvent> listener) {
        Optional<RunSummary> summary = Optional.empty();
        try {
            Consumer<RunEvent> both = event -> {
                standing.take(event);
                listener.accept(event);
            };
            boolean known = engine.world().project().isPresent();
            summary = Optional.of(known ? engine.run(it.cancel, asked, whose, Changes.below(Set.of(), ticker.nanos()), plan -> standing.planned(it.wish, plan), both)
                    : engine.buildFailed(asked, whose, both));
        } catch (RuntimeException | Error e) {
            LOG.error("a round failed", e);
            listener.accept(new RunEvent.Notice(FullDisk.in(e).orElse("internal error: " + e)));
            summary = Optional.of(engine.broken(asked, listener));
        } finally {
            Optional<RunSummary> told = summary;
            mailbox.post(mail -> mail.ended = told);
        }
    }

    private void ended(RunSummary summary) {
        running = Optional.empty();
        last = Optional.of(summary);
        if (!standing.lastTests().isEmpty()) {
            lastTests = standing.lastTests().stream().flatMap(it -> TestSelector.parse(it, engine.root()).stream()).toList();
        }
        audience.stands(standing.told(false));
    }

    private RunRequest request(Wish wish) {
        Optional<RunRequest.Affected> affected = switch (wish) {
            case AFFECTED -> Optional.of(new RunRequest.Affected(Optional.empty()));
            case SINCE_COMMIT -> Optional.of(new RunRequest.Affected(Optional.of("HEAD")));
            case ALL, FAILED, AGAIN -> Optional.empty();
        };
        List<TestSelector> selectors = wish == Wish.AGAIN && !lastTests.isEmpty() ? lastTests : request.selectors();
        return new RunRequest(new RunId(request.run().value() + "/" + rounds), selectors, affected, request.names(), request.tags(),
                wish == Wish.FAILED ? RunRequest.FailedTests.ONLY : RunRequest.FailedTests.FIRST, request.settings().keepingApart(), request.environment(),
                request.systemProperties(), request.texts());
    }

    private static List<SourcePath> differing(SourceSnapshot before, SourceSnapshot now) {
        Map<SourcePath, ContentHash> hashesBefore = before.hashes();
        Map<SourcePath, ContentHash> hashesNow = now.hashes();
        Set<SourcePath> paths = new TreeSet<>(hashesBefore.keySet());
        paths.addAll(hashesNow.keySet());
        return paths.stream().filter(it -> !Objects.equals(hashesBefore.get(it), hashesNow.get(it))).toList();
    }

    /** A state of the world, as far as it can be told from another. */
    private record Seen(Revision revision, Optional<BuildProblem> problem) {}

    private record Running(Wish wish, Cancel cancel) {}

    private record Narrowing(List<TestSelector> selectors, Optional<String> names) {
        RunRequest of(RunRequest it) {
            return new RunRequest(it.run(), selectors, it.affected(), names, it.tags(), it.failedTests(), it.settings(), it.environment(),
                    it.systemProperties(), it.texts());
        }
    }

    /** What came since the deciding thread last looked. */
    private static final class Mail {
        private Optional<Changes> changes = Optional.empty();
        private final Set<SourcePath> saved = new HashSet<>();
        private final List<Wish> wishes = new ArrayList<>();
        private final List<String> notices = new ArrayList<>();
        private Optional<Narrowing> narrowing = Optional.empty();
        private boolean corrected;
        private Optional<RunSummary> ended = Optional.empty();

        void add(Changes more) {
            changes = Optional.of(changes.map(more::and).orElse(more));
        }
    }

    private static final class Mailbox implements Watcher.Listener {
        /** Guards all below. */
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition arrived = lock.newCondition();
        private Mail mail = new Mail();
        private boolean any;

        void post(Consumer<Mail> change) {
            lock.lock();
            try {
                change.accept(mail);
                any = true;
                arrived.signalAll();
            } finally {
                lock.unlock();
            }
        }

        Mail take() {
            lock.lock();
            try {
                while (!any) arrived.awaitUninterruptibly();
                Mail taken = mail;
                mail = new Mail();
                any = false;
                return taken;
            } finally {
                lock.unlock();
            }
        }

        /** Waits for the end of the round that runs. */
        void awaitEnd() {
            lock.lock();
            try {
                while (mail.ended.isEmpty()) arrived.awaitUninterruptibly();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void changed(Changes changes) {
            post(it -> it.add(changes));
        }

        @Override
        public void notice(String text) {
            post(it -> it.notices.add(text));
        }
    }
}
