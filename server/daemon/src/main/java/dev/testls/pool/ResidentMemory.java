package dev.testls.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What processes take of the machine's memory. */
final class ResidentMemory {
    private ResidentMemory() {}

    /** In bytes; empty where the system does not tell. */
    static Optional<Long> of(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream().filter(it -> it.startsWith("VmRSS:")).findFirst()
                    .map(it -> Long.parseLong(it.replaceAll("\\D", "")) << 10);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
