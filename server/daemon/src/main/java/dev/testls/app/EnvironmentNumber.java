package dev.testls.app;

import java.util.Map;
import java.util.OptionalLong;

/** A whole number that is set by a variable of the environment. */
final class EnvironmentNumber {
    private EnvironmentNumber() {}

    /**
     * The number; empty where the variable is not set, or empty.
     *
     * @param digits so many at most
     * @param of what it counts, for people: {@code minutes}
     * @throws Refusal when it is set to anything else
     */
    static OptionalLong of(Map<String, String> environment, String variable, int digits, String of) throws Refusal {
        String text = environment.getOrDefault(variable, "");
        if (text.isEmpty()) return OptionalLong.empty();
        if (!text.matches("\\d{1," + digits + "}")) throw new Refusal(variable + " is not a number of " + of + ": " + text);
        return OptionalLong.of(Long.parseLong(text));
    }
}
