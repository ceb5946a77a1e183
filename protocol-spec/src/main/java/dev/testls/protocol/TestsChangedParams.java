package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to do with the tree, in this order, to have that of {@code revision}. */
public record TestsChangedParams(@Required @Nullable Long revision, @Required @Nullable List<Change> changes) {
    /**
     * One step.
     *
     * @param scope the test that it is about; absent: the whole tree
     * @param tests each after the one that it is in; none when {@code change} is {@link #DELETE}
     */
    public record Change(
            @Required @Words({INSERT, REPLACE, DELETE}) @Nullable String change, @Nullable String scope, @Nullable List<TestItem> tests) {
        public static final String INSERT = "insert";
        public static final String REPLACE = "replace";
        public static final String DELETE = "delete";
    }
}
