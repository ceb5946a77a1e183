package dev.testls.maven;

import java.io.File;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, iterables, text, files, numbers and booleans as JSON. Anything else is a mistake of this package.
 */
final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    static String write(Map<String, ?> object) {
        Json json = new Json();
        json.value(object);
        return json.text.append('\n').toString();
    }

    private void value(@Nullable Object value) {
        if (value == null) {
            text.append("null");
        } else if (value instanceof Map) {
            object((Map<?, ?>) value);
        } else if (value instanceof Iterable) {
            array((Iterable<?>) value);
        } else if (value instanceof Boolean || value instanceof Integer) {
            text.append(value);
        } else if (value instanceof File) {
            string(((File) value).getPath());
        } else if (value instanceof String) {
            string((String) value);
        } else {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass());
        }
    }

    private void object(Map<?, ?> map) {
        char separator = '{';
        if (map.isEmpty()) text.append(separator);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator).append('\n');
            string((String) entry.getKey());
            text.append(": ");
            value(entry.getValue());
            separator = ',';
        }
        text.append('}');
    }

    private void array(Iterable<?> values) {
        text.append('[');
        String separator = "";
        for (Object value : values) {
            text.append(separator);
            value(value);
            separator = ",\n";
        }
        text.append(']');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
