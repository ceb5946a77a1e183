package dev.testls.worker;

import dev.testls.worker.observe.Units;
import dev.testls.worker.wire.Node;
import dev.testls.worker.wire.ToDaemon;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells which code each test executed, as the JaCoCo agent that the daemon started this JVM with counted it.
 *
 * <p>The agent counts for the whole JVM. What it counted while one test alone ran is that test's; what it counted while
 * none or several ran is nobody's, and still counts for the whole.
 */
final class Coverage implements Units {
    private static final String AGENT = "org.jacoco.agent.rt.RT";

    private final Sink sink;
    private final Object agent;
    private final Method takeData;
    /** Numbers of the tests that run. Guarded by this, as below. */
    private final Set<Integer> running = new HashSet<>();
    /** Whether since data was last taken more tests than one ran at a time. */
    private boolean mixed;

    /** @throws IllegalStateException where this JVM has no agent */
    Coverage(Sink sink) {
        this.sink = sink;
        try {
            agent = Class.forName(AGENT, true, ClassLoader.getSystemClassLoader()).getMethod("getAgent").invoke(null);
            takeData = Class.forName("org.jacoco.agent.rt.IAgent", true, ClassLoader.getSystemClassLoader()).getMethod("getExecutionData", boolean.class);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("no coverage: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no coverage: " + e, e);
        }
    }

    @Override
    public void batchBegins() {}

    @Override
    public synchronized void started(Node node) {
        if (running.isEmpty()) take(ToDaemon.Output.STRAY);
        if (node.kind != Node.Kind.TEST) return;
        running.add(node.number);
        mixed |= running.size() > 1;
    }

    @Override
    public synchronized void finished(Node node) {
        boolean test = running.remove(node.number);
        if (!running.isEmpty()) return;
        take(test && !mixed ? node.number : ToDaemon.Output.STRAY);
        mixed = false;
    }

    private void take(int node) {
        try {
            sink.sendSoon(new ToDaemon.Covered(node, (byte[]) takeData.invoke(agent, true)));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("no coverage: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no coverage: " + e, e);
        }
    }
}
