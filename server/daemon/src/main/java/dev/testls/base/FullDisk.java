package dev.testls.base;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What it means when something cannot be written. */
public final class FullDisk {
    private static final Pattern FULL = Pattern.compile("No space left|not enough space|Disk quota exceeded|Read-only file system", Pattern.CASE_INSENSITIVE);

    private FullDisk() {}

    /** What went wrong and what to do, when it is that nothing can be written; empty when it is something else. */
    public static Optional<String> in(Throwable thrown) {
        Set<String> messages = new LinkedHashSet<>();
        boolean full = false;
        for (Throwable it = thrown; it != null; it = it.getCause()) {
            String message = String.valueOf(it.getMessage());
            full |= FULL.matcher(message).find();
            // The message of a throwable that wraps another often is the other as text.
            if (it.getCause() == null || !message.equals(it.getCause().toString())) messages.add(message);
        }
        if (!full) return Optional.empty();
        return Optional.of(String.join(": ", messages) + ". Make room there, or set TLS_HOME to a directory that can be written; then run again, nothing has to be restarted");
    }
}
