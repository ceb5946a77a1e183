package dev.testls.worker.launcher;

import dev.testls.worker.Text;
import dev.testls.worker.wire.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Names the nodes of a test plan so that source and engine agree: by concrete class, method and invocation. A nested class is
 * named after the one that it was reached through, for several may inherit it.
 *
 * <p>Any thread may ask; the same node is always named the same.
 */
final class Nodes {
    /** How engines number the runs of a method: {@code #2} (Jupiter), {@code [0]} (Vintage), {@code 0} (Spock). */
    private static final Pattern NUMBERED = Pattern.compile("#?([0-9]+)|\\[([0-9]+)]");

    private final TestPlan plan;
    private final Map<String, Named> named = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    Nodes(TestPlan plan) {
        this.plan = plan;
    }

    Node of(TestIdentifier identifier) {
        return named(identifier).node;
    }

    /** The same node, under another number and id. */
    Node again(TestIdentifier identifier, int number) {
        Node node = of(identifier);
        return new Node(count.getAndIncrement(), node.kind, node.engine, node.uniqueId + "/[failure:" + number + "]", node.parentUniqueId,
                node.className, node.method, node.invocation, node.displayNames, node.legacyName, node.sourceClass, node.sourceMethod,
                node.parameterTypes);
    }

    /** The method's name with the simple names of its erased parameter types. */
    static String signature(MethodSource method) {
        StringBuilder signature = new StringBuilder(method.getMethodName()).append('(');
        String types = method.getMethodParameterTypes();
        String separator = "";
        for (String type : types == null || types.trim().isEmpty() ? new String[0] : types.split(",")) {
            signature.append(separator).append(simpleName(type.trim()));
            separator = ",";
        }
        return signature.append(')').toString();
    }

    /** {@code String[]} of {@code [Ljava.lang.String;}, {@code Inner} of {@code a.Outer$Inner}. */
    static String simpleName(String type) {
        int dimensions = 0;
        while (type.startsWith("[", dimensions)) dimensions++;
        String element = dimensions == 0 ? type : element(type.substring(dimensions));
        StringBuilder name = new StringBuilder(
                element.substring(Math.max(element.lastIndexOf('.'), element.lastIndexOf('$')) + 1));
        for (int i = 0; i < dimensions; i++) name.append("[]");
        return name.toString();
    }

    private static String element(String descriptor) {
        switch (descriptor.charAt(0)) {
            case 'B': return "byte";
            case 'C': return "char";
            case 'D': return "double";
            case 'F': return "float";
            case 'I': return "int";
            case 'J': return "long";
            case 'S': return "short";
            case 'Z': return "boolean";
            default: return descriptor.substring(1, descriptor.length() - 1);
        }
    }

    /** @param above of the class around it; of no meaning for one that is not nested */
    static String className(ClassSource source, UniqueId id, String above) {
        UniqueId.Segment last = id.getSegments().get(id.getSegments().size() - 1);
        boolean nested = last.getType().equals("nested-class") || last.getType().equals("nested-class-template");
        return nested ? above + "$" + last.getValue() : source.getClassName();
    }

    private Named named(TestIdentifier identifier) {
        Named known = named.get(identifier.getUniqueId());
        if (known != null) return known;
        Optional<TestIdentifier> above = plan.getParent(identifier);
        Named fresh = above.isPresent() ? below(above.get(), identifier) : root(identifier);
        Named raced = named.putIfAbsent(identifier.getUniqueId(), fresh);
        return raced == null ? fresh : raced;
    }

    private Named root(TestIdentifier engine) {
        String name = Text.clip(engine.getDisplayName(), Text.NAME);
        String id = engine.getUniqueId();
        Node node = new Node(count.getAndIncrement(), Node.Kind.CONTAINER, engine(id), id, "", name, "", "",
                Collections.singletonList(name), Text.clip(engine.getLegacyReportingName(), Text.NAME), "", "", "");
        return new Named(node, true, name, "");
    }

