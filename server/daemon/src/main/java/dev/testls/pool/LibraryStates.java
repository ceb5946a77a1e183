package dev.testls.pool;

import dev.testls.model.LibraryVerdict;
import java.util.Map;

/** What earlier runs showed of the static state of libraries. A field is told as {@code jar class#field}. Any thread. */
public interface LibraryStates {
    LibraryVerdict verdict(String field);

    /** A JVM was ended because tests had changed these, each with how. */
    void ended(Map<String, String> fields);

    /** Nothing was shown, and nothing is remembered. */
    static LibraryStates unknown() {
        return new LibraryStates() {
            @Override
            public LibraryVerdict verdict(String field) {
                return LibraryVerdict.UNKNOWN;
            }

            @Override
            public void ended(Map<String, String> fields) {}
        };
    }
}
