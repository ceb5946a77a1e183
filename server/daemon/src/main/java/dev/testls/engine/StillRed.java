package dev.testls.engine;

import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Passes on what a run of affected tests tells, and before its end which tests are red still; with any, it is no good end. One thread. */
final class StillRed implements Consumer<RunEvent> {
    private final Set<String> left;
    private final Consumer<RunEvent> listener;

    /** @param red ids of tests that are red and that nothing concerns */
    StillRed(Collection<String> red, Consumer<RunEvent> listener) {
        this.left = new TreeSet<>(red);
        this.listener = listener;
    }

    @Override
    public void accept(RunEvent event) {
        if (left.isEmpty()) {
            listener.accept(event);
        } else if (event instanceof RunEvent.RunFinished finished) {
            listener.accept(new RunEvent.StillRed(List.copyOf(left)));
            listener.accept(new RunEvent.RunFinished(judged(finished.summary())));
        } else {
            // It ran after all, with those of its class that are concerned.
            if (event instanceof RunEvent.TestFinished it) left.remove(it.result().id().declared().toString());
            listener.accept(event);
        }
    }

    RunSummary judged(RunSummary summary) {
        return left.isEmpty() ? summary : summary.besideRedOnes();
    }
}
