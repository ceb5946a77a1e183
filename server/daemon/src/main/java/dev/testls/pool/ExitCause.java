package dev.testls.pool;

import dev.testls.model.TestDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Why a worker is gone, for people. Pure. */
final class ExitCause {
    private static final int OUT_OF_MEMORY = 91;
    private static final int ORPHAN = 90;
    private static final int SIGNALS = 128;
    private static final int SIGABRT = 6;
    private static final int SIGSEGV = 11;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final int NAMED = 3;
    private static final Pattern MEMORY_ERROR = Pattern.compile("java\\.lang\\.OutOfMemoryError(?:: ([^\\n\\r]*))?");

    private ExitCause() {}

    static String of(int exitCode, List<TestDescriptor> running, String tail, Optional<Path> crashReport) {
        String during = during(running);
        if (crashReport.isPresent()) {
            return "the JVM crashed" + during + "; its report is " + crashReport.get();
        }
        Matcher memory = MEMORY_ERROR.matcher(tail);
        if (exitCode == OUT_OF_MEMORY || memory.find()) {
            String kind = exitCode == OUT_OF_MEMORY && !memory.find(0) ? null : memory.group(1);
            return "out of memory" + (kind == null ? "" : ": " + kind) + during;
        }
        int signal = exitCode - SIGNALS;
        if (signal == SIGABRT || signal == SIGSEGV) return "the JVM crashed (signal " + signal + ")" + during;
        if (signal > 0 && signal < 65) return "the JVM was killed by signal " + signal + during;
        if (exitCode == ORPHAN) return "the JVM lost its connection" + during;
        if (exitCode < 0) return "the JVM does not answer" + during;
        return "the JVM exited with code " + exitCode + during + " (System.exit?)";
    }

    /** Whether a signal that programs do not raise by mistake ended the process. */
    static boolean isKill(int exitCode) {
        return exitCode == SIGNALS + SIGKILL || exitCode == SIGNALS + SIGTERM;
    }

    /** {@code " while a.FooTest#bar ran"}, or nothing. */
    static String during(List<TestDescriptor> running) {
        if (running.isEmpty()) return "";
        String names = running.stream().limit(NAMED).map(ExitCause::name).collect(Collectors.joining(", "));
        return " while " + names + (running.size() > NAMED ? " and others" : "") + " ran";
    }

    /** {@code a.FooTest#bar[2]}. */
    static String name(TestDescriptor test) {
        String method = test.id().methodName();
        return test.id().className() + (method.isEmpty() ? "" : "#" + method) + test.id().invocation();
    }
}
