package dev.testls.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.testls.engine.ConfirmStatus;
import dev.testls.engine.World;
import dev.testls.pool.Workers;
import dev.testls.pool.Workers.WorkerStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tls status}. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "The daemon, what it knows, and its JVMs.")
final class StatusCommand extends TlsCommand.Subcommand {
    private static final long MEGABYTE = 1 << 20;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        context.console().out(json ? new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document()) + "\n" : text());
        return 0;
    }

    private Map<String, Object> document() {
        Host daemon = context.daemon();
        World world = daemon.engine().world();
        Runtime runtime = Runtime.getRuntime();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("root", daemon.engine().root().toString());
        document.put("version", daemon.version());
        document.put("pid", daemon.pid());
        document.put("uptimeSeconds", daemon.uptime().toSeconds());
        document.put("heapBytes", runtime.totalMemory() - runtime.freeMemory());
        document.put("stateDirectory", daemon.stateDirectory().toString());
        document.put("log", daemon.logFile().toString());
        document.put("revision", world.revision().value());
        document.put("build", world.project().map(it -> it.buildTool()).orElse(""));
        document.put("buildProblem", world.problem().map(it -> it.message()).orElse(""));
        document.put("modules", world.project().map(it -> it.modules().size()).orElse(0));
        document.put("classes", world.tests().all().count());
        document.put("tests", world.tests().testCount());
        ConfirmStatus confirming = daemon.engine().confirming();
        document.put("provisional", confirming.provisional());
        Map<String, Object> confirmation = new LinkedHashMap<>();
        confirmation.put("classesLeft", confirming.classes());
        confirmation.put("classesConfirmed", confirming.confirmed());
        confirmation.put("classesContradicted", confirming.contradicted());
        confirmation.put("processorSeconds", confirming.used().toMillis() / 1000.0);
        confirmation.put("budgetSecondsPerMinute", confirming.settings().perMinute().toSeconds());
        document.put("confirmation", confirmation);
        document.put("red", daemon.engine().red());
        List<Map<String, Object>> workers = new ArrayList<>();
        for (WorkerStatus it : daemon.engine().workers().status()) {
            Map<String, Object> worker = new LinkedHashMap<>();
            worker.put("name", it.name());
            worker.put("pid", it.pid());
            worker.put("kind", it.freshness().name().toLowerCase(java.util.Locale.ROOT));
            worker.put("state", it.state());
            worker.put("jdk", it.jdk());
            worker.put("leases", it.leases());
            worker.put("heapBytes", it.heapBytes());
            worker.put("metaspaceBytes", it.metaspaceBytes());
            worker.put("loadedClasses", it.loadedClasses());
            worker.put("retired", it.retired());
            workers.add(worker);
        }
        document.put("workers", workers);
        Workers.Idle idle = daemon.engine().workers().idle();
        document.put("idle", Map.of("jvms", idle.jvms(), "bytes", idle.bytes(), "budgetBytes", idle.budgetBytes()));
        return document;
    }

    private String text() {
        Host daemon = context.daemon();
        World world = daemon.engine().world();
        StringBuilder text = new StringBuilder();
        text.append("tls ").append(daemon.version()).append(", daemon ").append(daemon.pid()).append(", up ")
                .append(daemon.uptime().toMinutes()).append(" min\n");
        text.append("workspace  ").append(daemon.engine().root()).append('\n');
        text.append("build      ").append(world.project().map(it -> it.buildTool() + ", " + it.modules().size() + " modules").orElse("not read yet")).append('\n');
        world.problem().ifPresent(it -> text.append("           ").append(it.message()).append('\n'));
        text.append("tests      ").append(world.tests().testCount()).append(" in ").append(world.tests().all().count()).append(" classes, ")
                .append(daemon.engine().red().size()).append(" red when last run\n");
        text.append("certainty  ").append(certainty(daemon.engine().confirming())).append('\n');
        text.append("state      ").append(daemon.stateDirectory()).append('\n');
        text.append("log        ").append(daemon.logFile()).append('\n');
        Workers.Idle idle = daemon.engine().workers().idle();
        text.append("idle JVMs  ").append(idle.jvms()).append(", ").append(idle.bytes() / MEGABYTE).append(" MB of at most ").append(idle.budgetBytes() / MEGABYTE)
                .append(" MB (TLS_IDLE_MEGABYTES)\n");
        List<WorkerStatus> workers = daemon.engine().workers().status();
        for (WorkerStatus it : workers) {
            text.append(String.format("%-10s %s, pid %d, %s, %d uses, heap %d MB, metaspace %d MB, %d classes%s%n", it.name(),
                    it.freshness().name().toLowerCase(java.util.Locale.ROOT), it.pid(), it.state(), it.leases(), it.heapBytes() / MEGABYTE,
                    it.metaspaceBytes() / MEGABYTE, it.loadedClasses(), it.retired().isEmpty() ? "" : ", ended: " + it.retired()));
        }
        if (workers.isEmpty()) text.append("workers    none yet\n");
        return text.toString();
    }

    private static String certainty(ConfirmStatus it) {
        String left = it.provisional() == 0 ? "all is certain" : it.provisional() + " tests provisional in " + it.classes() + (it.classes() == 1 ? " class" : " classes");
        String budget = it.settings().perMinute().isZero() ? "confirming is switched off"
                : it.confirmed() + " confirmed and " + it.contradicted() + " withdrawn with " + it.used().toSeconds() + " s of processor time (at most "
                        + it.settings().perMinute().toSeconds() + " s a minute: TLS_CERTAINTY_BUDGET)";
        return left + "; " + budget;
    }
}
