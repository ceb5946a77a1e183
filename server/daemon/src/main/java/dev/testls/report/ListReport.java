package dev.testls.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.testls.model.ModuleId;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceRange;
import dev.testls.model.TestClass;
import dev.testls.model.TestId;
import dev.testls.model.TestMethod;
import dev.testls.model.TestTree;
import dev.testls.report.TerminalOptions.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What tests there are: {@code tls list}, as an indented tree or as one JSON document of the same shape. */
public final class ListReport {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ListReport() {}

    /** Modules, classes, nested classes and methods, each with its display name where that says more; then a count. */
    public static String text(TestTree tree, Color color) {
        StringBuilder out = new StringBuilder();
        tree.classes().forEach((module, classes) -> {
            if (classes.isEmpty()) return;
            out.append(Style.CYAN.paint(color, PrintableText.line(module.value()))).append('\n');
            classes.values().forEach(testClass -> testClass(testClass, testClass.name(), 1, color, out));
        });
        return out.append(count(tree)).append('\n').toString();
    }

    /** One JSON object in one line; fields as in {@code docs/json-events.md}. */
    public static String json(TestTree tree) {
        ObjectNode root = NODES.objectNode().put("tests", tree.testCount());
        ArrayNode modules = root.putArray("modules");
        tree.classes().forEach((module, classes) -> {
            ObjectNode node = modules.addObject().put("module", module.value());
            ArrayNode children = node.putArray("classes");
            classes.values().forEach(testClass -> children.add(testClass(module, testClass)));
        });
        return JsonReport.line(root);
    }

    private static String count(TestTree tree) {
        int classes = (int) tree.all().count();
        int tests = tree.testCount();
        return tests == 0 && classes == 0 ? "no tests"
                : tests + (tests == 1 ? " test in " : " tests in ") + classes + (classes == 1 ? " class" : " classes");
    }

    private static void testClass(TestClass testClass, String name, int depth, Color color, StringBuilder out) {
        String shown = PrintableText.line(name);
        out.append("  ".repeat(depth)).append(Style.BOLD.paint(color, shown));
        displayName(testClass.displayName(), List.of(testClass.name(), testClass.simpleName()), color, out);
        if (testClass.certainty() == TestClass.Certainty.ASK_ENGINE) {
            out.append(Style.DIM.paint(color, "  (its engine tells when it runs)"));
        }
        facts(testClass.tags(), testClass.disabled(), color, out);
        testClass.methods().forEach(method -> method(method, depth + 1, color, out));
        testClass.nested().forEach(nested -> testClass(nested, nested.simpleName(), depth + 1, color, out));
    }

    private static void method(TestMethod method, int depth, Color color, StringBuilder out) {
        String name = method.method().endsWith("()") ? method.name() : method.method();
        out.append("  ".repeat(depth)).append(PrintableText.line(name));
        displayName(method.displayName(), List.of(method.method(), method.name()), color, out);
        if (method.kind() != TestMethod.Kind.SINGLE) {
            out.append(Style.DIM.paint(color, "  (" + JsonReport.lower(method.kind()) + ")"));
        }
        facts(method.tags(), method.disabled(), color, out);
    }

    private static void displayName(String displayName, List<String> plain, Color color, StringBuilder out) {
        String squeezed = squeezed(displayName);
        boolean same = plain.stream().anyMatch(name -> squeezed(name).equals(squeezed));
        if (same || displayName.isEmpty()) return;
        out.append(Style.GREEN.paint(color, "  \"" + PrintableText.line(displayName) + "\""));
    }

    /** {@code adds(int,int)} and the engine's {@code adds(int, int)} say the same. */
    private static String squeezed(String name) {
        return name.indexOf(' ') < 0 ? name : name.replace(" ", "");
    }

    private static void facts(Set<String> tags, Optional<String> disabled, Color color, StringBuilder out) {
        if (!tags.isEmpty()) {
            String list = PrintableText.line(String.join(", ", new TreeSet<>(tags)));
            out.append(Style.CYAN.paint(color, "  [" + list + "]"));
        }
        disabled.ifPresent(reason -> out.append(Style.YELLOW.paint(color,
                "  disabled" + (reason.isBlank() ? "" : ": " + PrintableText.line(reason)))));
        out.append('\n');
    }

    private static ObjectNode testClass(ModuleId module, TestClass testClass) {
        ObjectNode node = NODES.objectNode().put("id", testClass.id().toString()).put("class", testClass.name())
                .put("displayName", testClass.displayName()).put("framework", JsonReport.lower(testClass.framework()))
                .put("certainty", JsonReport.lower(testClass.certainty()));
        place(node, testClass.source(), Optional.of(testClass.range()));
        common(node, testClass.tags(), testClass.disabled());
        ArrayNode methods = node.putArray("methods");
        testClass.methods().forEach(method -> methods.add(method(module, testClass, method)));
        ArrayNode nested = node.putArray("nested");
        testClass.nested().forEach(inner -> nested.add(testClass(module, inner)));
        return node;
    }

    private static ObjectNode method(ModuleId module, TestClass testClass, TestMethod method) {
        ObjectNode node = NODES.objectNode()
                .put("id", TestId.ofMethod(module, testClass.name(), method.method()).toString())
                .put("method", method.method()).put("displayName", method.displayName())
                .put("kind", JsonReport.lower(method.kind()));
        method.declaredIn().ifPresent(file -> place(node, file, method.range()));
        common(node, method.tags(), method.disabled());
        return node;
    }

    private static void place(ObjectNode node, SourcePath file, Optional<SourceRange> range) {
        Path path = file.value();
        node.put("file", path.toString());
        range.ifPresent(it -> node.put("line", it.startLine() + 1));
    }

    private static void common(ObjectNode node, Set<String> tags, Optional<String> disabled) {
        ArrayNode array = node.putArray("tags");
        new TreeSet<>(tags).forEach(array::add);
        disabled.ifPresent(reason -> node.put("disabled", reason));
    }
}
