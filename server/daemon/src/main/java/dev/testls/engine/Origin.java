package dev.testls.engine;

import dev.testls.model.RunId;
import dev.testls.model.SourcePath;
import java.util.List;
import java.util.Optional;

/**
 * Whose wish a run is.
 *
 * @param client the name by which it introduced itself
 * @param version its version; may be empty text
 * @param round there where this is a round of a continuous run
 */
public record Origin(String client, String version, Optional<Round> round) {
    /** Somebody's in a terminal. */
    public static Origin commandLine() {
        return new Origin("tls", "", Optional.empty());
    }

    /** Nobody's: what reused JVMs told is confirmed, or withdrawn. */
    static Origin confirmation() {
        return new Origin("tls", "confirmation", Optional.empty());
    }

    /** Whether it is a run that confirms what others told. */
    public boolean confirms() {
        return equals(confirmation());
    }

    public static Origin of(String client, String version) {
        return new Origin(client, version, Optional.empty());
    }

    Origin round(RunId of, int number, List<SourcePath> changed) {
        return new Origin(client, version, Optional.of(new Round(of, number, changed)));
    }

    /**
     * One go of a continuous run.
     *
     * @param number counted from one
     * @param changed source files that differ from those of the round before
     */
    public record Round(RunId of, int number, List<SourcePath> changed) {
        public Round {
            changed = List.copyOf(changed);
        }
    }
}
