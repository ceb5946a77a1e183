package dev.testls.engine;

import dev.testls.model.RunId;
import dev.testls.run.Plan;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSettings;
import java.util.List;
import java.util.Optional;

/**
 * A run that goes on, as far as it has come.
 *
 * @param kind what it is for
 * @param continuous whether it goes on until it is cancelled; its rounds are runs of their own
 * @param plan once it is known
 * @param finished what has ended, without what it wrote
 */
public record LiveRun(RunId run, Origin origin, RunSettings.RunKind kind, boolean continuous, Optional<Plan> plan, List<RunEvent.TestFinished> finished) {
    public LiveRun {
        finished = List.copyOf(finished);
    }
}
