package dev.testls.worker;

import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestDescriptor.Type;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;

/** A suite of a story that has no class, and of a class: the tree that the Suite engine shows of Cucumber's. */
public final class StoriesEngine implements TestEngine {
    static final String ID = "stories";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        TestDescriptor engine = new EngineDescriptor(id, "Suites");
        boolean asked = request.getSelectorsByType(ClassSelector.class).stream()
                .anyMatch(it -> it.getClassName().equals(LauncherBridgeTest.Stories.class.getName()));
        if (!asked) return engine;
        TestDescriptor suite = add(engine, "suite", "The suite", ClassSource.from(LauncherBridgeTest.Stories.class), Type.CONTAINER);
        TestDescriptor inner = add(suite, "engine", "Inner engine", null, Type.CONTAINER);
        TestDescriptor feature = add(inner, "feature", "A feature", null, Type.CONTAINER);
        add(feature, "scenario", "A scenario", null, Type.TEST);
        Class<?> member = LauncherBridgeTest.Stories.Member.class;
        TestDescriptor ofClass = add(inner, "class", "The member", ClassSource.from(member), Type.CONTAINER);
        add(ofClass, "method", "passes()", MethodSource.from(member.getName(), "passes"), Type.TEST);
        return engine;
    }

    private static TestDescriptor add(TestDescriptor parent, String type, String name, TestSource source, Type kind) {
        TestDescriptor child = new AbstractTestDescriptor(parent.getUniqueId().append(type, name), name, source) {
            @Override
            public Type getType() {
                return kind;
            }
        };
        parent.addChild(child);
        return child;
    }

    @Override
    public void execute(ExecutionRequest request) {
        execute(request, request.getRootTestDescriptor());
    }

    private static void execute(ExecutionRequest request, TestDescriptor descriptor) {
        request.getEngineExecutionListener().executionStarted(descriptor);
        descriptor.getChildren().forEach(child -> execute(request, child));
        request.getEngineExecutionListener().executionFinished(descriptor, TestExecutionResult.successful());
    }
}
