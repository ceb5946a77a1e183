package dev.testls.worker.launcher;

import dev.testls.worker.Attribution;
import dev.testls.worker.Sink;
import dev.testls.worker.TestRunner;
import dev.testls.worker.Text;
import dev.testls.worker.observe.Units;
import dev.testls.worker.wire.Batch;
import dev.testls.worker.wire.Node;
import dev.testls.worker.wire.ToDaemon;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs and discovers through one launcher, whose session lasts as long as the lease. */
public final class LauncherBridge implements TestRunner {
    private final Sink sink;
    private final Attribution attribution;
    private final Units units;
    /** Null before JUnit Platform 1.8, which has no sessions. */
    private final AutoCloseable session;
    private final Launcher launcher;

    public LauncherBridge(Sink sink, Attribution attribution, Units units) {
        this.sink = sink;
        this.attribution = attribution;
        this.units = units;
        session = openSession();
        launcher = session == null ? LauncherFactory.create() : launcher(session);
    }

    @Override
    public List<String> run(Batch batch) {
        List<String> problems = Collections.synchronizedList(new ArrayList<String>());
        units.batchBegins();
        if (batch.provider == Batch.Provider.TESTNG_SUITES) TestNgSuites.run(batch, sink, attribution, units);
        else launcher.execute(request(batch, problems), new Reporter(sink, attribution, units, batch.provider));
        return new ArrayList<>(problems);
    }

    @Override
    public List<String> discover(Batch batch) {
        List<String> problems = Collections.synchronizedList(new ArrayList<String>());
        TestPlan plan = launcher.discover(request(batch, problems));
        Nodes nodes = new Nodes(plan);
        for (TestIdentifier root : plan.getRoots()) tell(plan, nodes, root);
        return new ArrayList<>(problems);
    }

    @Override
    public void close() {
        try {
            if (session != null) session.close();
        } catch (Exception e) {
            throw new IllegalStateException("the launcher's session cannot be closed: " + e, e);
        }
    }

    private void tell(TestPlan plan, Nodes nodes, TestIdentifier above) {
        for (TestIdentifier identifier : plan.getChildren(above)) {
            Node node = nodes.of(identifier);
            List<String> tags = new ArrayList<>();
            for (TestTag tag : identifier.getTags()) tags.add(tag.getName());
            sink.sendSoon(new ToDaemon.Known(node));
            sink.sendSoon(new ToDaemon.Found(node.number, tags));
            tell(plan, nodes, identifier);
        }
    }

    private static LauncherDiscoveryRequest request(Batch batch, List<String> problems) {
        List<DiscoverySelector> selectors = new ArrayList<>();
        List<Batch.Choice> choices = Enclosing.resolve(batch);
        for (Batch.Choice choice : choices) selectors.add(DiscoverySelectors.selectClass(choice.className));
        LauncherDiscoveryRequestBuilder builder = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectors)
                .filters(filters(batch, choices))
                .configurationParameters(batch.configurationParameters);
        listenForIssues(builder, problems);
        return builder.build();
    }

    private static Filter<?>[] filters(Batch batch, List<Batch.Choice> classes) {
        List<Filter<?>> filters = new ArrayList<>();
        List<String> includeTags = expressions(batch.includeTags);
        List<String> excludeTags = expressions(batch.excludeTags);
        if (!includeTags.isEmpty()) filters.add(TagFilter.includeTags(includeTags));
        if (!excludeTags.isEmpty()) filters.add(TagFilter.excludeTags(excludeTags));
        if (!batch.includeEngines.isEmpty()) filters.add(EngineFilter.includeEngines(batch.includeEngines));
        if (!batch.excludeEngines.isEmpty()) filters.add(EngineFilter.excludeEngines(batch.excludeEngines));
        ChoiceFilter choices = new ChoiceFilter(classes);
        if (!choices.takesAll()) filters.add(choices);
        return filters.toArray(new Filter<?>[0]);
    }

    /** Surefire takes a list with commas as alternatives. */
    private static List<String> expressions(String tags) {
        List<String> expressions = new ArrayList<>();
        for (String expression : tags.split(",")) {
            if (!expression.trim().isEmpty()) expressions.add(expression.trim());
        }
        return expressions;
    }

    /** Since JUnit Platform 1.13; before it there are none to hear of. */
    private static void listenForIssues(LauncherDiscoveryRequestBuilder builder, List<String> problems) {
        try {
            Class.forName("org.junit.platform.engine.DiscoveryIssue", false, LauncherBridge.class.getClassLoader());
            IssueListener.addTo(builder, problems);
        } catch (ClassNotFoundException | LinkageError e) {
            // An earlier release.
        }
    }

    private static AutoCloseable openSession() {
        try {
            return (AutoCloseable) LauncherFactory.class.getMethod("openSession").invoke(null);
        } catch (NoSuchMethodException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no launcher session: " + e.getCause(), e.getCause());
        }
    }

    private static Launcher launcher(AutoCloseable session) {
        try {
            Class<?> type = Class.forName("org.junit.platform.launcher.LauncherSession", true,
                    LauncherBridge.class.getClassLoader());
            return (Launcher) type.getMethod("getLauncher").invoke(session);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no launcher in its session: " + e, e);
        }
    }
}