    private Named below(TestIdentifier parent, TestIdentifier identifier) {
        Named above = named(parent);
        TestSource source = identifier.getSource().orElse(null);
        String segment = lastSegmentValue(identifier.getUniqueId());
        boolean isEngine = lastSegmentType(identifier.getUniqueId()).equals("engine");

        String className = above.isOwnEngine() ? Text.clip(identifier.getDisplayName(), Text.NAME) : above.node.className;
        String type = above.isOwnEngine() ? className : above.type;
        String method = "";
        String invocation = "";
        String runsOfClass = above.runsOfClass;
        boolean ofClass = source instanceof ClassSource && !identifier.isTest();
        if (source instanceof ClassSource) {
            type = ((ClassSource) source).getClassName();
            boolean anotherRun = !above.isEngine && type.equals(above.type) && !identifier.isTest();
            if (above.isEngine || !type.equals(above.type)) className = className((ClassSource) source, UniqueId.parse(identifier.getUniqueId()), className);
            if (anotherRun) runsOfClass += runNumber(parent, identifier, segment);
            ofClass &= !anotherRun;
        } else if (source instanceof MethodSource && above.isEngine) {
            className = ((MethodSource) source).getClassName();
            type = className;
        }
        boolean ofMethod = !above.node.method.isEmpty() && !above.isRunOfClass();
        if (ofMethod && !(source instanceof ClassSource)) {
            method = above.node.method;
            invocation = above.node.invocation + runNumber(parent, identifier, segment);
        } else if (source instanceof MethodSource) {
            method = signature((MethodSource) source);
            invocation = runsOfClass;
        } else if (identifier.isTest()) {
            method = label(identifier);
            invocation = runsOfClass;
        } else if (source == null && !isEngine && !above.isEngine && (NUMBERED.matcher(segment).matches() || holdsMethodsOf(identifier, type))) {
            // Vintage's Parameterized: the class runs as often as there are parameters.
            method = label(identifier);
            runsOfClass += runNumber(parent, identifier, segment);
        } else if (!ofClass && !(source instanceof ClassSource) && !above.isOwnEngine() && !isEngine) {
            method = label(identifier);
        }
        List<String> names = new ArrayList<>(above.isEngine ? namesAbove(parent, above, className) : above.node.displayNames);
        names.add(Text.clip(identifier.getDisplayName(), Text.NAME));
        Node.Kind kind = identifier.isTest() ? Node.Kind.TEST : ofClass ? Node.Kind.CLASS : Node.Kind.CONTAINER;
        MethodSource ofSource = source instanceof MethodSource ? (MethodSource) source : null;
        String sourceClass = ofSource != null ? ofSource.getClassName()
                : source instanceof ClassSource ? ((ClassSource) source).getClassName() : "";
        String parentUniqueId = plan.getParent(parent).isPresent() ? parent.getUniqueId() : "";
        Node node = new Node(count.getAndIncrement(), kind, engine(identifier.getUniqueId()), identifier.getUniqueId(),
                parentUniqueId, className, method, method.isEmpty() ? "" : invocation, names,
                Text.clip(identifier.getLegacyReportingName(), Text.NAME), sourceClass,
                ofSource == null ? "" : ofSource.getMethodName(),
                ofSource == null || ofSource.getMethodParameterTypes() == null ? "" : ofSource.getMethodParameterTypes());
        return new Named(node, isEngine, type, runsOfClass);
    }

    /** Of what is below an engine: none, but for what a suite holds that is of no class of its own, which is the suite's. */
    private List<String> namesAbove(TestIdentifier engine, Named named, String className) {
        if (named.isOwnEngine() || !className.equals(named.node.className)) return Collections.emptyList();
        return plan.getParent(engine).map(suite -> named(suite).node.displayNames).orElse(Collections.<String>emptyList());
    }

    /** Whether methods of a class are what is in a container, each once. */
    private boolean holdsMethodsOf(TestIdentifier container, String className) {
        Set<TestSource> methods = new HashSet<>();
        for (TestIdentifier child : plan.getChildren(container)) {
            TestSource source = child.getSource().orElse(null);
            boolean isOfClass = source instanceof MethodSource && ((MethodSource) source).getClassName().equals(className);
            if (!isOfClass || !methods.add(source)) return false;
        }
        return !methods.isEmpty();
    }

    /** The name of a node of no method, in the place of a method's name; parentheses would be parameters there. */
    private static String label(TestIdentifier identifier) {
        String label = Text.clip(identifier.getDisplayName(), Text.NAME);
        int parenthesis = label.indexOf('(');
        return parenthesis > 0 ? label.substring(0, parenthesis) : label;
    }

    private String runNumber(TestIdentifier parent, TestIdentifier identifier, String segment) {
        return "[" + (NUMBERED.matcher(segment).matches() ? number(segment) : position(parent, identifier)) + "]";
    }

    private String position(TestIdentifier parent, TestIdentifier identifier) {
        int position = 1;
        for (TestIdentifier sibling : plan.getChildren(parent)) {
            if (sibling.equals(identifier)) break;
            position++;
        }
        return String.valueOf(position);
    }

    private static String number(String segment) {
        Matcher matcher = NUMBERED.matcher(segment);
        if (!matcher.matches()) throw new IllegalArgumentException(segment);
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    /** {@code junit-jupiter} of {@code [engine:junit-jupiter]/[class:a.FooTest]}; the innermost one below a suite. */
    private static String engine(String uniqueId) {
        String mark = "[engine:";
        int from = uniqueId.lastIndexOf(mark) + mark.length();
        int to = uniqueId.indexOf(']', from);
        return from < mark.length() || to < 0 ? "" : uniqueId.substring(from, to);
    }

    private static String lastSegmentType(String uniqueId) {
        String segment = lastSegment(uniqueId);
        int colon = segment.indexOf(':');
        return colon < 0 ? segment : segment.substring(0, colon);
    }

    private static String lastSegmentValue(String uniqueId) {
        String segment = lastSegment(uniqueId);
        return segment.substring(segment.indexOf(':') + 1).replace("%5B", "[").replace("%5D", "]");
    }

    private static String lastSegment(String uniqueId) {
        int from = uniqueId.lastIndexOf("/[") + 1;
        return uniqueId.substring(from + 1, Math.max(from + 1, uniqueId.length() - 1));
    }

    /** A node, and what its children need to know. */
    private static final class Named {
        final Node node;
        /** An engine's own node, at the top or below a suite. */
        final boolean isEngine;
        /** The binary name of its class. */
        final String type;
        /** When the class itself runs many times, which of them this is. */
        final String runsOfClass;

        Named(Node node, boolean isEngine, String type, String runsOfClass) {
            this.node = node;
            this.isEngine = isEngine;
            this.type = type;
            this.runsOfClass = runsOfClass;
        }

        /** Whether it is an engine's node at the top: one below a suite belongs to the suite's class. */
        boolean isOwnEngine() {
            return isEngine && node.parentUniqueId.isEmpty();
        }

        /** Whether the label stands in for the class: its children's methods are not runs of it. */
        boolean isRunOfClass() {
            return !runsOfClass.isEmpty() && node.sourceMethod.isEmpty() && node.kind != Node.Kind.TEST
                    && node.invocation.isEmpty();
        }
    }
}
