package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was told of these tests is certain now.
 *
 * @param tests ids, as they are declared; all their invocations are meant
 */
public record TestsConfirmedParams(@Required @Nullable List<String> tests) {}
