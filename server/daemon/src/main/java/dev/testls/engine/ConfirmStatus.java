package dev.testls.engine;

import java.time.Duration;

/**
 * How far what reused JVMs told is confirmed.
 *
 * @param provisional how many tests' outcomes are not certain yet
 * @param classes in so many classes
 * @param confirmed how many classes were, in this life of the daemon
 * @param contradicted and of how many a JVM without a history said otherwise
 * @param used processor time that this has taken, as far as the system tells
 */
public record ConfirmStatus(int provisional, int classes, int confirmed, int contradicted, Duration used, ConfirmSettings settings) {}
