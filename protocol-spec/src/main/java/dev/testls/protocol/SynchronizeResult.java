package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where everything begins anew.
 *
 * @param runs those that go on; what they told so far is told again
 */
public record SynchronizeResult(@Required @Nullable Long revision, @Required @Nullable Status status, @Required @Nullable List<RunStartedParams> runs) {}
