package dev.testls.jdt;

import dev.testls.model.SourcePath;
import dev.testls.model.TestClass;
import dev.testls.model.TestClass.Certainty;
import dev.testls.model.TestClass.Framework;
import dev.testls.model.TestMethod;
import dev.testls.model.TestTree;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A test tree as text. Left out is what goes without saying: Jupiter, certain, named as the engine names by default.
 */
final class TreePrinter {
    private final StringBuilder out = new StringBuilder();

    private TreePrinter() {}

    static String print(TestTree tree) {
        TreePrinter printer = new TreePrinter();
        tree.all().forEach(testClass -> printer.testClass(testClass, "", Set.of()));
        return printer.out.toString();
    }

    private void testClass(TestClass testClass, String indent, Set<String> outerTags) {
        out.append(indent).append(testClass.name());
        if (testClass.framework() != Framework.JUPITER) out.append(' ').append(testClass.framework());
        if (testClass.certainty() == Certainty.ASK_ENGINE) out.append(" ask");
        String simple = testClass.name().substring(testClass.name().lastIndexOf('.') + 1);
        if (!testClass.displayName().equals(simple) && !testClass.displayName().equals(testClass.simpleName())) {
            out.append(" '").append(testClass.displayName()).append('\'');
        }
        tags(testClass.tags(), outerTags);
        disabled(testClass.disabled());
        if (testClass.id().module().value().equals("core")) out.append(" in core");
        out.append('\n');
        for (TestMethod method : testClass.methods()) method(method, testClass, indent + "  ");
        for (TestClass nested : testClass.nested()) testClass(nested, indent + "  ", testClass.tags());
    }

    private void method(TestMethod method, TestClass testClass, String indent) {
        out.append(indent).append(method.method());
        if (method.kind() != TestMethod.Kind.SINGLE) out.append(' ').append(method.kind());
        boolean plain = method.displayName().equals(method.method().replace(",", ", "))
                || method.displayName().equals(method.name());
        if (!plain) out.append(" '").append(method.displayName()).append('\'');
        tags(method.tags(), testClass.tags());
        disabled(method.disabled());
        if (method.declaredIn().isEmpty()) out.append(" from a jar");
        method.declaredIn().filter(file -> !file.equals(testClass.source())).map(SourcePath::fileName)
                .ifPresent(name -> out.append(" from ").append(name));
        out.append('\n');
    }

    private void tags(Set<String> tags, Set<String> outer) {
        Set<String> own = new TreeSet<>(tags);
        own.removeAll(outer);
        own.forEach(tag -> out.append(" #").append(tag));
        if (!tags.containsAll(outer)) out.append(" LOST TAGS");
    }

    private void disabled(Optional<String> reason) {
        reason.ifPresent(text -> out.append(" disabled").append(text.isEmpty() ? "" : " (" + text + ")"));
    }
}
