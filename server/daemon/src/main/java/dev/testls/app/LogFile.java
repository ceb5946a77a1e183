package dev.testls.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.text.MessageFormat;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The daemon's log: one file, and one that was it before, each of at most {@link #MAX_BYTES}.
 *
 * <p>What cannot be written, on a full disk for example, is lost in silence: a log must not end what it tells of.
 */
final class LogFile extends Handler {
    private static final long MAX_BYTES = 2 << 20;

    private final Path file;
    private final long maxBytes;

    private LogFile(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    /** Sends all that is logged in this process to {@code file}, and nothing to the console. */
    static void install(Path file) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.INFO);
        root.addHandler(new LogFile(file, MAX_BYTES));
    }

    static LogFile of(Path file, long maxBytes) {
        return new LogFile(file, maxBytes);
    }

    @Override
    public synchronized void publish(LogRecord record) {
        // Two threads would otherwise both move a full file away.
        if (!isLoggable(record)) return;
        try {
            if (Files.exists(file) && Files.size(file) >= maxBytes) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                out.write(line(record).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // Lost, as said above.
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private static String line(LogRecord record) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        String logger = record.getLoggerName() == null ? "" : record.getLoggerName();
        writer.printf("%s %-7s %s: %s%n", record.getInstant(), record.getLevel(),
                logger.substring(logger.lastIndexOf('.') + 1), message(record));
        if (record.getThrown() != null) record.getThrown().printStackTrace(writer);
        return text.toString();
    }

    private static String message(LogRecord record) {
        String message = record.getMessage() == null ? "" : record.getMessage();
        return record.getParameters() == null ? message : MessageFormat.format(message, record.getParameters());
    }
}
