package dev.testls.cli;

import dev.testls.base.Ticker;
import dev.testls.model.ModuleId;
import dev.testls.project.Project;
import dev.testls.project.TestExecution;
import dev.testls.report.JsonReport;
import dev.testls.report.ReportSink;
import dev.testls.report.SurefireStyle;
import dev.testls.report.SurefireXmlReport;
import dev.testls.report.TerminalReport;
import dev.testls.run.RunEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's reports for one caller. Events are taken on any thread and told on one of its own, which also redraws the
 * progress area while nothing happens; the last ones are told by the thread that finishes, which need not wait for another
 * to wake up.
 */
final class Session implements Consumer<RunEvent>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final long REDRAW_MILLIS = 100;

    private final Context context;
    private final ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor(Session::tellerThread);
    private final List<Consumer<RunEvent>> reports = new ArrayList<>();
    /** What the teller has not told yet. Many come at once when a class has ended, and it tells them in one go. */
    private final Queue<RunEvent> untold = new ConcurrentLinkedQueue<>();
    private final Gate gate;
    private final AtomicBoolean tells = new AtomicBoolean();
    private final List<AutoCloseable> files = new ArrayList<>();
    private Optional<SurefireXmlReport> xml = Optional.empty();
    private final Set<String> troubles = new LinkedHashSet<>();

    private Session(Context context) {
        this.context = context;
        this.gate = new Gate(context.cancel(), Gate.PATIENCE);
    }

    /** @throws IOException when a report's file cannot be made */
    static Session open(Context context, Path directory, OutputOptions output, Optional<String> json, Optional<Path> xml) throws IOException {
        Session session = new Session(context);
        try {
            boolean jsonOnly = json.filter("-"::equals).isPresent();
            if (jsonOnly) {
                session.reports.add(new JsonReport(context.console()::out));
                session.reports.add(new Notices(context.console(), false, Optional.empty()));
            } else {
                session.addTerminal(directory, output);
                if (json.isPresent()) session.addJsonFile(directory.resolve(json.get()));
            }
            xml.ifPresent(it -> session.addXml(directory.resolve(it).normalize()));
            return session;
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public void accept(RunEvent event) {
        untold.addAll(gate.enter(event));
        if (tells.compareAndSet(false, true)) teller.execute(this::tell);
    }

    private synchronized void tell() {
        tells.set(false);
        for (RunEvent event = untold.poll(); event != null; event = untold.poll()) {
            for (Consumer<RunEvent> report : reports) tell(report, event);
            gate.leave(event);
        }
    }

    /** A report that cannot be written keeps no other from being told, and its caller hears of it in the end. */
    private void tell(Consumer<RunEvent> report, RunEvent event) {
        try {
            report.accept(event);
        } catch (UncheckedIOException e) {
            troubles.add(e.getMessage() + ": " + e.getCause().getMessage());
        } catch (RuntimeException e) {
            LOG.error("a report broke", e);
            troubles.add("a report broke: " + e);
        }
    }

    /** Returns when everything was told. */
    synchronized void finish() throws IOException {
        tell();
        xml.flatMap(SurefireXmlReport::problem).ifPresent(troubles::add);
        if (!troubles.isEmpty()) throw new IOException(String.join("; ", troubles));
    }

    @Override
    public void close() throws IOException {
        teller.shutdown();
        gate.close();
        for (AutoCloseable file : files) {
            try {
                file.close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void addTerminal(Path directory, OutputOptions output) {
        TerminalReport report = new TerminalReport(output.terminal(context.call(), directory), Ticker.system(), new Sources(context.daemon().engine()), sink(context.console()));
        reports.add(report);
        if (context.call().terminal()) teller.scheduleAtFixedRate(() -> redraw(report), REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void redraw(TerminalReport report) {
        report.tick();
    }

    private void addJsonFile(Path file) throws IOException {
        Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        files.add(writer);
        reports.add(new JsonReport(line -> {
            try {
                writer.write(line);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }));
    }

    private void addXml(Path directory) {
        SurefireXmlReport report = new SurefireXmlReport(directory, this::setting);
        xml = Optional.of(report);
        reports.add(report);
    }

    private SurefireXmlReport.Setting setting(ModuleId module, String execution) {
        Optional<TestExecution> found = context.daemon().engine().world().project().flatMap(project -> execution(project, module, execution));
        return found.map(it -> new SurefireXmlReport.Setting(it.provider(), SurefireStyle.of(it.surefireVersion()), it.systemProperties()))
                .orElseGet(() -> new SurefireXmlReport.Setting(TestExecution.Provider.JUNIT_PLATFORM, SurefireStyle.of(""), new TreeMap<>()));
    }

    private static Optional<TestExecution> execution(Project project, ModuleId module, String execution) {
        return project.module(module).flatMap(it -> it.tests().stream().filter(each -> each.id().equals(execution)).findFirst()
                .or(() -> it.tests().stream().findFirst()));
    }

    static ReportSink sink(Console console) {
        return new ReportSink() {
            @Override
            public void out(String text) {
                console.out(text);
            }

            @Override
            public void err(String text) {
                console.err(text);
            }
        };
    }

    static Thread tellerThread(Runnable runnable) {
        Thread thread = new Thread(runnable, "session");
        thread.setDaemon(true);
        return thread;
    }
}
