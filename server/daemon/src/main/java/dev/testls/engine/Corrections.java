package dev.testls.engine;

import dev.testls.model.RunId;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.run.Plan;
import dev.testls.run.RunEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hears what becomes certain, and what is withdrawn: the red tests of runs that nobody asked for. */
final class Corrections implements Broadcast.Listener {
    /** So many are named; who wants to know more asks for what is red. */
    private static final int MOST_NAMED = 5;

    private final Heard heard;
    /** Of each confirming run that goes on, what was red. Guarded by the broadcast, which tells one thing at a time. */
    private final Map<RunId, List<TestResult>> confirming = new HashMap<>();

    Corrections(Heard heard) {
        this.heard = heard;
    }

    /** Has to be quick. */
    interface Heard {
        /** How the workspace stands has changed. */
        void corrected(List<String> notices);
    }

    @Override
    public void begins(World world, List<LiveRun> runs) {
        runs.forEach(this::runBegins);
    }

    @Override
    public void worldChanged(World now) {}

    @Override
    public void runBegins(LiveRun run) {
        if (run.origin().confirms()) confirming.put(run.run(), new ArrayList<>());
    }

    @Override
    public void planned(RunId run, Plan plan) {}

    @Override
    public void confirmed(Set<TestId> tests) {
        heard.corrected(List.of());
    }

    @Override
    public void told(RunId run, RunEvent event) {
        List<TestResult> red = confirming.get(run);
        if (red == null) return;
        if (event instanceof RunEvent.TestFinished it && it.result().outcome().isRed()) red.add(it.result());
        if (!(event instanceof RunEvent.RunFinished)) return;
        confirming.remove(run);
        if (!red.isEmpty()) heard.corrected(notices(red));
    }

    private static List<String> notices(List<TestResult> red) {
        List<String> notices = new ArrayList<>();
        for (TestResult it : red.subList(0, Math.min(MOST_NAMED, red.size()))) {
            notices.add("withdrawn: " + it.id().className() + "#" + it.id().method() + " passed in a reused JVM and fails in a fresh one: " + it.failureLine());
        }
        if (red.size() > MOST_NAMED) notices.add("withdrawn, too: " + (red.size() - MOST_NAMED) + " more");
        return notices;
    }
}
