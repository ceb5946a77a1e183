package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which code a run executed; more may follow. */
public record CoverageFoundParams(@Required @Nullable String runId, @Required @Nullable List<CoveredFile> files) {
    /**
     * @param tests methods that executed something of it, while they alone ran
     * @param moreTests how many more there are
     */
    public record CoveredFile(
            @Required @Nullable String uri, @Required @Nullable Count lines, @Required @Nullable Count branches, @Required @Nullable Count methods,
            @Required @Nullable List<String> tests, @Limits @Nullable Integer moreTests) {}

    /** Of how many things how many were executed. */
    public record Count(@Required @Limits @Nullable Integer covered, @Required @Limits @Nullable Integer total) {}
}
