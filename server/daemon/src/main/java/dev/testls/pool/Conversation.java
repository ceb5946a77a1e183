package dev.testls.pool;

import dev.testls.base.Cancel;
import dev.testls.base.Ticker;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.Outcome;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestResult;
import dev.testls.worker.wire.OutputLimit;
import dev.testls.worker.wire.ToDaemon;
import dev.testls.worker.wire.ToWorker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One batch, from the word to run until its end; used once, on one thread.
 *
 * <p><b>Law:</b> a test that began has a result, or is among the running ones of the end.
 */
final class Conversation implements ToDaemon.Cases<Optional<WorkerEnd>> {
    /** How much of a crash report is told, in characters. */
    private static final int CRASH_HEAD = 4096;

    private final Jvm jvm;
    private final String worker;
    private final ModuleId module;
    private final WorkerListener listener;
    private final Ticker ticker;
    private final Map<Integer, TestDescriptor> nodes = new HashMap<>();
    private final Map<Integer, Running> running = new LinkedHashMap<>();
    private final Observations observations;
    private final List<Discovery.Found> found = new ArrayList<>();
    /** When the last thing was said, by {@link #now}. */
    private long lastSaid;
    /** How long the listener took so far. */
    private long listened;

    Conversation(Jvm jvm, String worker, ModuleId module, WorkerListener listener, Ticker ticker) {
        this.jvm = jvm;
        this.worker = worker;
        this.module = module;
        this.observations = new Observations(module);
        this.listener = listener;
        this.ticker = ticker;
    }

    WorkerEnd run(Cancel cancel, TestBatch batch) {
        return converse(cancel, new ToWorker.Run(FromWire.batch(batch)), batch.testTimeout());
    }

    Discovery discover(Cancel cancel, TestBatch batch) {
        WorkerEnd end = converse(cancel, new ToWorker.Discover(FromWire.batch(batch)), batch.testTimeout());
        return end.on(new WorkerEnd.Cases<>() {
            @Override
            public Discovery completed(WorkerEnd.Completed it) {
                return new Discovery(found, "");
            }

            @Override
            public Discovery died(WorkerEnd.Died it) {
                return new Discovery(found, it.cause());
            }

            @Override
            public Discovery cancelled(WorkerEnd.Cancelled it) {
                return new Discovery(found, "cancelled");
            }
        });
    }

    private WorkerEnd converse(Cancel cancel, ToWorker command, Optional<Duration> limit) {
        try (Cancel.Registration registration = cancel.onRequest(jvm::kill)) {
            lastSaid = now();
            jvm.say(command);
            while (true) {
                Duration patience = limit.map(this::left).orElse(Duration.ofDays(1));
                if (cancel.requested()) return new WorkerEnd.Cancelled(runningTests());
                if (patience.isNegative() || patience.isZero()) return tooLong(limit.get());
                Optional<Heard> heard = jvm.hear(patience);
                if (heard.isEmpty()) continue;
                long began = ticker.nanos();
                Optional<WorkerEnd> end = hear(cancel, heard.get());
                listened += ticker.since(began).toNanos();
                if (end.isPresent()) return end.get();
            }
        } catch (InterruptedException e) {
            jvm.kill();
            Thread.currentThread().interrupt();
            return new WorkerEnd.Cancelled(runningTests());
        }
    }

    /** How much of the limit is left for the test that began first; for what runs outside tests, when none runs. */
    private Duration left(Duration limit) {
        Optional<Long> began = running.values().stream().filter(it -> it.test.kind() == TestDescriptor.Kind.TEST)
                .findFirst().map(it -> it.since);
        return began.isPresent()
                ? limit.minus(Duration.ofNanos(now() - began.get()))
                : longer(limit, Limits.BETWEEN_TESTS).minus(Duration.ofNanos(now() - lastSaid));
    }

    /** The time, less what the listener took: a test that waits because nobody reads what it writes is not slow. */
    private long now() {
        return ticker.nanos() - listened;
    }

