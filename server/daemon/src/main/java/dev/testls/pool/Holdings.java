package dev.testls.pool;

import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at what processes hold. Any thread may call. */
@FunctionalInterface
interface Holdings {
    /**
     * What the process holds now and is not among {@code known}; what cannot be seen is not told.
     *
     * @param known what an earlier look told
     */
    Held of(ProcessHandle process, Held known);

    /** As far as this system tells: everything on Linux, elsewhere the processes that it has started. */
    static Holdings ofSystem() {
        Path proc = Path.of("/proc");
        return Files.isDirectory(proc.resolve("self/fd")) ? new LinuxHoldings(proc) : (process, known) -> LinuxHoldings.children(process).since(known);
    }
}
