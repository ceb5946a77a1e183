package dev.testls.project;

import java.util.List;

/** The JSON that the Maven extension writes of modules that it had compiled. */
record WireCompiled(List<WireModule> modules) {
    record WireModule(String id, String classes, String testClasses, List<WireFailure> failures) {}

    /** @param part MAIN or TEST */
    record WireFailure(String part, String goal, String message) {}
}
