package dev.testls.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.model.ModuleId;
import dev.testls.model.TestClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionTest {
    private static final String CLASSES = """
            g:core a.FooTest: adds(int,String)[fast] subtracts()[slow] Inner{deep()[fast]}
            g:core a.b.BarTest: adds()
            g:core a.Helper: notByName()
            g:app z.AppTest: starts()
            g:app z.Spec: ?
            """;

    @Test
    void nothingNamedTakesWhatABuildPicksByName() {
        check("", """
                a.FooTest all 3, a plain build runs it
                a.b.BarTest all 1, a plain build runs it
                z.AppTest all 1, a plain build runs it
                """);
    }

    @Test
    void aSimpleNameFitsInAnyPackage() {
        check("BarTest", "a.b.BarTest all 1, 'BarTest' names it");
    }

    @Test
    void aNamedClassRunsEvenIfABuildWouldNotPickIt() {
        check("Helper", "a.Helper all 1, 'Helper' names it");
        check("Spec", "z.Spec all 1, 'Spec' names it");
    }

    @Test
    void qualifiedNamesAndPackagesFitWhole() {
        check("a.FooTest", "a.FooTest all 3, 'a.FooTest' names it");
        check("a.*", "a.FooTest all 3, 'a.*' names it\na.Helper all 1, 'a.*' names it");
        check("a.**", "a.FooTest all 3, 'a.**' names it\na.b.BarTest all 1, 'a.**' names it\na.Helper all 1, 'a.**' names it");
    }

    @Test
    void methodsAreNamedBehindAHashWithGlobsAndPluses() {
        check("FooTest#adds", "a.FooTest [a.FooTest#adds(int,String)], 'FooTest#adds' names it");
        check("FooTest#adds+sub*", "a.FooTest [a.FooTest#adds(int,String), a.FooTest#subtracts()], 'FooTest#adds+sub*' names it");
        check("FooTest#deep", "a.FooTest [a.FooTest$Inner#deep()], 'FooTest#deep' names it");
        check("FooTest$Inner", "a.FooTest [a.FooTest$Inner#deep()], 'FooTest$Inner' names it");
        check("FooTest$Inner#deep", "a.FooTest [a.FooTest$Inner#deep()], 'FooTest$Inner#deep' names it");
        check("#adds", "a.FooTest [a.FooTest#adds(int,String)], '#adds' names it\na.b.BarTest all 1, '#adds' names it\nz.Spec all 1, '#adds' names it");
    }

    @Test
    void anInheritedNestedClassIsNamedAfterTheClassThatItIsReachedThrough() {
        List<TestClass> classes = Classes.of("""
                g:core a.FirstTest: outer() Inner{test()}
                g:core a.SecondTest: outer() One{Inner{test()}} Two{Inner{test()}}
                """);
        checkOf(classes, "FirstTest$Inner", "a.FirstTest [a.FirstTest$Inner#test()], 'FirstTest$Inner' names it");
        checkOf(classes, "SecondTest$Two", "a.SecondTest [a.SecondTest$Two$Inner#test()], 'SecondTest$Two' names it");
        checkOf(classes, "SecondTest$One$Inner", "a.SecondTest [a.SecondTest$One$Inner#test()], 'SecondTest$One$Inner' names it");
        checkOf(classes, "BaseTest$Inner", "");
        checkOf(classes, "SecondTest,!SecondTest$Two", "a.SecondTest [a.SecondTest#outer(), a.SecondTest$One$Inner#test()], 'SecondTest' names it");
    }

    @Test
    void anExclamationMarkTakesAway() {
        check("!FooTest", "a.b.BarTest all 1, a plain build runs it\nz.AppTest all 1, a plain build runs it");
        check("FooTest,!FooTest#adds", "a.FooTest [a.FooTest#subtracts(), a.FooTest$Inner#deep()], 'FooTest' names it");
    }

    @Test
    void aModuleNarrowsTheRest() {
        check(":app", "z.AppTest all 1, a plain build runs it");
        check(":core AppTest", "");
        check(":core FooTest", "a.FooTest all 3, 'FooTest' names it");
    }

    @Test
    void aFileAndALineNameWhatStandsThere() {
        check("/w/core/src/test/java/a/FooTest.java:12", "a.FooTest [a.FooTest#adds(int,String)], '/w/core/src/test/java/a/FooTest.java:12' names it");
        check("/w/core/src/test/java/a/FooTest.java:62", "a.FooTest [a.FooTest$Inner#deep()], '/w/core/src/test/java/a/FooTest.java:62' names it");
        check("/w/core/src/test/java/a/FooTest.java:2", "a.FooTest all 3, '/w/core/src/test/java/a/FooTest.java:2' names it");
    }

    @Test
    void namesAreFilteredAsPytestDoes() {
        checkNames("adds and not bar", "a.FooTest [a.FooTest#adds(int,String)], a plain build runs it");
        checkNames("deep or starts", "a.FooTest [a.FooTest$Inner#deep()], a plain build runs it\nz.AppTest all 1, a plain build runs it");
    }

    @Test
    void tagsAreFilteredAsJUnitDoes() {
        checkTags("fast", "a.FooTest [a.FooTest#adds(int,String), a.FooTest$Inner#deep()], a plain build runs it");
        checkTags("!any()", "a.b.BarTest all 1, a plain build runs it\nz.AppTest all 1, a plain build runs it");
    }

    @Test
    void redTestsAreTakenByTheirIds() {
        Wanted wanted = new Wanted(List.of(), Optional.empty(), Optional.empty(), Optional.of(Set.of("g:core/a.FooTest$Inner#deep()", "g:app/z.AppTest")));
        assertThat(print(select(wanted))).isEqualTo(
                "a.FooTest [a.FooTest$Inner#deep()], it failed last time\nz.AppTest all 1, it failed last time");
    }

    @Test
    void selectorsThatNameNothingAreTold() {
        List<TestClass> classes = Classes.of(CLASSES);
        assertThat(Selection.unmatched(classes, wanted("FooTset FooTest#nope FooTest a.b.* :app :nope", Optional.empty(), Optional.empty())))
                .extracting(TestSelector::text).containsExactly("FooTset", "FooTest#nope", ":nope");
    }

    @Test
    void whatCannotBeReadIsToldWithWhatWouldBeRight() {
        assertThatThrownBy(() -> WordExpression.names("a and")).hasMessage("Cannot read the expression 'a and': it ends too early.");
        assertThatThrownBy(() -> WordExpression.tags("a b")).hasMessage("Cannot read the expression 'a b': 'b' is not expected there.");
        assertThatThrownBy(() -> TestSelector.parse("FooTest#", Path.of("/w"))).hasMessageContaining("write FooTest#method");
        assertThatThrownBy(() -> TestSelector.parse("%regex[(]", Path.of("/w"))).isInstanceOf(BadExpression.class);
    }

    @Test
    void surefiresPatternsOfFilesAreRead() {
        assertThat(ClassPattern.taking(List.of("**/Test*.java", "**/*Test.java"), List.of("**/*$*")).test("a.b.FooTest")).isTrue();
        assertThat(ClassPattern.taking(List.of("**/*Test.java"), List.of("**/*$*")).test("a.b.Foo$InnerTest")).isFalse();
        assertThat(ClassPattern.taking(List.of("**/*Test.java"), List.of()).test("FooTest")).isTrue();
        assertThat(ClassPattern.taking(List.of("com/**/unit/*.java"), List.of()).test("com.a.b.unit.X")).isTrue();
        assertThat(ClassPattern.taking(List.of("%regex[.*/x/.*Test.class]"), List.of()).test("com.x.ATest")).isTrue();
        assertThat(ClassPattern.taking(List.of("%regex[.*/x/.*Test.class]"), List.of()).test("com.y.ATest")).isFalse();
        assertThat(ClassPattern.taking(List.of("Foo?est"), List.of()).test("p.FooTest")).isTrue();
    }

    @Test
    void anIdNamesWhatItIsTheIdOfAndNothingElse() {
        checkIds("g:core", "", "a.FooTest all 3, 'g:core' names it\na.b.BarTest all 1, 'g:core' names it\na.Helper all 1, 'g:core' names it");
        checkIds("g:core/a.*", "", "a.FooTest all 3, 'g:core/a.*' names it\na.Helper all 1, 'g:core/a.*' names it");
        checkIds("g:app/a.*", "", "");
        checkIds("g:core/*", "", "");
        checkIds("g:core/a.FooTest", "", "a.FooTest all 3, 'g:core/a.FooTest' names it");
        checkIds("g:core/a.FooTest$Inner", "", "a.FooTest [a.FooTest$Inner#deep()], 'g:core/a.FooTest$Inner' names it");
        checkIds("g:core/a.FooTest#adds(int,String)/[2]", "", "a.FooTest [a.FooTest#adds(int,String)], 'g:core/a.FooTest#adds(int,String)/[2]' names it");
        checkIds("g:core/a.FooTest#adds(int)", "", "");
        checkIds("g:core/a.FooTest#deep()", "", "");
        checkIds("g:core/a.FooTest$Inner#deep()", "", "a.FooTest [a.FooTest$Inner#deep()], 'g:core/a.FooTest$Inner#deep()' names it");
        checkIds("g:core/a.FooTest", "g:core/a.FooTest$Inner#deep()", "a.FooTest [a.FooTest#adds(int,String), a.FooTest#subtracts()], 'g:core/a.FooTest' names it");
        checkIds("g:core/a.FooTest", "g:core/a.FooTest$Inner", "a.FooTest [a.FooTest#adds(int,String), a.FooTest#subtracts()], 'g:core/a.FooTest' names it");
        checkIds("", "g:core", "z.AppTest all 1, a plain build runs it");
        checkIds("g:app/z.Spec", "", "z.Spec all 1, 'g:app/z.Spec' names it");
        for (String id : List.of("", "nonsense", "g:core/", "/a.FooTest", ":x", "g:core/#adds()", "g:core/a.FooTest#")) {
            assertThatThrownBy(() -> TestSelector.OfId.parse(id)).isInstanceOf(BadExpression.class).hasMessage("no id of a test: " + id);
        }
    }

    @Test
    void aFileIsNamedThroughALinkToTheWorkspace(@TempDir Path elsewhere) throws IOException {
        Path link = Files.createSymbolicLink(elsewhere.toRealPath().resolve("link"), Path.of("/"));
        String selector = "w/core/src/test/java/a/FooTest.java:12";
        List<TestSelector> fromLink = TestSelector.parse(selector, link);
        assertThat(print(select(new Wanted(fromLink, Optional.empty(), Optional.empty(), Optional.empty()))))
                .isEqualTo("a.FooTest [a.FooTest#adds(int,String)], '" + selector + "' names it");
        check(link + "/" + selector, "a.FooTest [a.FooTest#adds(int,String)], '" + link + "/" + selector + "' names it");
    }

    private static void checkIds(String include, String exclude, String expected) {
        List<TestSelector> selectors = new ArrayList<>();
        if (!include.isEmpty()) selectors.add(TestSelector.OfId.parse(include));
        if (!exclude.isEmpty()) selectors.add(new TestSelector.Not("!" + exclude, TestSelector.OfId.parse(exclude)));
        assertThat(print(select(new Wanted(selectors, Optional.empty(), Optional.empty(), Optional.empty())))).isEqualTo(expected);
    }

    private static void check(String selectors, String expected) {
        assertThat(print(select(wanted(selectors, Optional.empty(), Optional.empty())))).isEqualTo(expected.strip());
    }

    private static void checkOf(List<TestClass> classes, String selectors, String expected) {
        assertThat(print(Selection.of(classes, name -> name.endsWith("Test"), wanted(selectors, Optional.empty(), Optional.empty())))).isEqualTo(expected);
    }

    private static void checkNames(String names, String expected) {
        assertThat(print(select(wanted("", Optional.of(names), Optional.empty())))).isEqualTo(expected.strip());
    }

    private static void checkTags(String tags, String expected) {
        assertThat(print(select(wanted("", Optional.empty(), Optional.of(tags))))).isEqualTo(expected.strip());
    }

    private static List<Selection.Selected> select(Wanted wanted) {
        return Selection.of(Classes.of(CLASSES), name -> name.endsWith("Test"), wanted);
    }

    private static Wanted wanted(String selectors, Optional<String> names, Optional<String> tags) {
        List<TestSelector> parsed = new ArrayList<>();
        for (String selector : selectors.split(" ")) {
            if (!selector.isEmpty()) TestSelector.parse(selector, Path.of("/w")).forEach(it -> parsed.add(it.in(SelectionTest::modules)));
        }
        return new Wanted(parsed, names.map(WordExpression::names), tags.map(WordExpression::tags), Optional.empty());
    }

    private static Set<ModuleId> modules(String name) {
        return Stream.of(new ModuleId("g:core"), new ModuleId("g:app")).filter(it -> it.shortName().equals(name)).collect(Collectors.toSet());
    }

    private static String print(List<Selection.Selected> selected) {
        return selected.stream()
                .map(it -> it.testClass().name() + " " + (it.tests().isEmpty() ? "all " + it.count() : it.tests()) + ", " + it.why().text())
                .collect(Collectors.joining("\n"));
    }
}
