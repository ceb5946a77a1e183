package dev.testls.engine;

import dev.testls.model.SourcePath;
import dev.testls.run.RunEvent;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Who follows a {@link Continuous} run. Called from several threads, one after the other for each round; has to be quick.
 *
 * <p><b>Law:</b> rounds do not overlap; each that begins hears {@code RunFinished}, once and last.
 */
public interface Audience {
    /** A round begins. Its events go to the answer. */
    Consumer<RunEvent> roundBegins(Round round);

    /** Something slow goes on between two rounds: the build is read. */
    void phase(String text);

    /** Something that people should know, in one line, between two rounds. */
    void notice(String text);

    /** How the workspace stands: told when a round begins and after it has ended. */
    void stands(RunEvent.StatusChanged status);

    /** For a run that is told to others only. */
    static Audience nobody() {
        return new Audience() {
            @Override
            public Consumer<RunEvent> roundBegins(Round round) {
                return event -> {};
            }

            @Override
            public void phase(String text) {}

            @Override
            public void notice(String text) {}

            @Override
            public void stands(RunEvent.StatusChanged status) {}
        };
    }

    /**
     * One round.
     *
     * @param number counted from one
     * @param changed source files that differ from those of the round before; empty when it was asked for, and the first time
     */
    record Round(int number, Wish wish, List<SourcePath> changed) {
        public Round {
            changed = List.copyOf(changed);
        }
    }

    /** Why tests ran: of each test or class, named for people, the reason. */
    record Reasons(SortedMap<String, String> byTest) {
        public Reasons {
            byTest = Collections.unmodifiableSortedMap(new TreeMap<>(byTest));
        }
    }
}
