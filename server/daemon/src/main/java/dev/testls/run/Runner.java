package dev.testls.run;

import dev.testls.base.Cancel;
import dev.testls.base.FullDisk;
import dev.testls.base.Ticker;
import dev.testls.history.History;
import dev.testls.model.Observation;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.pool.Workers;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RunSummary.End;
import dev.testls.run.RunSummary.NotRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs a plan: lanes run tests side by side, one thread (the caller's) counts, remembers and tells.
 *
 * <p>Any number of runs may go on at once, each on its caller's thread.
 */
public final class Runner {
    /** So much of what the lanes of a run tell may wait for the thread that counts and tells, in characters. */
    private static final long MOST_UNHEARD = 4 << 20;

    private final Workers workers;
    private final History history;
    private final Ticker ticker;
    private final HeldResults held;

    public Runner(Workers workers, History history, Ticker ticker, HeldResults held) {
        this.workers = workers;
        this.history = history;
        this.ticker = ticker;
        this.held = held;
    }

    /**
     * Runs to the end, told to {@code listener} on this thread; {@code RunFinished} is the last thing it hears.
     *
     * @param observer hears what each class did, as it ends
     * @param begun when the run was asked for, in the ticker's time: what the summary's wall time counts from
     * @param confirmed what was known of the tests before
     * @param afterwards takes what is to be done once, soon: JVMs take processor time to be put back
     */
    public RunSummary run(Cancel cancel, Plan plan, RunSettings settings, long begun, Observer observer, Confirmed confirmed, Consumer<RunEvent> listener,
            Consumer<Runnable> afterwards) {
        Tally tally = new Tally(plan, settings.kind(), begun, listener);
        Lanes lanes = new Lanes();
        try {
            if (!plan.classes().isEmpty()) runLanes(cancel, plan, settings, lanes, observer, confirmed, tally);
            observer.ending().forEach(listener);
            RunSummary summary = tally.summary(cancel);
            history.commit();
            history.takeTrouble().ifPresent(it -> listener.accept(new RunEvent.Notice(it)));
            listener.accept(new RunEvent.RunFinished(summary));
            return summary;
        } finally {
            afterwards.accept(lanes::end);
        }
    }

    private void runLanes(Cancel cancel, Plan plan, RunSettings settings, Lanes lanes, Observer observer, Confirmed confirmed, Tally tally) {
        Workers workers = this.workers.forOneRun();
        long begun = ticker.nanos();
        int busyLanes = Math.min(settings.workers(), plan.classes().size());
        Work work = new Work(plan.classes(), settings, busyLanes, confirmed);
        int count = Math.min(plan.classes().size(), busyLanes + (work.hasBeside() ? settings.besides() : 0));
        tally.begin(count);
        try (FreshJvms freshJvms = new FreshJvms(workers, count, FreshJvms.PATIENCE); Cancel.Registration ignored = cancel.onRequest(lanes.stop::request)) {
            for (int i = 1; i <= count; i++) {
                lanes.start("run " + plan.run().value() + " lane " + i, new Lane(workers, work, settings, lanes.stop, ticker,
                        event -> lanes.messages.put(new Message.Told(event), EventSize.of(event)),
                        notRun -> lanes.messages.put(new Message.CouldNotRun(notRun), EventSize.SMALL),
                        new Remembered(),
                        posting(lanes.messages),
                        confirmed,
                        freshJvms,
                        held,
                        role(i, busyLanes)));
            }
            listenTo(lanes, settings, begun, observer, tally);
            if (!lanes.stop.requested() && lanes.beginToSettle("run " + plan.run().value() + " alone", freshJvms)) listenTo(lanes, settings, begun, observer, tally);
        } finally {
            lanes.all.forEach(Lane::forget);
        }
    }

    /** Half of the lanes see to it that the run ends in time, so that the others can tell first what is asked for first. */
    private static Work.Role role(int number, int busyLanes) {
        if (number > busyLanes) return Work.Role.BESIDE;
        return number > busyLanes - busyLanes / 2 ? Work.Role.IN_TIME : Work.Role.IN_ORDER;
    }

    private static Observer posting(Mailbox<Message> messages) {
        return new Observer() {
            @Override
            public void observed(PlannedClass planned, List<Observation> observations, boolean completedInWarm, RanIn ranIn) {
                messages.put(new Message.Observed(planned, observations, completedInWarm, ranIn), EventSize.SMALL);
            }

            @Override
            public void covered(Optional<TestId> test, byte[] data) {
                messages.put(new Message.Covered(test, data), data.length);
            }
        };
    }

    /** Hears all lanes to their end, whatever happens: a run that was stopped still ends once. */
    private void listenTo(Lanes lanes, RunSettings settings, long begun, Observer observer, Tally tally) {
        while (lanes.alive > 0) {
            Message message;
            try {
                message = await(lanes, settings, begun);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                lanes.stop.request();
                tally.broken.add(e);
                return;
            }
            if (message == null) {
                tally.outOfTime = true;
                lanes.stop.request();
            } else if (message instanceof Message.Told told) {
                tally.take(told.event(), lanes.stop);
                if (settings.maxFail().isPresent() && tally.red() >= settings.maxFail().getAsInt()) {
                    tally.enough = true;
                    lanes.stop.request();
                }
            } else if (message instanceof Message.CouldNotRun couldNot) {
                tally.notRun.add(couldNot.notRun());
            } else if (message instanceof Message.Observed it) {
                observer.observed(it.planned(), it.observations(), it.completedInWarm(), it.ranIn());
            } else if (message instanceof Message.Covered it) {
                observer.covered(it.test(), it.data());
            } else if (message instanceof Message.LaneEnded ended) {
                lanes.ended(ended.lane());
                ended.failure().ifPresent(tally.broken::add);
            }
        }
    }

    /** The next message, or {@code null} when the run's time is up. */
    private Message await(Lanes lanes, RunSettings settings, long begun) throws InterruptedException {
        if (settings.runTimeout().isEmpty() || lanes.stop.requested()) return lanes.messages.take();
        Duration left = settings.runTimeout().get().minus(ticker.since(begun));
        return lanes.messages.take(left).orElse(null);
    }

    /** The lanes of one run and what they say. All but {@code messages} and {@code stop} is for one thread at a time. */
    private static final class Lanes {
        final Cancel stop = new Cancel();
        /** A lane that tells more than is heard waits, and its tests in turn. */
        final Mailbox<Message> messages = new Mailbox<>(MOST_UNHEARD);
        int alive;
        private final List<Lane> all = new ArrayList<>();
        private Optional<Lane> last = Optional.empty();

        void start(String name, Lane lane) {
            all.add(lane);
            start(name, lane, lane::work);
        }

        /** Whether something has to run alone; then it does so soon, with none of the run's JVMs in the way. */
        boolean beginToSettle(String name, FreshJvms freshJvms) {
            List<Lane> inDoubt = all.stream().filter(Lane::isInDoubt).toList();
            if (inDoubt.isEmpty()) return false;
            last.ifPresent(Lane::close);
            last = Optional.empty();
            freshJvms.close();
            Lane end = inDoubt.get(inDoubt.size() - 1);
            start(name, end, () -> inDoubt.forEach(lane -> {
                try {
                    lane.settle();
                } finally {
                    // Of the last one the JVM is given back when the run was told.
                    if (lane != end) lane.close();
                }
            }));
            return true;
        }

        private void start(String name, Lane lane, Runnable work) {
            Thread thread = new Thread(() -> {
                Throwable failure = null;
                try {
                    work.run();
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    messages.putLast(new Message.LaneEnded(lane, Optional.ofNullable(failure)));
                }
            }, name);
            thread.setDaemon(true);
            alive++;
            thread.start();
        }

        /** Other runs can have its JVM now, unless this run is about to be told. */
        void ended(Lane lane) {
            alive--;
            if (alive > 0) lane.close();
            else last = Optional.of(lane);
        }

        /** Gives the last JVM back. Where the run broke, those that still work are stopped first: no JVM stays leased. */
        void end() {
            if (alive > 0) stop.request();
            boolean interrupted = false;
            while (alive > 0) {
                try {
                    if (messages.take() instanceof Message.LaneEnded it) ended(it.lane());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            last.ifPresent(Lane::close);
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** Lessons go into the history, which any thread may tell. */
    private final class Remembered implements Lane.Lessons {
        @Override
        public void needsFresh(PlannedClass planned, String why) {
            history.rememberNeedsFresh(planned.job().module(), planned.name(), why);
        }

        @Override
        public void busy(PlannedClass planned, double part) {
            history.recordBusy(planned.job().module(), planned.job().execution(), planned.name(), part);
        }

        @Override
        public void ended(PlannedClass planned, List<String> leavers) {
            history.rememberNoThreads(planned.job().module(), planned.name());
            leavers.forEach(leaver -> history.rememberLeftThreads(planned.job().module(), leaver));
        }
    }

    private sealed interface Message {
        record Told(RunEvent event) implements Message {}

        record Observed(PlannedClass planned, List<Observation> observations, boolean completedInWarm, RanIn ranIn) implements Message {}

        record Covered(Optional<TestId> test, byte[] data) implements Message {}

        record CouldNotRun(NotRun notRun) implements Message {}

        record LaneEnded(Lane lane, Optional<Throwable> failure) implements Message {}
    }

    /** The count of a run; belongs to the thread that runs it. */
    private final class Tally {
        private final Plan plan;
        private final RunSettings.RunKind kind;
        private final Consumer<RunEvent> listener;
        private final List<NotRun> notRun;
        private final List<Throwable> broken = new ArrayList<>();
        private final long begun;
        private int passed;
        private int failed;
        private int errors;
        private int skipped;
        private int flaky;
        private int provisional;
        private final EarlierRed earlierRed;
        private boolean enough;
        private boolean outOfTime;

        Tally(Plan plan, RunSettings.RunKind kind, long begun, Consumer<RunEvent> listener) {
            this.plan = plan;
            this.kind = kind;
            this.earlierRed = new EarlierRed(plan, history.redTests(), history.suitesOfRed());
            this.begun = begun;
            this.listener = listener;
            this.notRun = new ArrayList<>(plan.notRun());
        }

        void begin(int lanes) {
            int tests = plan.classes().stream().mapToInt(PlannedClass::testCount).sum();
            listener.accept(new RunEvent.RunStarted(plan.run(), plan.revision(), plan.classes().size(), tests, lanes));
        }

        int red() {
            return failed + errors;
        }

        void take(RunEvent event, Cancel stop) {
            if (event instanceof RunEvent.TestFinished finished) {
                if (enough) return;
                count(finished.result(), finished.through());
                if (!finished.certain()) provisional++;
            } else if (event instanceof RunEvent.ClassFinished it && !stop.requested()) {
                if (kind == RunSettings.RunKind.RUN) history.recordDuration(it.module(), it.execution(), it.className(), it.duration());
                history.forgetRed(earlierRed.ended(it));
            }
            listener.accept(event);
        }

        private void count(TestResult result, String through) {
            history.record(result, through);
            earlierRed.told(result.id());
            if (result.isFlaky()) flaky++;
            switch (result.outcome()) {
                case PASSED -> passed++;
                case FAILED -> failed++;
                case ERROR -> errors++;
                case SKIPPED -> skipped++;
            }
        }

        RunSummary summary(Cancel cancel) {
            End end = End.COMPLETED;
            if (enough) end = End.STOPPED_EARLY;
            if (cancel.requested()) end = End.CANCELLED;
            if (outOfTime) {
                end = End.OUT_OF_TIME;
                listener.accept(new RunEvent.Notice("the run took longer than it was allowed to and was stopped"));
            }
            if (!broken.isEmpty()) {
                end = End.INTERNAL_ERROR;
                broken.forEach(it -> listener.accept(new RunEvent.Notice(FullDisk.in(it).orElse("internal error: " + it))));
            }
            return new RunSummary(plan.run(), end, passed, failed, errors, skipped, flaky, provisional, notRun, plan.compileErrors(),
                    ticker.since(begun), plan.nothingSelected());
        }
    }
}
