package dev.testls.pool;

import dev.testls.model.LibraryVerdict;
import dev.testls.worker.wire.ToDaemon;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a lease left in libraries, with what is known of it. Fields are told as {@code jar class#field}, each with how it changed.
 *
 * @param ending may reach later tests: the JVM ends
 * @param suspects may reach them, too, but is likely not to and not new: the JVM goes on, and what is green in it is to be confirmed
 */
record Suspicion(Map<String, String> ending, Map<String, String> suspects) {
    /** Of what ends a JVM, for people. */
    private static final int MOST_TOLD = 5;

    Suspicion {
        ending = Map.copyOf(ending);
        suspects = Map.copyOf(suspects);
    }

    static Suspicion of(ToDaemon.State state, LibraryStates known) {
        Map<String, String> ending = new TreeMap<>();
        Map<String, String> suspects = new TreeMap<>();
        state.lasting.forEach((field, how) -> {
            LibraryVerdict verdict = known.verdict(field);
            if (verdict == LibraryVerdict.ON_TRIAL) suspects.put(field, how);
            else if (verdict != LibraryVerdict.HARMLESS) ending.put(field, how);
        });
        state.suspects.forEach((field, how) -> {
            LibraryVerdict verdict = known.verdict(field);
            if (verdict == LibraryVerdict.HARMFUL || verdict == LibraryVerdict.UNKNOWN) ending.put(field, how);
            else if (verdict != LibraryVerdict.HARMLESS) suspects.put(field, how);
        });
        return new Suspicion(ending, suspects);
    }

    /** Why the JVM is of no further use, for people; empty when it is. */
    Optional<String> reason() {
        if (ending.isEmpty()) return Optional.empty();
        String more = ending.size() <= MOST_TOLD ? "" : "; and " + (ending.size() - MOST_TOLD) + " more";
        return Optional.of("tests changed state of libraries that cannot be put back: " + new TreeMap<>(ending).entrySet().stream().limit(MOST_TOLD)
                .map(it -> it.getKey().substring(it.getKey().indexOf(' ') + 1) + " " + it.getValue()).collect(Collectors.joining("; ")) + more);
    }
}
