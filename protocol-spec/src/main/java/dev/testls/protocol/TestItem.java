package dev.testls.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree of tests.
 *
 * @param id opaque; the same test has the same one in every session
 * @param parent absent for the topmost ones
 * @param label for people
 * @param sortText what its siblings are ordered by; absent: the label
 * @param range of the whole declaration
 * @param canResolveChildren whether {@code tls/discover} may tell of more below it
 * @param disabled why an annotation switches it off; may be empty text
 * @param last what came of it when it last ran
 */
public record TestItem(
        @Required @Nullable String id, @Nullable String parent,
        @Required @Words(value = {MODULE, PACKAGE, CLASS, METHOD, INVOCATION}, open = true) @Nullable String kind,
        @Required @Nullable String label, @Nullable String sortText, @Nullable String uri, @Nullable Range range,
        @Required @Nullable Boolean canResolveChildren, @Nullable List<String> tags, @Nullable String disabled, @Nullable LastResult last) {
    public static final String MODULE = "module";
    public static final String PACKAGE = "package";
    public static final String CLASS = "class";
    public static final String METHOD = "method";
    public static final String INVOCATION = "invocation";
}
