package dev.testls.worker.launcher;

import dev.testls.worker.Attribution;
import dev.testls.worker.Sink;
import dev.testls.worker.Text;
import dev.testls.worker.observe.Units;
import dev.testls.worker.wire.Batch;
import dev.testls.worker.wire.Node;
import dev.testls.worker.wire.Thrown;
import dev.testls.worker.wire.ToDaemon;
import dev.testls.worker.wire.ToDaemon.Finished.End;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Tells the daemon what the launcher tells us. Called on any thread, and on many at once when tests run in parallel.
 *
 * <p>What has a result: tests; containers and classes that failed; the direct children of a class that is skipped, and
 * other containers that are. A container whose assumption did not hold has none, for Surefire counts none, save where its
 * own provider for JUnit 4 runs it, which counts it as skipped.
 */
final class Reporter implements TestExecutionListener {
    private static final String VINTAGE = "junit-vintage";

    private final Sink sink;
    private final Attribution attribution;
    private final Units units;
    private final Batch.Provider provider;
    private final Map<String, Execution> executions = new ConcurrentHashMap<>();
    private final Set<Integer> told = ConcurrentHashMap.newKeySet();
    private volatile TestPlan plan;
    private volatile Nodes nodes;

    Reporter(Sink sink, Attribution attribution, Units units, Batch.Provider provider) {
        this.sink = sink;
        this.attribution = attribution;
        this.units = units;
        this.provider = provider;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan testPlan) {
        plan = testPlan;
        nodes = new Nodes(testPlan);
    }

    @Override
    public void executionStarted(TestIdentifier identifier) {
        if (isRoot(identifier)) return;
        Node node = tell(identifier);
        units.started(node);
        Attribution.Running running = attribution.begin(node.number, identifier.isTest());
        sink.send(new ToDaemon.Started(node.number));
        executions.put(identifier.getUniqueId(), new Execution(running));
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        boolean failed = result.getStatus() == TestExecutionResult.Status.FAILED;
        if (isRoot(identifier) && !failed) return;
        Node node = tell(identifier);
        Execution execution = executions.remove(identifier.getUniqueId());
        long nanos = 0;
        if (execution != null) {
            nanos = Math.max(0, System.nanoTime() - execution.began);
            units.finished(node);
            execution.running.tellRest(sink);
            attribution.end(execution.running);
        }
        Throwable throwable = result.getThrowable().orElse(null);
        List<Throwable> each = provider == Batch.Provider.JUNIT4 ? Throwables.each(throwable) : Collections.singletonList(throwable);
        finish(identifier, node, result.getStatus(), nanos, each.get(0));
        // Surefire's providers for JUnit 4 have an entry for each.
        for (int i = 1; i < each.size(); i++) finish(identifier, tellAgain(identifier, i + 1), result.getStatus(), 0, each.get(i));
    }

    private void finish(TestIdentifier identifier, Node node, TestExecutionResult.Status status, long nanos, Throwable throwable) {
        End end = end(identifier, node, status, throwable);
        Thrown thrown = throwable == null || end == End.DONE ? null : Throwables.thrown(throwable);
        String reason = end == End.SKIPPED && thrown != null ? thrown.message : "";
        sink.send(new ToDaemon.Finished(node.number, end, nanos, reason, thrown));
    }

    @Override
    public void executionSkipped(TestIdentifier identifier, String reason) {
        boolean isClass = identifier.isContainer()
                && identifier.getSource().filter(ClassSource.class::isInstance).isPresent();
        // Surefire's provider for JUnit 4 has one entry for an ignored class, the one for the platform one for each method.
        if (!isClass || provider == Batch.Provider.JUNIT4) {
            skip(identifier, reason);
            return;
        }
        Set<TestIdentifier> children = plan.getChildren(identifier);
        for (TestIdentifier child : children) skip(child, reason);
        if (children.isEmpty() && tell(identifier).engine.equals(VINTAGE)) skip(identifier, reason);
    }

    private void skip(TestIdentifier identifier, String reason) {
        Node node = tell(identifier);
        sink.send(new ToDaemon.Finished(node.number, End.SKIPPED, 0, Text.clip(reason, Text.MESSAGE), null));
    }

    private End end(
            TestIdentifier identifier, Node node, TestExecutionResult.Status status, Throwable throwable) {
        switch (status) {
            // Surefire's provider for TestNG knows no errors.
            case FAILED: return provider == Batch.Provider.TESTNG || throwable instanceof AssertionError ? End.FAILED : End.ERROR;
            case ABORTED: return identifier.isTest() || provider == Batch.Provider.JUNIT4 ? End.SKIPPED : End.DONE;
            default: return identifier.isTest() && !isEmptyClass(identifier, node) ? End.PASSED : End.DONE;
        }
    }

    /** The Vintage engine holds a class without tests (Parameterized without parameters) for a test; Surefire has no entry. */
    private boolean isEmptyClass(TestIdentifier identifier, Node node) {
        return node.engine.equals(VINTAGE) && identifier.getLegacyReportingName().equals(node.className)
                && identifier.getSource().filter(ClassSource.class::isInstance).isPresent();
    }

    /** A node as the one of the identifier, for another of its failures. */
    private Node tellAgain(TestIdentifier identifier, int number) {
        Node node = nodes.again(identifier, number);
        sink.sendSoon(new ToDaemon.Known(node));
        return node;
    }

    private Node tell(TestIdentifier identifier) {
        Node node = nodes.of(identifier);
        if (told.add(node.number)) sink.sendSoon(new ToDaemon.Known(node));
        return node;
    }

    private boolean isRoot(TestIdentifier identifier) {
        return !plan.getParent(identifier).isPresent();
    }

    private static final class Execution {
        final Attribution.Running running;
        final long began = System.nanoTime();

        Execution(Attribution.Running running) {
            this.running = running;
        }
    }
}
