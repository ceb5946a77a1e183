package dev.testls.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    private Path temporary;

    @Test
    void writesWhatItIsToldAndKeepsOneOlderFile() throws IOException {
        Path file = temporary.resolve("daemon.log");
        LogFile log = LogFile.of(file, 500);
        for (int i = 1; i <= 20; i++) log.publish(record("message {0}", i));
        assertThat(Files.readString(file)).endsWith(" INFO    Room: message 20\n").hasSizeBetween(1, 600);
        assertThat(Files.size(temporary.resolve("daemon.log.1"))).isBetween(500L, 600L);
        try (var files = Files.list(temporary)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void whatCannotBeWrittenIsLost() throws IOException {
        Path noDirectory = Files.createFile(temporary.resolve("file"));
        LogFile.of(noDirectory.resolve("daemon.log"), 500).publish(record("message {0}", 1));
        assertThat(noDirectory).isEmptyFile();
    }

    private static LogRecord record(String message, Object parameter) {
        LogRecord record = new LogRecord(Level.INFO, message);
        record.setLoggerName("dev.testls.house.Room");
        record.setParameters(new Object[] {parameter});
        return record;
    }
}
