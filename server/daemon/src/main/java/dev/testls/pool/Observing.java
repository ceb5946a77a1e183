package dev.testls.pool;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether warm workers see what tests depend on.
 *
 * @param root the workspace's, below which files count; empty: nothing is observed
 */
public record Observing(Optional<Path> root) {
    public static Observing below(Path root) {
        return new Observing(Optional.of(root));
    }

    public static Observing nothing() {
        return new Observing(Optional.empty());
    }

    /** As a worker is told. An agent that knows classes by their content again would not know them with our probes. */
    String of(WorkerSpec spec) {
        return root.filter(it -> !spec.countsCoverage()).map(Path::toString).orElse("");
    }
}
