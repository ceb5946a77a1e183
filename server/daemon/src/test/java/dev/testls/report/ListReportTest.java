package dev.testls.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.ModuleId;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceRange;
import dev.testls.model.TestClass;
import dev.testls.model.TestMethod;
import dev.testls.model.TestTree;
import dev.testls.report.TerminalOptions.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListReportTest {
    private static final SourcePath FILE = SourcePath.of("/shop/app/src/test/java/a/FooTest.java");
    private static final SourceRange RANGE = new SourceRange(4, 0, 9, 1);

    @Test
    void treeIsIndentedAndTellsWhatNamesDoNot() {
        assertThat(ListReport.text(shop(), Color.NONE)).isEqualTo("""
                shop:app
                  a.FooTest  "All about foo"  [fast]
                    adds  "adds numbers"  disabled: not today
                    many(int,String)  (parameterized)
                    Inner
                      deep  [fast, slow]
                  a.GherkinTest  (its engine tells when it runs)  disabled
                3 tests in 2 classes
                """);
    }

    @Test
    void colorsAreOptional() {
        assertThat(ListReport.text(shop(), Color.ANSI)).contains("\u001b[36mshop:app\u001b[0m\n");
    }

    @Test
    void emptyTreeSaysSo() {
        assertThat(ListReport.text(TestTree.empty(), Color.NONE)).isEqualTo("no tests\n");
    }

    @Test
    void manyTestsAreListedOneByOne() {
        List<TestClass> classes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            List<TestMethod> methods = new ArrayList<>();
            for (int j = 0; j < 10; j++) methods.add(method("t" + j + "()", "t" + j + "()", TestMethod.Kind.SINGLE));
            classes.add(testClass("a.Foo" + i + "Test", "Foo" + i + "Test", methods));
        }
        assertThat(ListReport.text(TestTree.of(classes), Color.ANSI).lines()).hasSize(11_002);
        assertThat(ListReport.json(TestTree.of(classes))).startsWith("{\"tests\":10000,").endsWith("}\n");
    }

    /** Two classes of which the first shows everything that a class can have. */
    static TestTree shop() {
        TestMethod adds = new TestMethod("adds()", TestMethod.Kind.SINGLE, "adds numbers", Set.of(),
                Optional.of("not today"), Optional.of(FILE), Optional.of(RANGE));
        TestMethod many = method("many(int,String)", "many(int, String)", TestMethod.Kind.PARAMETERIZED);
        TestMethod deep = new TestMethod("deep()", TestMethod.Kind.SINGLE, "deep()", Set.of("slow", "fast"),
                Optional.empty(), Optional.of(FILE), Optional.of(RANGE));
        TestClass inner = testClass("a.FooTest$Inner", "Inner", List.of(deep));
        TestClass foo = new TestClass(new ModuleId("shop:app"), "a.FooTest", FILE, RANGE, TestClass.Framework.JUPITER,
                TestClass.Certainty.SOURCE, "All about foo", Set.of("fast"), Optional.empty(),
                List.of(adds, many), List.of(inner));
        TestClass gherkin = new TestClass(new ModuleId("shop:app"), "a.GherkinTest", FILE, RANGE,
                TestClass.Framework.OTHER, TestClass.Certainty.ASK_ENGINE, "GherkinTest", Set.of(),
                Optional.of(""), List.of(), List.of());
        return TestTree.of(List.of(foo, gherkin));
    }

    private static TestMethod method(String method, String displayName, TestMethod.Kind kind) {
        return new TestMethod(
                method, kind, displayName, Set.of(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static TestClass testClass(String name, String displayName, List<TestMethod> methods) {
        return new TestClass(new ModuleId("shop:app"), name, FILE, RANGE, TestClass.Framework.JUPITER,
                TestClass.Certainty.SOURCE, displayName, Set.of(), Optional.empty(), methods, List.of());
    }
}