    private WorkerEnd tooLong(Duration limit) throws InterruptedException {
        List<TestDescriptor> tests = runningTests();
        String who = tests.isEmpty() ? "something outside all tests" : ExitCause.name(tests.get(0));
        boolean outside = !tests.isEmpty() && tests.get(0).kind() != TestDescriptor.Kind.TEST;
        jvm.say(new ToWorker.DumpThreads());
        String threads = jvm.answer(ToDaemon.Threads.class, Limits.THREAD_DUMP, ticker).map(it -> it.text).orElse("");
        jvm.kill();
        boolean inTest = !tests.isEmpty() && !outside;
        String text = who + " took longer than " + seconds(inTest ? limit : longer(limit, Limits.BETWEEN_TESTS))
                + (outside ? " outside its tests" : "");
        return new WorkerEnd.Died(text, tests, threads.isEmpty() ? jvm.tail() : threads);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    private Optional<WorkerEnd> hear(Cancel cancel, Heard heard) {
        return heard.on(new Heard.Cases<>() {
            @Override
            public Optional<WorkerEnd> said(Heard.Said it) {
                lastSaid = now();
                return it.message().on(Conversation.this);
            }

            @Override
            public Optional<WorkerEnd> written(Heard.Written it) {
                listener.stray(it.stream(), it.text());
                return Optional.empty();
            }

            @Override
            public Optional<WorkerEnd> gone(Heard.Gone it) {
                if (cancel.requested()) return Optional.of(new WorkerEnd.Cancelled(runningTests()));
                return Optional.of(died(it));
            }
        });
    }

    private WorkerEnd died(Heard.Gone gone) {
        if (!gone.malformed().isEmpty()) jvm.kill();
        int exitCode = jvm.exitCode();
        List<TestDescriptor> tests = runningTests();
        String cause = gone.malformed().isEmpty()
                ? ExitCause.of(exitCode, tests, jvm.tail(), jvm.crashReport())
                : "the JVM sent what is no message of a worker (" + gone.malformed() + ")" + ExitCause.during(tests);
        boolean killed = gone.malformed().isEmpty() && jvm.crashReport().isEmpty() && ExitCause.isKill(exitCode);
        return new WorkerEnd.Died(cause, tests, jvm.crashReport().map(Conversation::head).orElse("") + jvm.tail(), killed);
    }

    private static String head(Path report) {
        try {
            String text = Files.readString(report, StandardCharsets.ISO_8859_1);
            return text.substring(0, Math.min(CRASH_HEAD, text.length())) + "\n";
        } catch (IOException e) {
            return "";
        }
    }

    /** The tests that began and have not ended; when none did, the innermost container that has. */
    private List<TestDescriptor> runningTests() {
        List<TestDescriptor> tests = running.values().stream().map(it -> it.test)
                .filter(test -> test.kind() == TestDescriptor.Kind.TEST).toList();
        if (!tests.isEmpty() || running.isEmpty()) return tests;
        List<Running> all = List.copyOf(running.values());
        return List.of(all.get(all.size() - 1).test);
    }

    @Override
    public Optional<WorkerEnd> known(ToDaemon.Known it) {
        nodes.put(it.node.number, FromWire.descriptor(module, it.node));
        return Optional.empty();
    }

    @Override
    public Optional<WorkerEnd> started(ToDaemon.Started it) {
        TestDescriptor test = nodes.get(it.node);
        if (test == null) return nonsense("node " + it.node + " began, and nobody knows it");
        running.put(it.node, new Running(test, now()));
        listener.started(test);
        return Optional.empty();
    }

    @Override
    public Optional<WorkerEnd> output(ToDaemon.Output it) {
        WorkerListener.Stream stream = it.error ? WorkerListener.Stream.ERR : WorkerListener.Stream.OUT;
        Running writer = running.get(it.node);
        if (writer == null) {
            listener.stray(stream, it.text);
            return Optional.empty();
        }
        StringBuilder written = it.error ? writer.err : writer.out;
        // The worker keeps to the limit and says what it left out; one that does not costs no memory.
        if (written.length() < OutputLimit.PER_STREAM + OutputLimit.END) written.append(it.text);
        listener.output(writer.test, stream, it.text);
        return Optional.empty();
    }

    @Override
    public Optional<WorkerEnd> finished(ToDaemon.Finished it) {
        TestDescriptor test = nodes.get(it.node);
        if (test == null) return nonsense("node " + it.node + " ended, and nobody knows it");
        Running ended = Optional.ofNullable(running.remove(it.node)).orElse(new Running(test, 0));
        Optional<Outcome> outcome = FromWire.outcome(it.end);
        if (outcome.isEmpty()) return Optional.empty();
        listener.finished(new TestResult(test, outcome.get(), Duration.ofNanos(it.nanos),
                Optional.ofNullable(it.thrown).map(FromWire::failure), it.reason, ended.out.toString(),
                ended.err.toString(), List.of(), worker));
        return Optional.empty();
    }

    @Override
    public Optional<WorkerEnd> found(ToDaemon.Found it) {
        TestDescriptor test = nodes.get(it.node);
        if (test == null) return nonsense("node " + it.node + " was found, and nobody knows it");
        found.add(new Discovery.Found(test, java.util.Set.copyOf(it.tags)));
        return Optional.empty();
    }

    @Override
    public Optional<WorkerEnd> completed(ToDaemon.Completed it) {
        return Optional.of(new WorkerEnd.Completed(it.problems));
    }

    @Override
    public Optional<WorkerEnd> broken(ToDaemon.Broken it) {
        List<TestDescriptor> tests = runningTests();
        jvm.kill();
        return Optional.of(new WorkerEnd.Died(it.cause + ExitCause.during(tests), tests, it.trace));
    }

    @Override
    public Optional<WorkerEnd> threads(ToDaemon.Threads it) {
        return Optional.empty();
    }

    @Override
    public Optional<WorkerEnd> probed(ToDaemon.Probed it) {
        observations.probed(it);
        return Optional.empty();
    }

    @Override
    public Optional<WorkerEnd> named(ToDaemon.Named it) {
        observations.named(it);
        return Optional.empty();
    }

    @Override
    public Optional<WorkerEnd> observed(ToDaemon.Observed it) {
        Optional<Observation> observation = observations.observation(it);
        if (observation.isEmpty()) return nonsense("an observation of what nobody knows");
        listener.observed(observation.get());
        return Optional.empty();
    }

    @Override
    public Optional<WorkerEnd> ended(ToDaemon.Ended it) {
        listener.ended(it.className, it.leavers);
        return Optional.empty();
    }

    @Override
    public Optional<WorkerEnd> covered(ToDaemon.Covered it) {
        listener.covered(Optional.ofNullable(nodes.get(it.node)), it.data);
        return Optional.empty();
    }

    @Override
    public Optional<WorkerEnd> hello(ToDaemon.Hello it) {
        return nonsense("a second hello");
    }

    @Override
    public Optional<WorkerEnd> ready(ToDaemon.Ready it) {
        return nonsense("ready in the midst of a batch");
    }

    @Override
    public Optional<WorkerEnd> state(ToDaemon.State it) {
        return nonsense("a state in the midst of a batch");
    }

    @Override
    public Optional<WorkerEnd> compared(ToDaemon.Compared it) {
        return nonsense("a comparison in the midst of a batch");
    }

    private Optional<WorkerEnd> nonsense(String what) {
        return Optional.of(died(new Heard.Gone(what)));
    }

    /** A node that began, and what it wrote so far. */
    private static final class Running {
        final TestDescriptor test;
        final long since;
        final StringBuilder out = new StringBuilder();
        final StringBuilder err = new StringBuilder();

        Running(TestDescriptor test, long since) {
            this.test = test;
            this.since = since;
        }
    }
}
