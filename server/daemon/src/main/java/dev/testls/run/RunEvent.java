package dev.testls.run;

import dev.testls.model.FileCoverage;
import dev.testls.model.ModuleId;
import dev.testls.model.Problem;
import dev.testls.model.Revision;
import dev.testls.model.RunId;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestResult;
import dev.testls.select.Why;
import java.time.Duration;
import java.util.List;

/**
 * What a run tells while it goes on; the whole list.
 *
 * <p>Order: {@code PhaseStarted}, {@code Notice} and {@code Compiled} may come first; {@code RunStarted} once, before
 * the first test; {@code TestFinished} once for each test, after its {@code TestStarted} where it had one;
 * {@code RunFinished} once and last, also when nothing ran.
 */
public sealed interface RunEvent {
    <R> R on(Cases<R> cases);

    /** Something slow begins, for people to see: {@code "reading the build"}, {@code "compiling 3 files"}. */
    record PhaseStarted(String phase) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.phaseStarted(this);
        }
    }

    /** A step between the question and the first test ended; for those who want to know where the time goes. */
    record StepFinished(String step, Duration duration) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.stepFinished(this);
        }
    }

    /** Something that people should know, in one line: a worker was replaced, a model is stale, a class fails only when warm. */
    record Notice(String text) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.notice(this);
        }
    }

    /**
     * The build tool could not say what the project is; an older answer may stand in for it.
     *
     * @param message the cause in a line or two
     * @param details the build tool's own words; may be empty
     * @param hint what to do next; may be empty
     */
    record BuildProblemFound(String message, String details, String hint) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.buildProblemFound(this);
        }
    }

    /** What compiling found. Told when there are problems, or files were compiled. */
    record Compiled(int files, Duration duration, List<Problem> problems) implements RunEvent {
        public Compiled {
            problems = List.copyOf(problems);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.compiled(this);
        }
    }

    /**
     * Tests begin.
     *
     * @param tests how many are expected as far as known; each method that runs many times counts as one
     * @param workers how many run side by side
     */
    record RunStarted(RunId run, Revision revision, int classes, int tests, int workers) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.runStarted(this);
        }
    }

    /** A JVM of the run waits for a debugger, and does nothing until one attaches. */
    record DebuggerListening(String host, int port) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.debuggerListening(this);
        }
    }

    /** A test or a container begins. */
    record TestStarted(TestDescriptor test, String worker) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.testStarted(this);
        }
    }

    /** A test wrote something; told as it comes. The result will hold it again, as far as there is room. */
    record Output(TestDescriptor test, boolean error, String text) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.output(this);
        }
    }

    /** Something was written that belongs to no test. */
    record StrayOutput(ModuleId module, boolean error, String text) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.strayOutput(this);
        }
    }

    /**
     * A test ended. What is red is final: what failed in a reused JVM was confirmed in a fresh one.
     *
     * @param certain whether a JVM without a history gives this outcome; otherwise it is provisional: a reused one gave it, and
     *     should a fresh one contradict, another run tells so
     * @param through the class that ran: the test's own, or a suite
     */
    record TestFinished(TestResult result, boolean certain, String through) implements RunEvent {
        /** A certain one. */
        public TestFinished(TestResult result) {
            this(result, true);
        }

        /** Of a class that ran itself. */
        public TestFinished(TestResult result, boolean certain) {
            this(result, certain, result.id().topLevelClass());
        }

        /** The same, told otherwise. */
        public TestFinished with(TestResult result) {
            return new TestFinished(result, certain, through);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.testFinished(this);
        }
    }

    /** All of a test class, its nested ones included, has ended in this execution; {@code duration} is its wall time. */
    record ClassFinished(ModuleId module, String execution, String className, Duration duration) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.classFinished(this);
        }
    }

    /**
     * A change concerns a test, which will run; told before the run starts, where affected tests were asked for.
     *
     * @param method as in a test's id; empty for a class of whose tests only its engine knows
     */
    record TestAffected(ModuleId module, String className, String method, Why why) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.testAffected(this);
        }
    }

    /** Which code the tests executed, file by file; the whole of it, once, where the run was to find out. */
    record CoverageFound(List<FileCoverage> files) implements RunEvent {
        public CoverageFound {
            files = List.copyOf(files);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.coverageFound(this);
        }
    }

    /** The end. */
    record RunFinished(RunSummary summary) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.runFinished(this);
        }
    }

    /**
     * How the whole workspace stands; told by a continuous run when a round begins and after it has ended, and so the one
     * event that comes after {@code RunFinished}.
     *
     * @param red tests that were red when they last ran, in whatever run
     * @param stale tests that were to run and have not since: a change affects them, and the round was cancelled or they
     *     do not compile
     * @param provisional tests of which only a reused JVM has said so far what comes of them
     * @param tests all there are, as far as known
     * @param running whether a round goes on
     */
    record StatusChanged(int red, int stale, int provisional, int tests, boolean running) implements RunEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.statusChanged(this);
        }
    }

    /** Tests that were red when they last ran and that nothing concerns, by their ids; told before the end, where affected tests were asked for. */
    record StillRed(List<String> tests) implements RunEvent {
        public StillRed {
            tests = List.copyOf(tests);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.stillRed(this);
        }
    }

    /** One method for each event. */
    interface Cases<R> {
        R phaseStarted(PhaseStarted it);

        R stepFinished(StepFinished it);

        R notice(Notice it);

        R buildProblemFound(BuildProblemFound it);

        R compiled(Compiled it);

        R runStarted(RunStarted it);

        R debuggerListening(DebuggerListening it);

        R testStarted(TestStarted it);

        R output(Output it);

        R strayOutput(StrayOutput it);

        R testFinished(TestFinished it);

        R classFinished(ClassFinished it);

        R coverageFound(CoverageFound it);

        R runFinished(RunFinished it);

        R statusChanged(StatusChanged it);

        R testAffected(TestAffected it);

        R stillRed(StillRed it);
    }
}
