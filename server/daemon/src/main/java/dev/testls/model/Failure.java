package dev.testls.model;

import java.util.List;
import java.util.Optional;

/**
 * Why a test is red.
 *
 * @param type the throwable's class name
 * @param message the throwable's message; empty text when it has none
 * @param trace the whole stack trace as {@code printStackTrace} writes it, causes and suppressed ones too
 * @param expected what the assertion wanted, where the throwable tells (opentest4j, JUnit 4's ComparisonFailure)
 */
public record Failure(String type, String message, String trace, Optional<String> expected, Optional<String> actual) {
    /** What a JVM that failed to link or initialise something says of it, at once and ever after. */
    private static final List<String> BROKEN_LINKS = List.of("java.lang.ExceptionInInitializerError", "java.lang.BootstrapMethodError",
            "java.lang.NoClassDefFoundError: Could not initialize class ");

    /** Whether a class or call site could not be linked or initialised: the JVM will not try again (JVMS 5.5 and 5.4.3). */
    public boolean breaksLinks() {
        return BROKEN_LINKS.stream().anyMatch(trace::contains);
    }
}
