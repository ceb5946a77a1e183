package dev.testls.select;

/** Why a test was selected; becomes the log line and the tooltip. A closed set. */
public sealed interface Why {
    /** For people, without a full stop. */
    String text();

    /** How many steps lie between the test and what changed; zero where that is not known, or the test itself changed. */
    default int steps() {
        return 0;
    }

    /** The run takes every test that a plain build would. */
    record InBuild() implements Why {
        @Override
        public String text() {
            return "a plain build runs it";
        }
    }

    /** The user named it. */
    record Named(String selector) implements Why {
        @Override
        public String text() {
            return "'" + selector + "' names it";
        }
    }

    /** It was red when it last ran. */
    record FailedLastTime() implements Why {
        @Override
        public String text() {
            return "it failed last time";
        }
    }
}
