package dev.testls.jdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.ModuleId;
import dev.testls.model.SourceRange;
import dev.testls.model.TestId;
import dev.testls.model.TestTree;
import dev.testls.project.TestExecution.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
    private static final String IMPORTS = """
            import org.junit.jupiter.api.*;
            import org.junit.jupiter.params.*;
            import org.junit.jupiter.params.provider.*;
            """;

    @TempDir
    private Path directory;

    private CollectorFixture workspace() {
        return new CollectorFixture(directory);
    }

    private void check(String sources, String tree) {
        check(workspace(), sources, tree);
    }

    private void check(CollectorFixture workspace, String sources, String tree) {
        Collected collected = workspace.write(sources).collect();
        assertThat(TreePrinter.print(collected.tree())).isEqualTo(tree);
        assertThat(collected.notices()).isEmpty();
    }

    @Test
    void every_kind_of_jupiter_test_is_told() {
        check("""
                -- test/a/AllTest.java --
                package a;
                """ + IMPORTS + """
                class AllTest {
                    @Test void plain() {}
                    @ParameterizedTest @ValueSource(strings = "x") void parameterized(String s, int... more) {}
                    @RepeatedTest(3) void repeated(TestInfo info) {}
                    @TestFactory java.util.stream.Stream<DynamicTest> factory() { return null; }
                    @TestTemplate void template(java.util.Map.Entry<String, int[]> entry) {}
                    @BeforeEach void notATest() {}
                    void helper() {}
                }
                """, """
                a.AllTest
                  plain()
                  parameterized(String,int[]) PARAMETERIZED
                  repeated(TestInfo) REPEATED
                  factory() FACTORY
                  template(Entry) TEMPLATE
                """);
    }

    @Test
    void what_jupiter_would_not_run_is_not_listed() {
        check("""
                -- test/a/NotTests.java --
                package a;
                """ + IMPORTS + """
                class NotTests {
                    @Test private void hidden() {}
                    @Test static void ofClass() {}
                    @Test int returns() { return 1; }
                    @TestFactory void makesNothing() {}
                    @Nested private class Hidden { @Test void test() {} }
                    class Inner { @Test void test() {} }
                    private static class HiddenStatic { @Test void test() {} }
                }
                abstract class Base { @Test void test() {} }
                interface Contract { @Test default void test() {} }
                @interface Marker {}
                """, "");
    }

    @Test
    void nested_classes_hang_below_and_static_ones_stand_alone() {
        check("""
                -- test/a/OuterTest.java --
                package a;
                """ + IMPORTS + """
                @Tag("outer") class OuterTest {
                    @Nested @Tag("inner") class Inner {
                        @Test @Tag("own") void test() {}
                        @Nested class Innermost { @Test void deep() {} }
                    }
                    static class Standing { @Test void alone() {} }
                }
                """, """
                a.OuterTest #outer
                  a.OuterTest$Inner #inner
                    test() #own
                    a.OuterTest$Inner$Innermost
                      deep()
                a.OuterTest$Standing
                  alone()
                """);
    }

    @Test
    void a_nested_class_that_is_inherited_is_one_in_each_class_that_has_it() {
        check("""
                -- test/a/Main$Test.java --
                package a;
                """ + IMPORTS + """
                class Main$Test {
                    @Nested class One extends Base {}
                    @Nested class T$wo extends Base {}
                }
                -- test/a/Base.java --
                package a;
                """ + IMPORTS + """
                abstract class Base {
                    @Nested class Inherited { @Test void test() {} }
                }
                """, """
                a.Main$Test
                  a.Main$Test$One
                    a.Main$Test$One$Inherited
                      test()
                  a.Main$Test$T$wo 'T$wo'
                    a.Main$Test$T$wo$Inherited
                      test()
                """);
    }

    @Test
    void tests_are_inherited_from_classes_and_interfaces() {
        check("""
                -- test/a/DerivedTest.java --
                package a;
                """ + IMPORTS + """
                class DerivedTest extends b.Base<String> implements Contract {
                    @Test void own() {}
                    @Override public void overriddenWithoutAnnotation() {}
                    @Override @Test @DisplayName("again") public void overridden() {}
                    @Override public void takes(String it) {}
                }
                interface Contract { @Test default void agreed() {} }
                -- test/b/Base.java --
                package b;
                """ + IMPORTS + """
                @Tag("base") public abstract class Base<T> {
                    @Test public void inherited() {}
                    @Test public void overriddenWithoutAnnotation() {}
                    @Test public void overridden() {}
                    @ParameterizedTest public void takes(T it) {}
                    @Test void ofPackage() {}
                    @Nested public class InheritedNested { @Test void nested() {} }
                }
                """, """
                a.DerivedTest #base
                  own()
                  overridden() 'again'
                  agreed()
                  inherited() from Base.java
                  ofPackage() from Base.java
                  a.DerivedTest$InheritedNested
                    nested()
                """);
    }

    @Test
    void base_classes_may_stand_in_main_code_and_in_other_modules() {
        check("""
                -- test/a/FarTest.java --
                package a;
                import core.CoreBase;
                public class FarTest extends CoreBase.Inner {}
                class NearTest extends Hidden {}
                -- main/a/Near.java --
                package a;
                class Hidden { @org.junit.jupiter.api.Test void hidden() {} }
                -- core/test/core/CoreBase.java --
                package core;
                import static org.junit.jupiter.api.Assertions.*;
                import org.junit.jupiter.api.Test;
                public class CoreBase { public static abstract class Inner extends CoreMain {} @Test void here() {} }
                -- core/main/core/CoreMain.java --
                package core;
                public class CoreMain { @org.junit.jupiter.api.Test public void far() {} }
                """, """
                a.FarTest
                  far() from CoreMain.java
                a.NearTest
                  hidden() from Near.java
                core.CoreBase in core
                  here()
                """);
    }

    @Test
    void composed_annotations_carry_their_meaning() {
        check("""
                -- test/a/FastTest.java --
                package a;
                import java.lang.annotation.*;
                """ + IMPORTS + """
                @Retention(RetentionPolicy.RUNTIME) @Test @Tag("fast") @interface FastTest {}
                @Test @interface Forgotten {}
                @Retention(RetentionPolicy.RUNTIME) @Disabled("for " + Why.REASON) @interface Off {}
                interface Why { String REASON = "a" + " while"; }
                class ComposedTest {
                    @FastTest void fast() {}
                    @FastTest @Off void off() {}
                    @Forgotten void notSeenAtRunTime() {}
                }
                """, """
                a.ComposedTest
                  fast() #fast
                  off() #fast disabled (for a while)
                """);
    }

    @Test
    void tags_and_names_are_computed_from_constants() {
        check("""
                -- test/a/ConstantsTest.java --
                package a;
                import static b.Tags.SLOW;
                """ + IMPORTS + """
                @Tags({@Tag(SLOW), @Tag(b.Tags.NET + "work"), @Tag(" trimmed "), @Tag("not a tag"), @Tag("")})
                @DisplayName(ConstantsTest.NAME)
                class ConstantsTest {
                    static final String NAME = "All \\"constants\\"";
                    @Test @DisplayName(NAME + " of " + 3) void named() {}
                    @Test @DisplayName(\"""
                        text
                        block\""") void block() {}
                    @Test @DisplayName("  ") void blank() {}
                }
                -- main/b/Tags.java --
                package b;
                public interface Tags { String SLOW = "slow"; String NET = "net"; }
                """, """
                a.ConstantsTest 'All "constants"' #network #slow #trimmed
                  named() 'All "constants" of 3'
                  block() 'text
                block'
                  blank()
                """);
    }

    @Test
    void display_name_generators_of_jupiter_are_known() {
        check("""
                -- test/a/Names_Test.java --
                package a;
                """ + IMPORTS + """
                @DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
                class Names_Test {
                    @Test void adds_two_numbers() {}
                    @ParameterizedTest void takes_some(String a, int b) {}
                    @Nested class When_empty { @Test void is_empty() {} }
                }
                @IndicativeSentencesGeneration(separator = " -> ", generator = DisplayNameGenerator.ReplaceUnderscores.class)
                class A_stack {
                    @Nested class when_new { @Test void is_empty() {} @Test @DisplayName("mine") void x() {} }
                }
                """, """
                a.A_stack 'A stack'
                  a.A_stack$when_new 'A stack -> when new'
                    is_empty() 'A stack -> when new -> is empty'
                    x() 'mine'
                a.Names_Test 'Names Test'
                  adds_two_numbers() 'adds two numbers'
                  takes_some(String,int) PARAMETERIZED 'takes some (String, int)'
                  a.Names_Test$When_empty 'When empty'
                    is_empty() 'is empty'
                """);
    }

    @Test
    void the_build_may_configure_the_display_name_generator() {
        CollectorFixture workspace = workspace();
        workspace.parameters = Map.of("junit.jupiter.displayname.generator.default",
                "org.junit.jupiter.api.DisplayNameGenerator$ReplaceUnderscores");
        check(workspace, """
                -- test/a/FooTest.java --
                package a;
                class FooTest { @org.junit.jupiter.api.Test void does_it() {} }
                """, """
                a.FooTest
                  does_it() 'does it'
                """);
    }

    @Test
    void a_class_template_makes_templates_of_its_tests() {
        check("""
                -- test/a/TemplateTest.java --
                package a;
                """ + IMPORTS + """
                @ParameterizedClass @ValueSource(ints = {1, 2}) record TemplateTest(int i) {
                    @Test void test() {}
                    static class Plain { @Test void test() {} }
                }
                """, """
                a.TemplateTest
                  test() TEMPLATE
                a.TemplateTest$Plain
                  test()
                """);
    }

    @Test
    void names_mean_what_java_says_they_mean() {
        check("""
                -- test/a/ScopeTest.java --
                package a;
                import org.junit.jupiter.api.*;
                import b.Tag;
                class ScopeTest extends Outer.Member {
                    @Test void shadowedBySamePackage() {}
                    @org.junit.jupiter.api.Test @Tag("mine") void qualified() {}
                    class Unrelated { @interface Test {} }
                }
                class Outer { static class Member { @org.junit.jupiter.api.RepeatedTest(2) void member() {} } }
                -- test/a/Test.java --
                package a;
                @interface Test {}
                -- test/b/Tag.java --
                package b;
                public @interface Tag { String value(); }
                """, """
                a.Outer$Member
                  member() REPEATED
                a.ScopeTest
                  qualified()
                  member() REPEATED
                """);
    }

    @Test
    void junit_4_tests_are_told() {
        check("""
                -- test/a/OldTest.java --
                package a;
                import org.junit.*;
                import org.junit.experimental.categories.Category;
                interface Slow extends Costly {} interface Costly {}
                @Category(Slow.class) public class OldTest extends OldBase {
                    @Test public void own() {}
                    @Test @Ignore("later") public void ignored() {}
                    @Override public void overriddenWithoutAnnotation() {}
                    @Test void notPublic() {}
                    @Before public void before() {}
                    public static class Standing { @Test public void alone() {} }
                }
                @Ignore class NotPublicTest { @Test public void test() {} }
                -- test/a/OldBase.java --
                package a;
                import org.junit.*;
                public abstract class OldBase {
                    @Test public void inherited() {}
                    @Test public void overriddenWithoutAnnotation() {}
                }
                -- test/a/OlderTest.java --
                package a;
                @org.junit.Ignore
                public class OlderTest extends junit.framework.TestCase {
                    public void testIt() {}
                    public void testTakes(int i) {}
                    void testHidden() {}
                    public void helper() {}
                }
                """, """
                a.OldTest JUNIT4 #a.Costly #a.Slow
                  own()
                  ignored() disabled (later)
                  inherited() from OldBase.java
                  overriddenWithoutAnnotation() from OldBase.java
                a.OldTest$Standing JUNIT4
                  alone()
                a.OlderTest JUNIT4 disabled
                  testIt()
                """);
    }

    @Test
    void runners_decide_what_can_be_told() {
        check("""
                -- test/a/RunnersTest.java --
                package a;
                import org.junit.*;
                import org.junit.runner.*;
                import org.junit.runners.*;
                import org.junit.experimental.runners.Enclosed;
                import org.junit.experimental.theories.*;
                public class RunnersTest {
                    @RunWith(Parameterized.class) public static class Params { @Test public void test() {} }
                    public static class InheritsRunner extends Params { @Test public void more() {} }
                    @RunWith(Suite.class) @Suite.SuiteClasses(Params.class) public static class All {}
                    @RunWith(Enclosed.class) public static class Encloses {}
                    @RunWith(Theories.class) public static class Holds { @Theory public void theory(int i) {} @Test public void test() {} }
                    @RunWith(JUnit4.class) public static class Plain { @Test public void test() {} }
                    @RunWith(Quiet.class) public static class Own { @Test public void test() {} }
                    @RunWith(Odd.class) public static class Oddly { @Test public void test() {} }
                    public static class Quiet extends BlockJUnit4ClassRunner { Quiet() throws Exception { super(null); } }
                    public static class Odd extends Quiet { protected java.util.List<?> computeTestMethods() { return null; } }
                    public static class Suites { public static junit.framework.Test suite() { return null; } }
                }
                """, """
                a.RunnersTest$All JUNIT4 ask
                a.RunnersTest$Encloses JUNIT4 ask
                a.RunnersTest$Holds JUNIT4
                  theory(int)
                  test()
                a.RunnersTest$InheritsRunner JUNIT4
                  more() PARAMETERIZED
                  test() PARAMETERIZED
                a.RunnersTest$Oddly JUNIT4 ask
                  test()
                a.RunnersTest$Own JUNIT4
                  test()
                a.RunnersTest$Params JUNIT4
                  test() PARAMETERIZED
                a.RunnersTest$Plain JUNIT4
                  test()
                a.RunnersTest$Suites JUNIT4 ask
                """);
    }

    @Test
    void junit_4_tests_do_not_run_without_an_engine_for_them() {
        CollectorFixture workspace = workspace();
        workspace.libraries = workspace.libraries.stream().filter(entry -> !entry.toString().contains("vintage"))
                .toList();
        check(workspace, """
                -- test/a/OldTest.java --
                package a;
                public class OldTest { @org.junit.Test public void test() {} }
                """, "");
    }

    /** Surefire's provider for JUnit 4 with groups takes it, the one without does not. */
    @Test
    void an_abstract_class_that_encloses_tests_is_told_where_the_build_runs_it() {
        String text = """
                -- test/a/AllTest.java --
                package a;
                @org.junit.runner.RunWith(org.junit.experimental.runners.Enclosed.class)
                abstract class AllTest { public static class Inner { @org.junit.Test public void test() {} } }
                @org.junit.runner.RunWith(org.junit.runners.Parameterized.class)
                abstract class OtherTest { @org.junit.Test public void test() {} }
                """;
        CollectorFixture with = workspace();
        with.provider = Provider.JUNIT47;
        check(with, text, """
                a.AllTest JUNIT4 ask
                a.AllTest$Inner JUNIT4
                  test()
                """);
        CollectorFixture without = workspace();
        without.provider = Provider.JUNIT4;
        check(without, text, """
                a.AllTest$Inner JUNIT4
                  test()
                """);
    }

    @Test
    void testng_tests_are_told() {
        CollectorFixture workspace = workspace();
        workspace.provider = Provider.TESTNG;
        check(workspace, """
                -- test/a/NgTest.java --
                package a;
                import org.testng.annotations.*;
                @Test(groups = "all") public class NgTest extends NgBase {
                    public void byClass() {}
                    @Test(groups = {"slow", "net"}) void notPublicButAnnotated() {}
                    @Test(enabled = false) public void off() {}
                    @Test(dataProvider = "data") public void provided(String s) {}
                    @Test(invocationCount = 3) public void repeated() {}
                    @DataProvider public Object[][] data() { return null; }
                    @BeforeMethod public void before() {}
                    private void helper() {}
                }
                class NgBase { @Test public void inherited() {} public void notATest() {} }
                class Made { @Factory public Object[] make() { return null; } }
                """, """
                a.Made TESTNG ask
                a.NgBase TESTNG
                  inherited()
                a.NgTest TESTNG #all
                  byClass()
                  notPublicButAnnotated() #net #slow
                  provided(String) PARAMETERIZED
                  repeated() REPEATED
                  inherited()
                """);
    }

    @Test
    void other_engines_are_asked() {
        check("""
                -- test/a/PropertyTest.java --
                package a;
                import net.jqwik.api.*;
                class PropertyTest { @Property boolean holds(@ForAll int i) { return true; } @Example void example() {} }
                class MixedTest { @Property void holds() {} @org.junit.jupiter.api.Test void test() {} }
                -- test/a/RulesTest.java --
                package a;
                import java.lang.annotation.*;
                import org.junit.platform.commons.annotation.Testable;
                class RulesTest { @Rule static final Object RULE = null; }
                @Suite class SuiteTest {}
                @Retention(RetentionPolicy.RUNTIME) @Testable @interface Rule {}
                @Retention(RetentionPolicy.RUNTIME) @Testable @interface Suite {}
                """, """
                a.MixedTest ask
                  test()
                  holds() TEMPLATE
                a.PropertyTest OTHER ask
                  holds(int) TEMPLATE
                  example() TEMPLATE
                a.RulesTest OTHER ask
                a.SuiteTest OTHER ask
                """);
    }

    @Test
    void the_engine_is_asked_where_a_supertype_is_missing() {
        check("""
                -- test/a/GoneTest.java --
                package a;
                import gone.Base;
                class GoneTest extends Base { @org.junit.jupiter.api.Test void own() {} }
                class Empty implements gone.Contract {}
                class Known extends Exception implements Comparable<Known>, java.util.concurrent.Callable<String>, javax.gone.Trusted {}
                """, """
                a.Empty OTHER ask
                a.GoneTest ask
                  own()
                """);
    }

    @Test
    void half_written_code_keeps_the_tests_that_are_whole() {
        check("""
                -- test/a/BrokenTest.java --
                package a;
                import org.junit.jupiter.api.Test;
                class BrokenTest {
                    @Test void whole() { foo(; }
                    @Test void half( {
                    }
                    @Test void after() { if (x { } }
                """, """
                a.BrokenTest
                  whole()
                  half()
                  after()
                """);
    }

    @Test
    void circles_in_broken_code_come_to_an_end() {
        check("""
                -- test/a/CircleTest.java --
                package a;
                import org.junit.jupiter.api.*;
                class CircleTest extends Round { @Test void here() {} @Nested class Inner extends CircleTest { @Test void inner() {} } }
                class Round extends CircleTest { @Test void round() {} }
                @interface Self {}
                @Self class Mine { static final String A = Mine.B, B = A; @Test @DisplayName(A) void named() {} }
                """, """
                a.CircleTest ask
                  here()
                  a.CircleTest$Inner ask
                    inner()
                    here()
                a.Mine
                  named()
                a.Round
                  round()
                """);
    }

    @Test
    void tests_are_found_at_a_line() {
        CollectorFixture workspace = workspace().write("""
                -- test/a/LineTest.java --
                package a;
                import org.junit.jupiter.api.*;

                /** About it. */
                class LineTest extends Base {
                    int field;

                    /** About the test. */
                    @Test
                    @DisplayName("x")
                    void test() {
                        foo();
                    }

                    @Nested class Inner {
                        @Test void inner() {}

                    }
                }
                -- test/a/Base.java --
                package a;
                class Base {
                    @org.junit.jupiter.api.Test void inherited() {}
                }
                """);
        TestTree tree = workspace.collect().tree();
        String path = "app/src/test/java/a/LineTest.java";
        StringBuilder found = new StringBuilder();
        for (int line = 0; line < 20; line++) {
            found.append(line + 1).append(' ').append(ids(tree.at(workspace.path(path), line))).append('\n');
        }
        found.append("Base ").append(ids(tree.at(workspace.path("app/src/test/java/a/Base.java"), 2)));
        assertThat(found.toString()).isEqualTo("""
                1\s
                2\s
                3\s
                4\s
                5 a.LineTest
                6 a.LineTest
                7 a.LineTest
                8 a.LineTest
                9 a.LineTest#test()
                10 a.LineTest#test()
                11 a.LineTest#test()
                12 a.LineTest#test()
                13 a.LineTest#test()
                14 a.LineTest
                15 a.LineTest$Inner
                16 a.LineTest$Inner#inner()
                17 a.LineTest$Inner
                18 a.LineTest$Inner
                19 a.LineTest
                20\s
                Base a.Base#inherited() a.LineTest#inherited()""");
        assertThat(tree.find(new ModuleId("app"), "a.LineTest").orElseThrow().methods().get(0).range())
                .contains(new SourceRange(8, 4, 12, 5));
    }

    private static String ids(List<TestId> ids) {
        return ids.stream().map(TestId::toString).map(id -> id.substring(id.indexOf('/') + 1))
                .collect(Collectors.joining(" "));
    }

    @Test
    void unsaved_text_counts_and_unchanged_files_are_not_parsed_again() {
        CollectorFixture workspace = workspace().write("""
                -- test/a/OneTest.java --
                package a;
                class OneTest extends Base { @org.junit.jupiter.api.Test void saved() {} }
                -- test/a/TwoTest.java --
                package a;
                class TwoTest { @org.junit.jupiter.api.Test void two() {} }
                -- main/a/Base.java --
                package a;
                class Base {}
                -- main/a/Unrelated.java --
                package a;
                class Unrelated {}
                """);
        Path index = directory.resolve("state/index");
        Collector collector = new Collector(index);
        assertThat(workspace.collect(collector).parsedFiles()).isEqualTo(3);
        assertThat(workspace.collect(collector).parsedFiles()).isZero();

        workspace.edit("app/src/test/java/a/OneTest.java",
                "package a; class OneTest { @org.junit.jupiter.api.Test void unsaved() {} }");
        Collected edited = workspace.collect(collector);
        assertThat(edited.parsedFiles()).isEqualTo(1);
        assertThat(TreePrinter.print(edited.tree())).isEqualTo("""
                a.OneTest
                  unsaved()
                a.TwoTest
                  two()
                """);
        assertThat(workspace.collect(new Collector(index)).parsedFiles()).isZero();
    }

    @Test
    void a_module_with_a_source_that_is_not_java_may_have_more_tests() {
        Path index = directory.resolve("state/index");
        for (String broken : List.of("package a; clas OneTest { @org.junit.jupiter.api.Test void one() {} }", "clas OneTest {",
                "package a; class OneTest extends { @org.junit.jupiter.api.Test void one() {} }", "package a; class OneTest {} } class TwoTest {}")) {
            CollectorFixture workspace = workspace().write("-- test/a/OneTest.java --\n" + broken);
            assertThat(workspace.collect(new Collector(index)).tree().incomplete()).as(broken).containsExactly(new ModuleId("app"));
            assertThat(workspace.collect(new Collector(index)).tree().incomplete()).as(broken).containsExactly(new ModuleId("app"));
        }
        for (String whole : List.of("", "// nothing", "package a; class OneTest { @org.junit.jupiter.api.Test void one() { this is wrong, but a test } }")) {
            assertThat(workspace().write("-- test/a/OneTest.java --\n" + whole).collect(new Collector(index)).tree().incomplete()).as(whole).isEmpty();
        }
    }

    @Test
    void a_broken_index_is_built_anew_and_said_once() throws IOException {
        CollectorFixture workspace = workspace().write("""
                -- test/a/OneTest.java --
                package a;
                class OneTest { @org.junit.jupiter.api.Test void one() {} }
                """);
        Path index = directory.resolve("state/index");
        String tree = TreePrinter.print(workspace.collect(new Collector(index)).tree());
        byte[] whole = Files.readAllBytes(index);
        byte[] damaged = whole.clone();
        damaged[whole.length - 1] ^= 1;
        for (byte[] broken : List.of(new byte[0], "something else entirely".getBytes(),
                Arrays.copyOf(whole, whole.length - 3), damaged)) {
            Files.write(index, broken);
            Collector collector = new Collector(index);
            Collected collected = workspace.collect(collector);
            assertThat(TreePrinter.print(collected.tree())).isEqualTo(tree);
            assertThat(collected.notices()).singleElement().asString().contains(index.toString())
                    .contains("built anew");
            assertThat(workspace.collect(collector).notices()).isEmpty();
            assertThat(Files.readAllBytes(index)).isEqualTo(whole);
        }
    }

    @Test
    void a_place_where_no_index_can_be_written_is_told_and_harms_nothing() throws IOException {
        CollectorFixture workspace = workspace().write("""
                -- test/a/OneTest.java --
                package a;
                class OneTest { @org.junit.jupiter.api.Test void one() {} }
                """);
        Path file = Files.writeString(directory.resolve("file"), "");
        Collected collected = workspace.collect(new Collector(file.resolve("index")));
        assertThat(collected.tree().testCount()).isEqualTo(1);
        assertThat(collected.notices()).singleElement().asString().contains("cannot be");
    }

    @Test
    void odd_files_are_no_trouble() throws IOException {
        CollectorFixture workspace = workspace().write("""
                -- test/a/Empty.java --
                -- test/a/Nul.java --
                \0\0\1class\0{\0
                -- test/package-info.java --
                /** No class. */
                package a;
                -- test/module-info.java --
                module a { requires b; }
                -- test/a/Gone.java --
                class Gone {}
                -- test/a/Bom.java --
                \uFEFFclass Bom { @org.junit.jupiter.api.Test void test() {} }
                """);
        StringBuilder deep = new StringBuilder(
                "class Deep { @org.junit.jupiter.api.Test void test() {} static final String S = \"a\"");
        for (int i = 0; i < 20_000; i++) deep.append(" + \"b\"");
        workspace.write("app/src/test/java/Deep.java", deep + "; Object o = " + "(".repeat(5_000) + "1"
                + ")".repeat(5_000) + "; }");
        Files.delete(workspace.path("app/src/test/java/a/Gone.java").value());
        Collected collected = workspace.collect();
        assertThat(collected.notices()).isEmpty();
        assertThat(TreePrinter.print(collected.tree())).contains("Bom\n  test()\n");
    }
}
