package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was executed of a file.
 *
 * @param lines those that hold code, in their order
 * @param moreLines how many more there are, where they are very many
 */
public record CoverageResult(@Required @Nullable List<Line> lines, @Required @Nullable List<Method> methods, @Limits @Nullable Integer moreLines) {
    /** @param branches absent where it does not branch */
    public record Line(@Required @Limits @Nullable Integer line, @Required @Nullable Boolean executed, CoverageFoundParams.@Nullable Count branches) {}

    /** @param line where its code begins */
    public record Method(@Required @Nullable String name, @Required @Limits @Nullable Integer line, @Required @Nullable Boolean executed) {}
}
