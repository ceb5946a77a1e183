package dev.testls.worker.jdk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is done about each piece of the JDK's state: the rows of {@code state.txt}, whose head tells how to read it.
 *
 * <p>A row names a field ({@code java.net.URL#factory}), a class as a whole ({@code javax.swing.UIManager#*}), or a setter
 * ({@code java.net.URL.setURLStreamHandlerFactory()}); a star stands for anything. An exact row beats one with a star, and of those the
 * first one counts.
 */
final class StateTable {
    /** What is done. */
    enum Kind {
        /** Its value is compared with what a JVM begins with, and written back. */
        PUT_BACK,
        /** Its value is compared, and where it differs the JVM ends. */
        ENDS,
        /** The JVM ends when the class came to life: what tests leave there cannot be told apart from what is always there. */
        ENDS_ONCE_USED,
        /** What anyone puts here is found by its name again: objects of classes that are not the JDK's end the JVM. */
        ONLY_JDK,
        /** Objects of the project's end the JVM. */
        NO_PROJECT,
        /** Code of ours looks after it: the reason says which. Objects of the project's that are still there end the JVM. */
        CODE,
        /** Remembers what does not change, or by identity; what a test leaves here no other can see. */
        CACHE,
        /** Never changes once it is made, though the scan cannot tell; or no state at all. */
        CONSTANT
    }

    /** One row. */
    static final class Row {
        /** As the table has it. */
        final String name;
        final Kind kind;
        /** What a JVM begins with, for a class that comes to life during a lease: see {@code state.txt}. */
        final String begins;
        final String reason;

        private Row(String name, Kind kind, String begins, String reason) {
            this.name = name;
            this.kind = kind;
            this.begins = begins;
            this.reason = reason;
        }

        boolean isPattern() {
            return name.indexOf('*') >= 0;
        }

        String className() {
            return name.substring(0, name.indexOf('#'));
        }

        String fieldName() {
            return name.substring(name.indexOf('#') + 1);
        }
    }

    private final Map<String, Row> exact = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Row> patterns = new ArrayList<>();

    private StateTable() {}

    static StateTable read() {
        try (InputStream in = StateTable.class.getResourceAsStream("state.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            StateTable table = new StateTable();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && line.charAt(0) != '#') table.add(row(line));
            }
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In their order. */
    List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** Null when nobody thought of it. Setters are not of a row of fields. */
    Row of(String name) {
        Row row = exact.get(name);
        if (row != null) return row;
        boolean setter = name.endsWith("()");
        for (Row pattern : patterns) {
            // What is true of fields need not be so of what is set through them.
            if (setter == pattern.name.endsWith("()") && Pattern.matches(Pattern.quote(pattern.name).replace("*", "\\E.*\\Q"), name)) return pattern;
        }
        return null;
    }

    private void add(Row row) {
        rows.add(row);
        if (row.isPattern()) {
            patterns.add(row);
        } else if (exact.put(row.name, row) != null) {
            throw new IllegalArgumentException("state.txt has two rows of " + row.name);
        }
    }

    private static Row row(String line) {
        String[] words = new String[3];
        int at = 0;
        for (int i = 0; i < words.length; i++) {
            int end = line.indexOf(' ', at);
            if (end < 0) throw new IllegalArgumentException("state.txt: a row is a name, a kind, what a JVM begins with, and a reason: " + line);
            words[i] = line.substring(at, end);
            for (at = end; at < line.length() && line.charAt(at) == ' '; ) at++;
        }
        return new Row(words[0], Kind.valueOf(words[1]), words[2], line.substring(at));
    }
}
