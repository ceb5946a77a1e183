package dev.testls.worker.launcher;

import dev.testls.worker.wire.Batch;
import dev.testls.worker.Attribution;
import dev.testls.worker.Sink;
import dev.testls.worker.observe.Units;
import dev.testls.worker.wire.ToDaemon;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs an empty test with JUnit's own engines and nothing else: no listener, extension or setting of the project.
 *
 * <p>Needs JUnit Platform 1.7, the first that can be told to take no settings from its surroundings.
 */
public final class WarmUp implements Runnable {
    private static final String[] ENGINES = {
        "org.junit.jupiter.engine.JupiterTestEngine", "org.junit.vintage.engine.VintageTestEngine"
    };

    @Override
    public void run() {
        try {
            LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectClass(Empty.class));
            request.getClass().getMethod("enableImplicitConfigurationParameters", boolean.class).invoke(request, false);
            LauncherDiscoveryRequest built = request.build();
            LauncherFactory.create(config()).execute(built, new Reporter(new Nobody(), new Attribution(), Units.NONE, Batch.Provider.JUNIT_PLATFORM));
        } catch (ReflectiveOperationException e) {
            // An earlier release: it stays cold.
        }
    }

    private static LauncherConfig config() throws ReflectiveOperationException {
        LauncherConfig.Builder config = LauncherConfig.builder();
        for (Method method : LauncherConfig.Builder.class.getMethods()) {
            boolean registers = method.getName().startsWith("enable") && method.getName().endsWith("AutoRegistration");
            if (registers) method.invoke(config, false);
        }
        for (TestEngine engine : engines()) config.addTestEngines(engine);
        return config.build();
    }

    private static List<TestEngine> engines() throws ReflectiveOperationException {
        List<TestEngine> engines = new ArrayList<>();
        for (String name : ENGINES) {
            try {
                engines.add((TestEngine) Class.forName(name).getConstructor().newInstance());
            } catch (ClassNotFoundException | LinkageError e) {
                // The project has no such tests.
            }
        }
        return engines;
    }

    /** The empty test. */
    static class Empty {
        @Test
        void nothing() {}
    }

    /** Hears nothing. */
    private static final class Nobody implements Sink {
        @Override
        public void send(ToDaemon message) {
            message.encode();
        }

        @Override
        public void sendSoon(ToDaemon message) {
            message.encode();
        }
    }
}
