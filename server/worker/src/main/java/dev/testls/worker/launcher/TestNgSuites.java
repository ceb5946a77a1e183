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
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.testng.IConfigurationListener;
import org.testng.ITestContext;
import org.testng.ITestListener;
import org.testng.ITestNGListener;
import org.testng.ITestResult;
import org.testng.TestNG;

/**
 * Has TestNG run suite files, all in one go as Surefire does: parameters, groups, threads and listeners of theirs are its own business.
 *
 * <p>Not to be loaded where there is no TestNG. Any thread may call what listens.
 */
final class TestNgSuites implements ITestListener, IConfigurationListener {
    private final Sink sink;
    private final Attribution attribution;
    private final Units units;
    private final String suite;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<ITestResult, Running> running = new ConcurrentHashMap<>();
    /** How often each method of each instance ran, below each of a suite's tests. */
    private final Map<List<Object>, AtomicInteger> invocations = new ConcurrentHashMap<>();
    /** The same, whatever instance and whatever test: what tells a test's runs apart. */
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

    private TestNgSuites(Sink sink, Attribution attribution, Units units, String suite) {
        this.sink = sink;
        this.attribution = attribution;
        this.units = units;
        this.suite = suite;
    }

    /** @throws org.testng.TestNGException when a suite file is wrong; one that is missing is passed over */
    static void run(Batch batch, Sink sink, Attribution attribution, Units units) {
        for (Batch.Choice choice : batch.classes) {
            // Its own listeners write reports, for which nobody asked.
            TestNG testNg = new TestNG(false);
            testNg.setVerbose(0);
            testNg.setOutputDirectory(System.getProperty("java.io.tmpdir"));
            if (!batch.includeTags.isEmpty()) testNg.setGroups(batch.includeTags);
            if (!batch.excludeTags.isEmpty()) testNg.setExcludedGroups(batch.excludeTags);
            addListener(testNg, new TestNgSuites(sink, attribution, units, choice.className));
            testNg.setTestSuites(choice.tests);
            testNg.run();
        }
    }

    /** The method's parameter is of another type in old releases. */
    private static void addListener(TestNG testNg, TestNgSuites listener) {
        try {
            testNg.addListener((ITestNGListener) listener);
        } catch (NoSuchMethodError e) {
            testNg.addListener((Object) listener);
        }
    }

    @Override
    public void onTestStart(ITestResult result) {
        start(result);
    }

    @Override
    public void onTestSuccess(ITestResult result) {
        finish(result, End.PASSED);
    }

    /** Surefire's provider for TestNG knows no errors. */
    @Override
    public void onTestFailure(ITestResult result) {
        finish(result, End.FAILED);
    }

    @Override
    public void onTestSkipped(ITestResult result) {
        finish(result, End.SKIPPED);
    }

    @Override
    public void onTestFailedButWithinSuccessPercentage(ITestResult result) {
        finish(result, End.PASSED);
    }

    @Override
    public void onStart(ITestContext context) {}

    @Override
    public void onFinish(ITestContext context) {}

    @Override
    public void onConfigurationSuccess(ITestResult result) {}

    @Override
    public void onConfigurationFailure(ITestResult result) {
        finish(result, End.FAILED);
    }

    @Override
    public void onConfigurationSkip(ITestResult result) {
        finish(result, End.SKIPPED);
    }

    private Running start(ITestResult result) {
        Node node = node(result);
        sink.sendSoon(new ToDaemon.Known(node));
        units.started(node);
        Running begun = new Running(node, attribution.begin(node.number, true));
        running.put(result, begun);
        sink.send(new ToDaemon.Started(node.number));
        return begun;
    }

    private void finish(ITestResult result, End end) {
        // What is skipped, and what configures, may never have begun.
        Running known = running.remove(result);
        if (known == null) known = start(result);
        running.remove(result);
        long nanos = Math.max(0, result.getEndMillis() - result.getStartMillis()) * 1_000_000;
        units.finished(known.node);
        known.running.tellRest(sink);
        attribution.end(known.running);
        Throwable throwable = end == End.PASSED ? null : result.getThrowable();
        Thrown thrown = throwable == null ? null : Throwables.thrown(throwable);
        sink.send(new ToDaemon.Finished(known.node.number, end, nanos, end == End.SKIPPED && thrown != null ? thrown.message : "", thrown));
    }

    private Node node(ITestResult result) {
        String className = result.getTestClass().getName();
        Method method = result.getMethod().getConstructorOrMethod().getMethod();
        StringBuilder types = new StringBuilder();
        for (Class<?> type : method == null ? new Class<?>[0] : method.getParameterTypes()) types.append(types.length() == 0 ? "" : ", ").append(type.getName());
        String signature = Nodes.signature(MethodSource.from(className, result.getMethod().getMethodName(), types.toString()));
        Object[] parameters = result.getParameters();
        boolean parameterized = parameters != null && parameters.length > 0;
        int ofInstance = next(invocations, Arrays.<Object>asList(result.getTestContext().getName(), System.identityHashCode(result.getInstance()), className, signature));
        int run = next(runs, className + "#" + signature);
        String name = result.getName() + (parameterized ? Arrays.toString(parameters) + "(" + ofInstance + ")" : "");
        int number = count.getAndIncrement();
        return new Node(number, Node.Kind.TEST, "testng", "[engine:testng]/[suite:" + suite + "]/[result:" + (number + 1) + "]", "", className, signature,
                parameterized || run > 1 ? "[" + run + "]" : "", Arrays.asList(Nodes.simpleName(className), Text.clip(name, Text.NAME)),
                Text.clip(name, Text.NAME), className, result.getMethod().getMethodName(), types.toString());
    }

    private static <K> int next(Map<K, AtomicInteger> counts, K key) {
        return counts.computeIfAbsent(key, it -> new AtomicInteger()).incrementAndGet();
    }

    private static final class Running {
        final Node node;
        final Attribution.Running running;

        Running(Node node, Attribution.Running running) {
            this.node = node;
            this.running = running;
        }
    }
}
