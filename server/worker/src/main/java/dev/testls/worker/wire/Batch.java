package dev.testls.worker.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What to run or to discover: the daemon's {@code TestBatch} without its time limit, which the daemon keeps. */
public final class Batch {
    public final List<Choice> classes;
    public final Provider provider;
    public final String includeTags;
    public final String excludeTags;
    public final List<String> includeEngines;
    public final List<String> excludeEngines;
    public final Map<String, String> configurationParameters;
    /** So many classes in a row may see what others of them left in static fields of the project; 0: all. */
    public final int together;

    public Batch(List<Choice> classes, Provider provider, String includeTags, String excludeTags,
            List<String> includeEngines, List<String> excludeEngines, Map<String, String> configurationParameters,
            int together) {
        this.classes = classes;
        this.provider = provider;
        this.includeTags = includeTags;
        this.excludeTags = excludeTags;
        this.includeEngines = includeEngines;
        this.excludeEngines = excludeEngines;
        this.configurationParameters = configurationParameters;
        this.together = together;
    }

    /** The same for each class alone. */
    public List<Batch> each() {
        List<Batch> each = new ArrayList<>(classes.size());
        for (Choice choice : classes) {
            each.add(new Batch(java.util.Collections.singletonList(choice), provider, includeTags, excludeTags, includeEngines,
                    excludeEngines, configurationParameters, together));
        }
        return each;
    }

    static Batch read(FrameInput in) throws WireException {
        int count = in.count(8);
        List<Choice> classes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) classes.add(new Choice(in.text(), in.texts()));
        return new Batch(classes, in.choice(Provider.values()), in.text(), in.text(), in.texts(), in.texts(), in.pairs(),
                in.number());
    }

    void write(FrameOutput out) {
        out.number(classes.size());
        for (Choice choice : classes) out.text(choice.className).texts(choice.tests);
        out.choice(provider).text(includeTags).text(excludeTags).texts(includeEngines).texts(excludeEngines)
                .pairs(configurationParameters).number(together);
    }

    /**
     * Which of Surefire's providers a plain build would have: each has a manner of its own to count entries. Of {@code TESTNG_SUITES} a choice is
     * no class but some suites, and its tests are the suites' files.
     */
    public enum Provider { JUNIT_PLATFORM, JUNIT4, TESTNG, TESTNG_SUITES }

    /** A class and which of its tests: all when {@code tests} is empty, else {@code binaryClassName#method}. */
    public static final class Choice {
        public final String className;
        public final List<String> tests;

        public Choice(String className, List<String> tests) {
            this.className = className;
            this.tests = tests;
        }
    }
}
