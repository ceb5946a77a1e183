package dev.testls.model;

import java.util.Optional;

/**
 * Why a test is red.
 *
 * @param type the throwable's class name
 * @param message the throwable's message; empty text when it has none
 * @param trace the whole stack trace as {@code printStackTrace} writes it, causes and suppressed ones too
 * @param expected what the assertion wanted, where the throwable tells (opentest4j, JUnit 4's ComparisonFailure)
 */
public record Failure(String type, String message, String trace, Optional<String> expected, Optional<String> actual) {}
