package dev.testls.worker.launcher;

import dev.testls.worker.Text;
import dev.testls.worker.wire.Thrown;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import org.opentest4j.MultipleFailuresError;

/** Throwables told as text. They are the project's own: any of their methods may throw. */
final class Throwables {
    private Throwables() {}

    static Thrown thrown(Throwable throwable) {
        String expected = compared(throwable, "Expected");
        String actual = compared(throwable, "Actual");
        boolean compares = expected != null && actual != null;
        return new Thrown(throwable.getClass().getName(), message(throwable), Text.trace(throwable), compares,
                compares ? Text.clip(expected, Text.MESSAGE) : "", compares ? Text.clip(actual, Text.MESSAGE) : "");
    }

    /**
     * What was thrown, or what the Vintage engine put together of it: a test of JUnit 4 can fail more than once. Never empty. What {@code assertAll}
     * throws is of the same class, and one failure; its own frames are in the trace.
     */
    static List<Throwable> each(Throwable throwable) {
        boolean together = throwable != null && throwable.getClass() == MultipleFailuresError.class;
        for (StackTraceElement frame : together ? throwable.getStackTrace() : new StackTraceElement[0]) {
            together &= !frame.getClassName().startsWith("org.junit.jupiter.api.");
        }
        return together ? ((MultipleFailuresError) throwable).getFailures() : Collections.singletonList(throwable);
    }

    private static String message(Throwable throwable) {
        try {
            return Text.clip(throwable.getMessage(), Text.MESSAGE);
        } catch (Throwable e) {
            return "(its message cannot be had: " + e.getClass().getName() + ")";
        }
    }

    /**
     * What an assertion tells of both sides: opentest4j's {@code AssertionFailedError} and both of JUnit's
     * {@code ComparisonFailure} have the same methods, in whatever loader they are. Null when there is nothing.
     */
    private static String compared(Throwable throwable, String side) {
        if (!(throwable instanceof AssertionError)) return null;
        try {
            Method isDefined = method(throwable, "is" + side + "Defined");
            if (isDefined != null && !Boolean.TRUE.equals(isDefined.invoke(throwable))) return null;
            Method get = method(throwable, "get" + side);
            if (get == null) return null;
            Object value = get.invoke(throwable);
            if (value == null || value instanceof String) return (String) value;
            Method text = method(value, "getStringRepresentation");
            return text == null ? null : (String) text.invoke(value);
        } catch (Throwable e) {
            return null;
        }
    }

    private static Method method(Object of, String name) {
        try {
            return of.getClass().getMethod(name);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
