package dev.testls.report;

import dev.testls.model.Failure;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.Problem;
import dev.testls.model.Revision;
import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events of an invented run, in few words. */
final class Events {
    static final ModuleId MODULE = new ModuleId("shop:app");
    static final RunId RUN = new RunId("r1");

    private Events() {}

    static RunEvent started(int classes, int tests) {
        return new RunEvent.RunStarted(RUN, new Revision(7), classes, tests, 2);
    }

    /** @param path {@code a.b.FooTest > adds(int,int) > [2] 1, 2}: class, method, an invocation's display name */
    static TestDescriptor test(String path) {
        String[] names = path.split(" > ");
        String simple = names[0].substring(names[0].lastIndexOf('.') + 1);
        String method = names.length > 1 ? names[1] : "";
        String bare = method.replaceAll("\\(.*", "");
        String invocation = names.length > 2 ? names[2].replaceAll("(\\[\\d+]).*", "$1") : "";
        List<String> display = new ArrayList<>(List.of(names));
        display.set(0, simple);
        String classId = "[engine:junit-jupiter]/[class:" + names[0] + "]";
        String id = method.isEmpty() ? classId : classId + "/[method:" + method + "]"
                + (invocation.isEmpty() ? "" : "/[test-template-invocation:#" + invocation.replaceAll("\\D", "") + "]");
        return new TestDescriptor(new TestId(MODULE, names[0], method, invocation),
                method.isEmpty() ? TestDescriptor.Kind.CLASS : TestDescriptor.Kind.TEST, "junit-jupiter", id, display,
                method.isEmpty() ? names[0] : method + invocation, names[0], bare,
                method.replaceAll("^[^(]*\\(|\\)", "").replace(",", ", "), "");
    }

    static RunEvent begins(String path) {
        return new RunEvent.TestStarted(test(path), "w1");
    }

    static RunEvent passed(String path, long millis) {
        return new RunEvent.TestFinished(result(path, Outcome.PASSED, millis));
    }

    static RunEvent skipped(String path, String reason) {
        TestResult it = result(path, Outcome.SKIPPED, 0);
        return new RunEvent.TestFinished(new TestResult(
                it.test(), it.outcome(), it.duration(), it.failure(), reason, "", "", List.of(), "w1"));
    }

    static RunEvent failed(String path, long millis, Failure failure) {
        return red(path, Outcome.FAILED, millis, failure, "", "");
    }

    static RunEvent red(String path, Outcome outcome, long millis, Failure failure, String stdout, String stderr) {
        return new RunEvent.TestFinished(new TestResult(test(path), outcome, Duration.ofMillis(millis),
                Optional.of(failure), "", stdout, stderr, List.of(), "w1"));
    }

    static TestResult result(String path, Outcome outcome, long millis) {
        return new TestResult(
                test(path), outcome, Duration.ofMillis(millis), Optional.empty(), "", "", "", List.of(), "w1");
    }

    /** What JUnit Jupiter's {@code assertEquals} throws in {@code a.b.FooTest}, line 23. */
    static Failure notEqual(String expected, String actual) {
        String message = "expected: <" + expected + "> but was: <" + actual + ">";
        return new Failure("org.opentest4j.AssertionFailedError", message,
                "org.opentest4j.AssertionFailedError: " + message + "\n"
                        + "\tat org.junit.jupiter.api.AssertionUtils.fail(AssertionUtils.java:55)\n"
                        + "\tat org.junit.jupiter.api.Assertions.assertEquals(Assertions.java:531)\n"
                        + "\tat a.b.FooTest.adds(FooTest.java:23)\n"
                        + "\tat java.base/java.lang.reflect.Method.invoke(Method.java:569)\n"
                        + "\tat java.base/java.util.ArrayList.forEach(ArrayList.java:1511)\n",
                Optional.of(expected), Optional.of(actual));
    }

    static Failure thrown(String type, String message, String trace) {
        return new Failure(type, message, trace, Optional.empty(), Optional.empty());
    }

    static RunEvent classEnds(String className, long millis) {
        return new RunEvent.ClassFinished(MODULE, "default-test", className, Duration.ofMillis(millis));
    }

    static RunEvent compiled(Problem... problems) {
        return new RunEvent.Compiled(3, Duration.ofMillis(120), List.of(problems));
    }

    static Problem error(String file, int line, int column, int length, String message, String sourceLine) {
        Optional<SourcePath> path = Optional.of(SourcePath.of(file));
        return new Problem(Problem.Severity.ERROR, path, line, column, length, message, sourceLine);
    }

    static RunEvent ends(int passed, int failed, int errors, int skipped, long millis) {
        return new RunEvent.RunFinished(summary(RunSummary.End.COMPLETED, passed, failed, errors, skipped, millis));
    }

    static RunSummary summary(RunSummary.End end, int passed, int failed, int errors, int skipped, long millis) {
        return new RunSummary(
                RUN, end, passed, failed, errors, skipped, 0, List.of(), 0, Duration.ofMillis(millis), "");
    }
}
