package dev.testls.worker.wire;

import java.io.File;
import java.util.List;

/** Libraries that keep what was made for one test class, an application's context, for the classes after it in the same JVM. */
public final class ContextLibraries {
    /** Beginnings of the names of their jars. */
    private static final String[] JARS = {"spring-test-", "quarkus-junit", "micronaut-test-", "arquillian-", "dropwizard-testing-", "camel-test-"};

    private ContextLibraries() {}

    /** Whether one is on the class path. */
    public static boolean areAmong(List<String> classpath) {
        for (String entry : classpath) {
            String file = new File(entry).getName();
            for (String prefix : JARS) {
                if (file.startsWith(prefix)) return true;
            }
        }
        return false;
    }
}
