package dev.testls.app;

import dev.testls.base.LibraryContents;
import dev.testls.base.Ticker;
import dev.testls.cli.CommandLine;
import dev.testls.cli.Host;
import dev.testls.cli.TlsCommandLine;
import dev.testls.coverage.CoverageAgent;
import dev.testls.engine.ConfirmSettings;
import dev.testls.engine.Engine;
import dev.testls.engine.EvidenceKeeper;
import dev.testls.engine.Live;
import dev.testls.graph.GraphReader;
import dev.testls.history.History;
import dev.testls.jdt.Collector;
import dev.testls.jdt.Compiler;
import dev.testls.model.LibraryVerdict;
import dev.testls.pool.ChildProcess;
import dev.testls.pool.JavacWorkers;
import dev.testls.pool.LibraryStates;
import dev.testls.pool.Observing;
import dev.testls.pool.PoolSettings;
import dev.testls.pool.WorkerPool;
import dev.testls.project.BuildCompiler;
import dev.testls.project.BuildProcess;
import dev.testls.project.ProjectReader;
import dev.testls.rpc.StopWhen;
import dev.testls.watch.FileHashes;
import dev.testls.watch.SourceScanner;
import dev.testls.watch.Watcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rooms of the house, joined. */
final class TlsWorkspace implements Workspace, Host {
    private static final Logger LOG = LoggerFactory.getLogger(TlsWorkspace.class);

    private static final int HOUSEKEEPING_SECONDS = 30;
    /** As for a reused JVM. */
    private static final Duration JAVAC_IDLE_TIME = Duration.ofMinutes(10);

    private final Surroundings surroundings;
    private final Ticker ticker = Ticker.system();
    private final long begun = ticker.nanos();
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(TlsWorkspace::housekeepingThread);
    private final JavacWorkers javac;
    private final WorkerPool pool;
    private final Engine engine;

    private TlsWorkspace(Surroundings surroundings) throws Refusal, IOException {
        this.surroundings = surroundings;
        Path state = surroundings.state();
        Path workerJar = surroundings.distribution().resolve("lib/tls-worker.jar");
        Path extensionJar = surroundings.distribution().resolve("lib/tls-maven-extension.jar");
        BuildProcess processes = (cancel, command, directory, environment, line) ->
                new BuildProcess.Finished(ChildProcess.run(cancel, command, directory, environment, line));
        History.Opened opened = History.open(state.resolve("history.mv"));
        opened.notice().ifPresent(LOG::warn);
        opened.history().forgetNeedsFreshOfOtherBuilds(DaemonOptions.buildOf(surroundings.distribution()));
        javac = new JavacWorkers(workerJar, state.resolve("javac"), JAVAC_IDLE_TIME);
        pool = new WorkerPool(workerJar, state.resolve("workers"), poolSettings(surroundings.environment()), observing(surroundings.root()), libraryStates(opened.history()), ticker);
        housekeeping.scheduleWithFixedDelay(pool::tick, HOUSEKEEPING_SECONDS, HOUSEKEEPING_SECONDS, TimeUnit.SECONDS);
        LibraryContents libraries = new LibraryContents(Clock.systemUTC());
        engine = new Engine(surroundings.root(), new ProjectReader(state, extensionJar, processes), new SourceScanner(Clock.systemUTC()), new Watcher(ticker),
                new BuildCompiler(state, extensionJar, processes, libraries),
                new Collector(state.resolve("index")), new Compiler(javac::compile, libraries, Clock.systemUTC()),
                pool, opened.history(),
                new EvidenceKeeper(new GraphReader(state.resolve("graph"), Clock.systemUTC()), opened.history(), new FileHashes(Clock.systemUTC()), libraries, List.of(state), Clock.systemUTC()),
                new CoverageAgent(state.resolve("workers")), confirming(surroundings.environment()), ticker, opened.notice());
    }

    /** Can be switched off: {@code -Dtls.observe=false}. */
    private static Observing observing(Path root) {
        return System.getProperty("tls.observe", "true").equals("false") ? Observing.nothing() : Observing.below(root);
    }

    /** {@code TLS_CERTAINTY_BUDGET}: so many seconds of processor time a minute; zero switches it off. */
    private static ConfirmSettings confirming(Map<String, String> environment) throws Refusal {
        OptionalLong seconds = EnvironmentNumber.of(environment, "TLS_CERTAINTY_BUDGET", 4, "seconds of processor time a minute");
        return ConfirmSettings.of(seconds.isEmpty() ? ConfirmSettings.STANDARD : Duration.ofSeconds(seconds.getAsLong()));
    }

    private static LibraryStates libraryStates(History history) {
        return new LibraryStates() {
            @Override
            public LibraryVerdict verdict(String field) {
                return history.libraryVerdict(field);
            }

            @Override
            public void ended(Map<String, String> fields) {
                history.rememberEndedBy(fields);
            }
        };
    }

    /** {@code TLS_IDLE_MEGABYTES}, where it is set; with zero, no JVM waits for the next run. */
    private static PoolSettings poolSettings(Map<String, String> environment) throws Refusal {
        OptionalLong megabytes = EnvironmentNumber.of(environment, "TLS_IDLE_MEGABYTES", 7, "megabytes");
        return megabytes.isEmpty() ? PoolSettings.standard() : PoolSettings.standard().withIdleBytes(megabytes.getAsLong() << 20);
    }

    static Workspace open(Surroundings surroundings) throws Refusal, IOException {
        return new TlsWorkspace(surroundings);
    }

    @Override
    public CommandLine commandLine() {
        return new TlsCommandLine(this);
    }

    @Override
    public void close() {
        housekeeping.shutdownNow();
        engine.close();
        javac.close();
    }

    @Override
    public Live live() {
        return engine;
    }

    private static Thread housekeepingThread(Runnable runnable) {
        Thread thread = new Thread(runnable, "housekeeping");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public String version() {
        return surroundings.version();
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public Duration uptime() {
        return ticker.since(begun);
    }

    @Override
    public Path logFile() {
        return surroundings.log();
    }

    @Override
    public Path stateDirectory() {
        return surroundings.state();
    }

    @Override
    public void stop() {
        surroundings.stop().accept(StopWhen.NOW);
    }
}
