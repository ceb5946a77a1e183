package dev.testls.worker.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A node of the tree that an engine shows: the worker's side of the daemon's {@code TestDescriptor}. */
public final class Node {
    /** How frames name a node, within one worker. */
    public final int number;
    public final Kind kind;
    public final String engine;
    public final String uniqueId;
    /** Empty below the engine. */
    public final String parentUniqueId;
    public final String className;
    /** The name with simple erased parameter types; empty for a class. */
    public final String method;
    public final String invocation;
    /** From the test class down to the node itself; never empty. */
    public final List<String> displayNames;
    public final String legacyName;
    public final String sourceClass;
    public final String sourceMethod;
    public final String parameterTypes;

    public Node(int number, Kind kind, String engine, String uniqueId, String parentUniqueId, String className,
            String method, String invocation, List<String> displayNames, String legacyName, String sourceClass,
            String sourceMethod, String parameterTypes) {
        this.number = number;
        this.kind = kind;
        this.engine = engine;
        this.uniqueId = uniqueId;
        this.parentUniqueId = parentUniqueId;
        this.className = className;
        this.method = method;
        this.invocation = invocation;
        this.displayNames = Collections.unmodifiableList(new ArrayList<>(displayNames));
        this.legacyName = legacyName;
        this.sourceClass = sourceClass;
        this.sourceMethod = sourceMethod;
        this.parameterTypes = parameterTypes;
    }

    static Node read(FrameInput in) throws WireException {
        Node node = new Node(in.number(), in.choice(Kind.values()), in.text(), in.text(), in.text(), in.text(),
                in.text(), in.text(), in.texts(), in.text(), in.text(), in.text(), in.text());
        if (node.className.isEmpty()) throw new WireException("a node of no class");
        if (node.method.isEmpty() && !node.invocation.isEmpty()) throw new WireException("an invocation of no method");
        if (node.displayNames.isEmpty()) throw new WireException("a node without a name");
        return node;
    }

    void write(FrameOutput out) {
        out.number(number).choice(kind).text(engine).text(uniqueId).text(parentUniqueId).text(className)
                .text(method).text(invocation).texts(displayNames).text(legacyName).text(sourceClass)
                .text(sourceMethod).text(parameterTypes);
    }

    /** A closed set, the daemon's {@code TestDescriptor.Kind}. */
    public enum Kind { CLASS, CONTAINER, TEST }
}
