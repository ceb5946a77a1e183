package dev.testls.select;

import java.util.Locale;

/** Why a test was selected; becomes the log line and the tooltip. A closed set. */
public sealed interface Why {
    /** The case as a word for machines: {@code failedLastTime}. */
    default String kind() {
        String name = getClass().getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

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

    /** Only a reused JVM has said what comes of it. */
    record Provisional() implements Why {
        @Override
        public String text() {
            return "only a reused JVM has said what comes of it";
        }
    }

    /** It was red when it last ran. */
    record FailedLastTime() implements Why {
        @Override
        public String text() {
            return "it failed last time";
        }
    }

    /** It executed this method, and the method's code is another now. */
    record Executed(String className, String method) implements Why {
        @Override
        public String text() {
            return "it executed " + className + "#" + method + ", which changed";
        }
    }

    /** It uses a class that changed; {@code steps} from one class to the next lie between them, none when it is its own. */
    record Uses(String className, int steps) implements Why {
        @Override
        public String text() {
            if (steps == 0) return "its own code changed";
            return "it uses " + className + ", which changed" + (steps == 1 ? "" : " (" + steps + " steps)");
        }
    }

    /** It asked for this resource or file, and finds another thing now. */
    record Opened(String name) implements Why {
        @Override
        public String text() {
            return "it opened " + name + ", which changed";
        }
    }

    /** It asked for this setting of its surroundings, which has another value now. */
    record Asked(String setting) implements Why {
        @Override
        public String text() {
            return setting.startsWith("any ") ? "it may read " + setting + ", and one changed" : "it reads " + setting + ", which changed";
        }
    }

    /** It has not run yet. */
    record New() implements Why {
        @Override
        public String text() {
            return "it is new";
        }
    }

    /** Nobody can tell what it depends on. */
    record Unknown(String reason) implements Why {
        @Override
        public String text() {
            return "what it depends on is unknown: " + reason;
        }
    }

    /** Something changed that all tests of the execution stand on. */
    record BuildChanged(String what) implements Why {
        @Override
        public String text() {
            return what + " changed";
        }
    }

    /** It depends on what differs from a git revision. */
    record ChangedSince(String revision, String what) implements Why {
        @Override
        public String text() {
            return "it depends on " + what + ", which changed since " + revision;
        }
    }
}
