package dev.testls.pool;

import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at what processes hold. Any thread may call. */
@FunctionalInterface
interface Holdings {
    /** All that the process holds now; what cannot be seen is not told. */
    Held of(ProcessHandle process);

    /** As far as this system tells: everything on Linux, elsewhere the processes that it has started. */
    static Holdings ofSystem() {
        Path proc = Path.of("/proc");
        return Files.isDirectory(proc.resolve("self/fd")) ? new LinuxHoldings(proc) : LinuxHoldings::children;
    }
}
