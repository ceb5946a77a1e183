package dev.testls.jdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import dev.testls.model.ModuleId;
import dev.testls.model.Problem;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourcePath;
import dev.testls.pool.JavacWorkers;
import dev.testls.project.JavaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Edits in, what they make the compiler do out.
 *
 * <p>A text begins with the files, {@code -- path --} and their content. Then come steps: {@code == compile},
 * {@code == edit path: old -> new}, {@code == delete path}, {@code == move path -> path}, and what each makes happen:
 * compiled sources, changed classes, problems, classes that cannot run, notices. What is not listed did not happen.
 */
class CompilerTest {
    @TempDir static Path logs;
    @TempDir Path root;
    @TempDir Path state;

    private static JavacWorkers javac;

    @BeforeAll
    static void startJavac() {
        javac = CompilerWorkspace.javac(logs);
    }

    @AfterAll
    static void endJavac() {
        javac.close();
    }

    @Test
    void aCommentCompilesThatFileAndChangesNoClass() {
        check("""
                -- src/main/java/a/Adder.java --
                package a;
                public class Adder {
                    public static int add(int x, int y) { return x + y; } // sum
                }
                -- src/main/java/a/User.java --
                package a;
                public class User {
                    int three() { return Adder.add(1, 2); }
                }
                == compile
                compiled a.Adder
                compiled a.User
                changed a.Adder NEW
                changed a.User NEW
                == compile
                == edit src/main/java/a/Adder.java: // sum -> // the sum
                compiled a.Adder
                == edit src/main/java/a/Adder.java: x + y -> y + x
                compiled a.Adder
                changed a.Adder BODY
                == edit src/main/java/a/Adder.java: public static int add(int x, -> public static int add(long x,
                compiled a.Adder
                compiled a.User
                changed a.User BODY
                problem src/main/java/a/Adder.java:3: incompatible types: possible lossy conversion from long to int
                unrunnable a.Adder: a.Adder does not compile: src/main/java/a/Adder.java:3
                unrunnable a.User: a.Adder does not compile: src/main/java/a/Adder.java:3
                == edit src/main/java/a/Adder.java: y + x -> (int) (y + x)
                compiled a.Adder
                changed a.Adder STRUCTURE
                """);
    }

    @Test
    void whereTheBuildFailsOnWarningsOneIsAnError() {
        check("""
                arguments -Xlint:rawtypes -Werror
                -- src/test/java/a/RawTest.java --
                package a;
                class RawTest {
                    java.util.List list;
                }
                -- src/test/java/a/OtherTest.java --
                package a;
                class OtherTest {}
                == compile
                compiled a.OtherTest
                compiled a.RawTest
                problem src/test/java/a/RawTest.java:3: found raw type: java.util.List
                problem src/test/java/a/RawTest.java:0: warnings found and -Werror specified
                unrunnable a.OtherTest: a.OtherTest was not compiled, since javac stopped at other errors: src/test/java/a/OtherTest.java
                unrunnable a.RawTest: a.RawTest does not compile: src/test/java/a/RawTest.java:3
                == edit src/test/java/a/RawTest.java: List list -> List<String> list
                compiled a.OtherTest
                compiled a.RawTest
                changed a.OtherTest NEW
                changed a.RawTest NEW
                """);
    }

    @Test
    void aPrivateMethodConcernsNobodyElse() {
        check("""
                -- src/main/java/a/Adder.java --
                package a;
                public class Adder {
                    public int add(int x, int y) { return x + y; }
                }
                -- src/main/java/a/User.java --
                package a;
                public class User {
                    int three() { return new Adder().add(1, 2); }
                }
                == compile
                compiled a.Adder
                compiled a.User
                changed a.Adder NEW
                changed a.User NEW
                == edit src/main/java/a/Adder.java: { return x + y; } -> { return sum(x, y); } private int sum(int x, int y) { return x + y; }
                compiled a.Adder
                changed a.Adder BODY
                """);
    }

    @Test
    void anInlinedConstantReachesThoseThatHoldACopy() {
        check("""
                -- src/main/java/a/Limits.java --
                package a;
                public interface Limits { int MAX = 3; }
                -- src/main/java/b/More.java --
                package b;
                public class More { public static final int TWICE = a.Limits.MAX * 2; }
                -- src/main/java/c/User.java --
                package c;
                import static b.More.TWICE;
                class User { int limit() { return TWICE; } }
                -- src/main/java/c/Other.java --
                package c;
                class Other { }
                == compile
                compiled a.Limits
                compiled b.More
                compiled c.Other
                compiled c.User
                changed a.Limits NEW
                changed b.More NEW
                changed c.Other NEW
                changed c.User NEW
                == edit src/main/java/a/Limits.java: 3 -> 4
                compiled a.Limits
                compiled b.More
                compiled c.User
                changed a.Limits STRUCTURE
                changed b.More STRUCTURE
                changed c.User BODY
                """);
    }

    @Test
    void aTypeThatShadowsAnotherIsTaken() {
        check("""
                -- src/main/java/a/Name.java --
                package a;
                public class Name { public String toString() { return "imported"; } }
                -- src/main/java/b/User.java --
                package b;
                import a.*;
                public class User { String name() { return new Name().toString(); } }
                == compile
                compiled a.Name
                compiled b.User
                changed a.Name NEW
                changed b.User NEW
                == write src/main/java/b/Name.java
                | package b;
                | class Name { public String toString() { return "own"; } }
                compiled b.Name
                compiled b.User
                changed b.Name NEW
                changed b.User BODY
                == delete src/main/java/b/Name.java
                compiled b.User
                changed b.Name REMOVED
                changed b.User BODY
                """);
    }

    @Test
    void whatAFileNoLongerDeclaresIsGone() {
        check("""
                -- src/main/java/a/Shapes.java --
                package a;
                public class Shapes { static class Inner { } Runnable r = new Runnable() { public void run() { } }; }
                class Secondary { }
                -- src/main/java/a/User.java --
                package a;
                class User { Secondary s; }
                == compile
                compiled a.Shapes
                compiled a.User
                changed a.Secondary NEW
                changed a.Shapes NEW
                changed a.Shapes$1 NEW
                changed a.Shapes$Inner NEW
                changed a.User NEW
                == edit src/main/java/a/Shapes.java: class Secondary { } ->
                compiled a.Shapes
                compiled a.User
                changed a.Secondary REMOVED
                problem src/main/java/a/User.java:2: cannot find symbol
                unrunnable a.User: a.User does not compile: src/main/java/a/User.java:2
                == move src/main/java/a/Shapes.java -> src/main/java/b/Shapes.java
                compiled a.User
                compiled b.Shapes
                problem src/main/java/a/User.java:2: cannot find symbol
                unrunnable a.User: a.User does not compile: src/main/java/a/User.java:2
                == write src/main/java/a/Secondary.java
                | package a;
                | class Secondary { }
                compiled a.Secondary
                compiled a.User
                changed a.Secondary NEW
                == delete src/main/java/b/Shapes.java
                changed a.Shapes REMOVED
                changed a.Shapes$1 REMOVED
                changed a.Shapes$Inner REMOVED
                """);
    }

    @Test
    void modulesCompileAgainstOneAnother() {
        check("""
                modules core app
                -- core/src/main/java/a/Adder.java --
                package a;
                public class Adder { public int add(int x, int y) { return x + y; } }
                -- core/src/test/java/a/AdderTest.java --
                package a;
                class AdderTest { int test() { return new Adder().add(1, 2); } }
                -- app/src/main/java/b/App.java --
                package b;
                public class App { public int three() { return new a.Adder().add(1, 2); } }
                -- app/src/test/java/b/AppTest.java --
                package b;
                class AppTest { int test() { return new App().three(); } }
                -- app/src/test/java/b/OtherTest.java --
                package b;
                class OtherTest { }
                == compile
                compiled a.Adder
                compiled a.AdderTest
                compiled b.App
                compiled b.AppTest
                compiled b.OtherTest
                changed a.Adder NEW
                changed a.AdderTest NEW
                changed b.App NEW
                changed b.AppTest NEW
                changed b.OtherTest NEW
                == edit core/src/main/java/a/Adder.java: int add(int x -> long add(long x
                compiled a.Adder
                compiled a.AdderTest
                compiled b.App
                changed a.Adder STRUCTURE
                problem core/src/test/java/a/AdderTest.java:2: incompatible types: possible lossy conversion from long to int
                problem app/src/main/java/b/App.java:2: incompatible types: possible lossy conversion from long to int
                unrunnable a.AdderTest: a.AdderTest does not compile: core/src/test/java/a/AdderTest.java:2
                unrunnable b.App: b.App does not compile: app/src/main/java/b/App.java:2
                unrunnable b.AppTest: b.App does not compile: app/src/main/java/b/App.java:2
                == restart
                problem core/src/test/java/a/AdderTest.java:2: incompatible types: possible lossy conversion from long to int
                problem app/src/main/java/b/App.java:2: incompatible types: possible lossy conversion from long to int
                unrunnable a.AdderTest: a.AdderTest does not compile: core/src/test/java/a/AdderTest.java:2
                unrunnable b.App: b.App does not compile: app/src/main/java/b/App.java:2
                unrunnable b.AppTest: b.App does not compile: app/src/main/java/b/App.java:2
                == edit core/src/main/java/a/Adder.java: long add(long x -> int add(int x
                compiled a.Adder
                compiled a.AdderTest
                compiled b.App
                changed a.Adder STRUCTURE
                """);
    }

    @Test
    void anEditorsUnsavedTextCounts() {
        check("""
                -- src/main/java/a/Foo.java --
                package a;
                class Foo { int x() { return 1; } }
                == compile
                compiled a.Foo
                changed a.Foo NEW
                == unsaved src/main/java/a/Foo.java: 1 -> 2
                compiled a.Foo
                changed a.Foo BODY
                == save
                """);
    }

    @Test
    void aBrokenClassIsMeasuredByItsLastGoodSelf() {
        check("""
                -- src/main/java/a/Foo.java --
                package a;
                class Foo { int x() { return 1; } }
                == compile
                compiled a.Foo
                changed a.Foo NEW
                == edit src/main/java/a/Foo.java: return 1; -> return 1
                compiled a.Foo
                problem src/main/java/a/Foo.java:2: ';' expected
                unrunnable a.Foo: a.Foo does not compile: src/main/java/a/Foo.java:2
                == edit src/main/java/a/Foo.java: return 1 -> return 1;
                compiled a.Foo
                == edit src/main/java/a/Foo.java: class Foo -> class Foo extends Missing
                compiled a.Foo
                problem src/main/java/a/Foo.java:2: cannot find symbol
                unrunnable a.Foo: a.Foo does not compile: src/main/java/a/Foo.java:2
                == edit src/main/java/a/Foo.java: class Foo extends Missing { int x() { return 1; } } -> class Foo { int x() { return 2; } }
                compiled a.Foo
                changed a.Foo BODY
                """);
    }

    @Test
    void twoSourcesOfOneClassAreAnError() {
        check("""
                -- src/main/java/a/Foo.java --
                package a;
                class Foo { }
                == compile
                compiled a.Foo
                changed a.Foo NEW
                == write src/main/java/a/Other.java
                | package a;
                | class Other { }
                | class Foo { }
                compiled a.Foo
                compiled a.Other
                problem src/main/java/a/Other.java:3: duplicate class: a.Foo
                unrunnable a.Other: a.Other does not compile: src/main/java/a/Other.java:3
                == edit src/main/java/a/Other.java: class Foo { } -> class Bar { }
                compiled a.Other
                changed a.Bar NEW
                changed a.Other NEW
                """);
    }

    @Test
    void aRecordsComponentsAndAnAnnotationsDefaultsAreSeenByOthers() {
        check("""
                -- src/main/java/a/Mark.java --
                package a;
                @interface Mark { String value() default ""; }
                -- src/main/java/a/Marked.java --
                package a;
                @Mark class Marked { }
                == compile
                compiled a.Mark
                compiled a.Marked
                changed a.Mark NEW
                changed a.Marked NEW
                == edit src/main/java/a/Mark.java:  default "" ->
                compiled a.Mark
                compiled a.Marked
                changed a.Mark STRUCTURE
                problem src/main/java/a/Marked.java:2: annotation @a.Mark is missing a default value for the element 'value'
                unrunnable a.Marked: a.Marked does not compile: src/main/java/a/Marked.java:2
                """);
    }

    @Test
    void whatOnlyEcjRejectsIsJavacs() {
        check("""
                -- src/main/java/a/Foo.java --
                package a;
                import java.util.List;; import java.util.Map;
                public class Foo { public List<String> names() { return List.of("a"); } }
                -- src/main/java/a/User.java --
                package a;
                class User { String name() { return new Foo().names().get(0); } }
                == compile
                compiled a.Foo
                compiled a.User
                changed a.Foo NEW
                changed a.User NEW
                == compile
                == edit src/main/java/a/Foo.java: List.of("a") -> List.of("b")
                compiled a.Foo
                changed a.Foo BODY
                == edit src/main/java/a/Foo.java: List<String> names -> List<Integer> names
                compiled a.Foo
                compiled a.User
                problem src/main/java/a/Foo.java:3: incompatible types: inference variable E has incompatible bounds
                problem src/main/java/a/User.java:2: incompatible types: java.lang.Integer cannot be converted to java.lang.String
                unrunnable a.Foo: a.Foo does not compile: src/main/java/a/Foo.java:3
                unrunnable a.User: a.User does not compile: src/main/java/a/User.java:2
                == edit src/main/java/a/Foo.java: List<Integer> names -> List<String> names
                compiled a.Foo
                compiled a.User
                """);
    }

    @Test
    void theReleaseDecidesWhatIsThere() {
        check("""
                release 8
                -- src/main/java/a/Blank.java --
                package a;
                class Blank { boolean is(String s) { return s.isBlank(); } }
                -- src/main/java/a/Fine.java --
                package a;
                class Fine { java.util.function.Supplier<String> s = () -> "a" + 1; }
                -- src/main/java/module-info.java --
                module a { }
                == compile
                compiled a.Blank
                compiled a.Fine
                changed a.Fine NEW
                problem src/main/java/a/Blank.java:2: cannot find symbol
                unrunnable a.Blank: a.Blank does not compile: src/main/java/a/Blank.java:2
                == release 11
                compiled a.Blank
                compiled a.Fine
                compiled module-info
                changed a.Blank NEW
                changed a.Fine BODY
                changed module-info NEW
                == release 17
                compiled a.Blank
                compiled a.Fine
                compiled module-info
                changed a.Blank BODY
                changed a.Fine BODY
                changed module-info BODY
                """);
    }

    @Test
    void aModuleSeesWhatItRequires() {
        check("""
                -- src/main/java/module-info.java --
                open module m { }
                -- src/main/java/a/Time.java --
                package a;
                class Time { java.sql.Time now; }
                -- src/main/java/a/Plain.java --
                package a;
                class Plain { }
                == compile
                compiled a.Plain
                compiled a.Time
                compiled module-info
                problem src/main/java/a/Time.java:2: package java.sql is not visible
                unrunnable a.Plain: a.Plain was not compiled, since javac stopped at other errors: src/main/java/a/Plain.java
                unrunnable a.Time: a.Time does not compile: src/main/java/a/Time.java:2
                unrunnable module-info: module-info was not compiled, since javac stopped at other errors: src/main/java/module-info.java
                == edit src/main/java/module-info.java: { } -> { requires java.sql; }
                compiled a.Plain
                compiled a.Time
                compiled module-info
                changed a.Plain NEW
                changed a.Time NEW
                changed module-info NEW
                == compile
                """);
    }

    @Test
    void nothingStandsWithoutTheDescriptorOfAModule() {
        check("""
                -- src/main/java/module-info.java --
                open module m { }
                -- src/main/java/a/Plain.java --
                package a;
                class Plain { }
                == compile
                compiled a.Plain
                compiled module-info
                changed a.Plain NEW
                changed module-info NEW
                == edit src/main/java/module-info.java: { } -> { requires nothing.there; }
                compiled a.Plain
                compiled module-info
                problem src/main/java/module-info.java:1: module not found: nothing.there
                unrunnable a.Plain: a.Plain was not compiled, since javac stopped at other errors: src/main/java/a/Plain.java
                unrunnable module-info: module-info does not compile: src/main/java/module-info.java:1
                """);
    }

    @Test
    void testsAreCompiledAsAPartOfTheModule() {
        check("""
                -- src/main/java/module-info.java --
                open module m { }
                -- src/main/java/a/Seven.java --
                package a;
                class Seven { static int value() { return 7; } }
                -- src/test/java/a/SevenTest.java --
                package a;
                class SevenTest { int seven = Seven.value(); }
                == compile
                compiled a.Seven
                compiled a.SevenTest
                compiled module-info
                changed a.Seven NEW
                changed a.SevenTest NEW
                changed module-info NEW
                == edit src/test/java/a/SevenTest.java: int seven -> java.sql.Date date; int seven
                compiled a.SevenTest
                problem src/test/java/a/SevenTest.java:2: package java.sql is not visible
                unrunnable a.SevenTest: a.SevenTest does not compile: src/test/java/a/SevenTest.java:2
                == unsaved src/main/java/module-info.java: { } -> { requires java.sql; }
                compiled a.Seven
                compiled a.SevenTest
                compiled module-info
                changed a.SevenTest STRUCTURE
                changed module-info BODY
                """);
    }

    @Test
    void aModuleOfTestsTakesTheMainClassesIn() {
        check("""
                -- src/main/java/module-info.java --
                open module m { }
                -- src/main/java/a/Seven.java --
                package a;
                class Seven { static int value() { return 7; } }
                -- src/test/java/module-info.java --
                open module m { requires java.sql; }
                -- src/test/java/a/SevenTest.java --
                package a;
                class SevenTest { int seven = Seven.value(); java.sql.Date date; }
                == compile
                compiled a.Seven
                compiled a.SevenTest
                compiled module-info
                changed a.Seven NEW
                changed a.SevenTest NEW
                changed module-info NEW
                changed module-info NEW
                """);
    }

    @Test
    void aPackageThatTheJdkKeepsToItselfIsNotThere() {
        check("""
                -- src/main/java/a/Name.java --
                package a;
                class Name { sun.security.x509.X500Name name; }
                == compile
                compiled a.Name
                problem src/main/java/a/Name.java:2: package sun.security.x509 is not visible
                unrunnable a.Name: a.Name does not compile: src/main/java/a/Name.java:2
                """);
    }

    @Test
    void processorsThatNameTheirAnnotationsRunWhenTheySeeAChange() {
        check("""
                processor p.Counted
                -- src/main/java/a/Foo.java --
                package a;
                @p.Counted public class Foo { int one; int two() { return one; } }
                -- src/main/java/a/User.java --
                package a;
                class User { int members = FooCount.MEMBERS; }
                -- src/main/java/a/Other.java --
                package a;
                class Other { }
                == compile
                compiled a.Foo
                compiled a.FooCount
                compiled a.Other
                compiled a.User
                changed a.Foo NEW
                changed a.FooCount NEW
                changed a.Other NEW
                changed a.User NEW
                == compile
                == edit src/main/java/a/Other.java: { } -> { int x; }
                compiled a.Other
                changed a.Other STRUCTURE
                == edit src/main/java/a/Foo.java: int one; -> int one; int three;
                compiled a.Foo
                compiled a.FooCount
                compiled a.User
                changed a.Foo STRUCTURE
                changed a.FooCount STRUCTURE
                changed a.User BODY
                == edit src/main/java/a/Foo.java: @p.Counted ->
                compiled a.Foo
                compiled a.User
                changed a.Foo STRUCTURE
                changed a.FooCount REMOVED
                problem src/main/java/a/User.java:2: cannot find symbol
                unrunnable a.User: a.User does not compile: src/main/java/a/User.java:2
                """);
    }

    @Test
    void processorsMayReadFilesThatAreNoSources() {
        check("""
                processor p.Counted
                -- src/main/java/a/Foo.java --
                package a;
                @p.Counted public class Foo { int one; }
                == compile
                compiled a.Foo
                compiled a.FooCount
                changed a.Foo NEW
                changed a.FooCount NEW
                == compile
                == write lombok.config
                | lombok.addNullAnnotations = javax
                compiled a.Foo
                compiled a.FooCount
                == compile
                """);
    }

    @Test
    void processorsThatMayLookAtAnythingHaveJavacCompileAll() {
        check("""
                processor *
                -- src/main/java/a/Foo.java --
                package a;
                @p.Counted public class Foo { int one; int two() { return one; } }
                -- src/main/java/a/User.java --
                package a;
                class User { int members = FooCount.MEMBERS; }
                -- src/test/java/a/UserTest.java --
                package a;
                class UserTest { int test() { return new User().members; } }
                == compile
                compiled a.Foo
                compiled a.User
                compiled a.UserTest
                changed a.Foo NEW
                changed a.FooCount NEW
                changed a.User NEW
                changed a.UserTest NEW
                == compile
                == edit src/main/java/a/Foo.java: return one -> return -one
                compiled a.Foo
                compiled a.User
                changed a.Foo BODY
                == edit src/main/java/a/Foo.java: return -one -> return nothing
                compiled a.Foo
                compiled a.User
                problem src/main/java/a/Foo.java:2: cannot find symbol
                unrunnable a.Foo: a.Foo does not compile: src/main/java/a/Foo.java:2
                == edit src/main/java/a/Foo.java: return nothing -> return -one
                compiled a.Foo
                compiled a.User
                """);
    }

    @Test
    void aCancelledCompilationLeavesNothingHalfDone() throws IOException {
        try (CompilerWorkspace workspace = new CompilerWorkspace(root, state, List.of("core", "app"), javac::compile)) {
            workspace.write("core/src/main/java/a/Foo.java", "package a; public class Foo { }");
            workspace.write("app/src/main/java/b/User.java", "package b; class User extends a.Foo { }");
            Cancel cancel = new Cancel();
            CompileListener cancelling = new CompileListener() {
                @Override
                public void compiling(ModuleId module, Scope scope, int files) {
                    if (module.shortName().equals("app")) cancel.request();
                }

                @Override
                public void compiled(ModuleId module, Scope scope, SourcePath file) {}
            };
            assertThatThrownBy(() -> workspace.compile(cancel, cancelling)).isInstanceOf(CancellationException.class);
            Compilation after = workspace.compile();
            assertThat(after.compiledFiles()).isEqualTo(1);
            assertThat(after.changed().stream().map(ChangedType::className))
                    .containsExactlyInAnyOrder("a.Foo", "b.User");
        }
    }

    @Test
    void whatIsCompiledIsWhatRuns() throws Exception {
        try (CompilerWorkspace workspace = new CompilerWorkspace(root, state, List.of(""), javac::compile)) {
            workspace.use(CompilerWorkspace.settings("17", List.of("-parameters")));
            for (String answer : List.of("1", "2")) {
                workspace.write("src/main/java/a/Foo.java",
                        "package a; public class Foo { public static int get(int named) { return named + " + answer
                                + "; } }");
                Path classes = workspace.compile().outputs().values().iterator().next().mainClasses();
                try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
                    Method get = loader.loadClass("a.Foo").getMethod("get", int.class);
                    assertThat(get.invoke(null, 0)).isEqualTo(Integer.valueOf(answer));
                    assertThat(get.getParameters()[0].getName()).isEqualTo("named");
                }
            }
        }
    }

    /** Whether javac only judges, processes, or compiles the whole side. */
    @ParameterizedTest
    @ValueSource(strings = {"", "p.Counted", "*"})
    void whatDoesNotCompileIsToldAgainWithoutCompiling(String processor) {
        AtomicInteger asked = new AtomicInteger();
        JavacService counted = (cancel, request) -> {
            asked.incrementAndGet();
            return javac.compile(cancel, request);
        };
        try (CompilerWorkspace workspace = new CompilerWorkspace(root, state, List.of("", "other"), counted)) {
            if (!processor.isEmpty()) new CompilerProcessor(processor, state.resolve("processor")).addTo(workspace);
            workspace.write("src/main/java/a/Foo.java", "package a; " + (processor.isEmpty() ? "" : "@p.Counted ") + "class Foo { Nope nope; }");
            workspace.write("src/main/java/a/Bar.java", "package a; class Bar { Foo foo; String broken() { return 1; } }");
            Compilation first = workspace.compile();
            assertThat(first.problems()).isNotEmpty();
            int before = asked.get();
            Compilation again = workspace.compile();
            assertThat(again.problems()).isEqualTo(first.problems());
            assertThat(again.unrunnable()).isEqualTo(first.unrunnable());
            assertThat(again.compiledFiles()).isZero();
            assertThat(asked).hasValue(before);
            workspace.write("src/main/java/a/Nope.java", "package a; class Nope { }");
            assertThat(workspace.compile().problems()).isNotEqualTo(first.problems());
        }
    }

    @Test
    void whenJavacCannotBeAskedEcjsWordsAreTaken() {
        JavacService none = (cancel, request) -> {
            throw new IOException("there is none.");
        };
        try (CompilerWorkspace workspace = new CompilerWorkspace(root, state, List.of(""), none)) {
            workspace.write("src/main/java/a/Foo.java", "package a; class Foo { int x = y; }");
            for (int i = 0; i < 2; i++) {
                Compilation compilation = workspace.compile();
                assertThat(compilation.problems()).extracting(Problem::message)
                        .containsExactly("y cannot be resolved to a variable");
                assertThat(compilation.notices())
                        .containsExactly("The errors of g:app/MAIN are ECJ's, since javac could not be asked:"
                                + " there is none.");
            }
        }
    }

    /** Two modules of which the second is a processor that makes a class {@code FooWord}, with a word of the first. */
    private static final String PROCESSOR_MODULES = """
            -- words/src/main/java/w/Words.java --
            package w;
            public class Words { public static String word() { return "hello"; } }
            -- proc/src/main/java/p/Word.java --
            package p;
            public @interface Word { }
            -- proc/src/main/java/p/WordProcessor.java --
            package p;
            import java.io.Writer;
            import java.util.Set;
            import javax.annotation.processing.*;
            import javax.lang.model.element.*;
            @SupportedAnnotationTypes("p.Word")
            public class WordProcessor extends AbstractProcessor {
                @Override public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
                    for (Element element : round.getElementsAnnotatedWith(Word.class)) {
                        try (Writer out = processingEnv.getFiler().createSourceFile(element + "Word", element).openWriter()) {
                            out.write("package a; class " + element.getSimpleName() + "Word { String word() { return \\"" + w.Words.word() + "\\"; } }");
                        } catch (java.io.IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                    return false;
                }
            }
            -- proc/src/main/resources/META-INF/services/javax.annotation.processing.Processor --
            p.WordProcessor
            """;

    private static final String USES_PROCESSOR = """
            -- core/src/main/java/a/User.java --
            package a;
            @p.Word
            class User { String word() { return new UserWord().word(); } }
            -- core/src/main/java/a/Other.java --
            package a;
            class Other { }
            == compile
            compiled a.Other
            compiled a.User
            compiled a.UserWord
            compiled p.Word
            compiled p.WordProcessor
            compiled w.Words
            changed a.Other NEW
            changed a.User NEW
            changed a.UserWord NEW
            changed p.Word NEW
            changed p.WordProcessor NEW
            changed w.Words NEW
            == compile
            == restart
            == edit words/src/main/java/w/Words.java: hello -> good bye
            compiled a.Other
            compiled a.User
            compiled a.UserWord
            compiled w.Words
            changed a.UserWord BODY
            changed w.Words BODY
            == edit proc/src/main/java/p/WordProcessor.java: String word() -> static String word()
            compiled a.Other
            compiled a.User
            compiled a.UserWord
            compiled p.WordProcessor
            changed a.User BODY
            changed a.UserWord STRUCTURE
            changed p.WordProcessor BODY
            == edit proc/src/main/java/p/WordProcessor.java: RoundEnvironment round -> Round round
            compiled p.WordProcessor
            changed a.UserWord REMOVED
            problem proc/src/main/java/p/WordProcessor.java:8: cannot find symbol
            unrunnable a.Other: the annotation processors of g:core are of g:proc, which does not compile
            unrunnable a.User: the annotation processors of g:core are of g:proc, which does not compile
            unrunnable p.WordProcessor: p.WordProcessor does not compile: proc/src/main/java/p/WordProcessor.java:8
            == compile
            problem proc/src/main/java/p/WordProcessor.java:8: cannot find symbol
            unrunnable a.Other: the annotation processors of g:core are of g:proc, which does not compile
            unrunnable a.User: the annotation processors of g:core are of g:proc, which does not compile
            unrunnable p.WordProcessor: p.WordProcessor does not compile: proc/src/main/java/p/WordProcessor.java:8
            == edit proc/src/main/java/p/WordProcessor.java: Round round -> RoundEnvironment round
            compiled a.Other
            compiled a.User
            compiled a.UserWord
            compiled p.WordProcessor
            changed a.UserWord NEW
            == write proc/src/main/resources/META-INF/services/javax.annotation.processing.Processor
            | # none
            compiled a.Other
            compiled a.User
            compiled p.Word
            compiled p.WordProcessor
            changed a.UserWord REMOVED
            problem core/src/main/java/a/User.java:3: cannot find symbol
            unrunnable a.User: a.User does not compile: core/src/main/java/a/User.java:3
            """;

    @Test
    void whatAProcessorOfTheSameBuildMakesFollowsItsChanges() {
        check("modules words proc core\nmodule core processing\n" + PROCESSOR_MODULES + USES_PROCESSOR);
    }

    @Test
    void andSoDoesWhatAProcessorPathShows() {
        check("modules words proc core\nmodule core processorpath proc words\n" + PROCESSOR_MODULES + USES_PROCESSOR);
    }

    @Test
    void aModuleCannotRunTheProcessorThatItIsYetToCompile() {
        check("modules words proc\nmodule proc processing\n" + PROCESSOR_MODULES + """
                -- proc/src/test/java/a/OwnTest.java --
                package a;
                class OwnTest { }
                == compile
                compiled w.Words
                changed w.Words NEW
                problem :0: Bad service configuration file, or exception thrown while constructing Processor object: javax.annotation.processing.Processor: Provider p.WordProcessor not found
                unrunnable a.OwnTest: g:proc names an annotation processor that is not compiled yet: p.WordProcessor
                unrunnable p.Word: g:proc names an annotation processor that is not compiled yet: p.WordProcessor
                unrunnable p.WordProcessor: g:proc names an annotation processor that is not compiled yet: p.WordProcessor
                """);
    }

    @Test
    void modulesCompileTheirPartsOfOneSourceRoot() {
        check("""
                modules a b
                module a sources .
                module a includes p/api/*
                module b sources .
                module b includes p/impl/**/*.java
                -- src/main/java/p/api/Api.java --
                package p.api;
                public interface Api { int answer(); }
                -- src/main/java/p/impl/Impl.java --
                package p.impl;
                public class Impl implements p.api.Api { public int answer() { return 42; } }
                -- src/main/java/p/none/Neither.java --
                package p.none;
                class Neither extends Nothing { }
                -- src/test/java/p/impl/ImplTest.java --
                package p.impl;
                class ImplTest { int answer = new Impl().answer(); }
                == compile
                compiled p.api.Api
                compiled p.impl.Impl
                compiled p.impl.ImplTest
                changed p.api.Api NEW
                changed p.impl.Impl NEW
                changed p.impl.ImplTest NEW
                == edit src/main/java/p/api/Api.java: int answer() -> long answer()
                compiled p.api.Api
                compiled p.impl.Impl
                changed p.api.Api STRUCTURE
                problem src/main/java/p/impl/Impl.java:2: p.impl.Impl is not abstract and does not override abstract method answer() in p.api.Api
                problem src/main/java/p/impl/Impl.java:2: answer() in p.impl.Impl cannot implement answer() in p.api.Api
                unrunnable p.impl.Impl: p.impl.Impl does not compile: src/main/java/p/impl/Impl.java:2
                unrunnable p.impl.ImplTest: p.impl.Impl does not compile: src/main/java/p/impl/Impl.java:2
                == edit src/main/java/p/impl/Impl.java: int answer() -> long answer()
                compiled p.impl.Impl
                compiled p.impl.ImplTest
                changed p.impl.Impl STRUCTURE
                problem src/test/java/p/impl/ImplTest.java:2: incompatible types: possible lossy conversion from long to int
                unrunnable p.impl.ImplTest: p.impl.ImplTest does not compile: src/test/java/p/impl/ImplTest.java:2
                """);
    }

    @Test
    void aStateThatCannotBeReadIsMadeAnew() {
        check("""
                -- src/main/java/a/Foo.java --
                package a;
                class Foo { }
                == compile
                compiled a.Foo
                changed a.Foo NEW
                == corrupt classes/app/main.compiled
                compiled a.Foo
                changed a.Foo NEW
                notice Compiling g:app (main) anew: STATE/classes/app/main.compiled cannot be used, its check sum is wrong.
                == remove classes/app/main.compiled
                compiled a.Foo
                changed a.Foo NEW
                notice Compiling g:app (main) anew: the last time did not come to its end.
                == remove classes/app/main/a/Foo.class
                compiled a.Foo
                == tamper classes/app/main/a/Foo.class
                compiled a.Foo
                """);
    }

    @Test
    void aClassFileThatADiskHasDamagedIsMadeAnewWhenItIsFirstUsed() {
        check("""
                -- src/main/java/a/Foo.java --
                package a;
                class Foo { }
                -- src/main/java/b/Bar.java --
                package b;
                class Bar { }
                == compile
                compiled a.Foo
                compiled b.Bar
                changed a.Foo NEW
                changed b.Bar NEW
                == flip classes/app/main/a/Foo.class
                compiled a.Foo
                == obstruct classes/app/main/a/Foo.class
                compiled a.Foo
                == obstruct classes/app/main.compiled
                compiled a.Foo
                compiled b.Bar
                changed a.Foo NEW
                changed b.Bar NEW
                notice Compiling g:app (main) anew: STATE/classes/app/main.compiled cannot be used, Is a directory.
                == restart
                """);
    }

    private void check(String scenario) {
        List<String> actual = new ArrayList<>();
        Iterator<String> lines = scenario.lines().iterator();
        CompilerWorkspace workspace = null;
        List<String> modules = List.of("");
        String path = null;
        StringBuilder content = new StringBuilder();
        List<String> step = new ArrayList<>();
        List<String> all = new ArrayList<>();
        lines.forEachRemaining(all::add);
        all.add("== end");
        CompilerProcessor processor = null;
        List<String> ofModules = new ArrayList<>();
        String release = "17";
        List<String> arguments = List.of();
        for (String line : all) {
            boolean starts = line.startsWith("== ") || line.startsWith("-- ");
            if (starts && path != null) {
                if (workspace == null) {
                    workspace = new CompilerWorkspace(root, state, modules, javac::compile);
                    workspace.use(CompilerWorkspace.settings(release, arguments));
                    if (processor != null) processor.addTo(workspace);
                    for (String setting : ofModules) tell(workspace, setting);
                }
                workspace.write(path, content.toString());
                path = null;
                content.setLength(0);
            }
            if (line.startsWith("== ") && !step.isEmpty()) {
                perform(workspace, step);
                actual.addAll(step);
                actual.addAll(outcome(workspace, step.get(0)));
                step.clear();
            }
            if (line.startsWith("processor ")) {
                processor = new CompilerProcessor(line.substring("processor ".length()), logs.resolve("processor"));
            }
            if (line.startsWith("module ")) ofModules.add(line.substring("module ".length()));
            if (line.startsWith("release ")) release = line.substring("release ".length());
            if (line.startsWith("arguments ")) arguments = List.of(line.substring("arguments ".length()).split(" "));
            if (line.startsWith("modules ")) modules = List.of(line.substring("modules ".length()).split(" "));
            if (line.startsWith("-- ")) path = line.substring(3, line.length() - 3);
            else if (path != null && !line.startsWith("== ")) content.append(line).append('\n');
            if (line.startsWith("== ") && !line.equals("== end") || line.startsWith("| ")) step.add(line);
            else if (step.isEmpty() && !line.equals("== end")) actual.add(line);
        }
        workspace.close();
        assertThat(String.join("\n", actual)).isEqualTo(scenario.strip());
    }

    /** A module's own settings: what differs from the others'. */
    private static void tell(CompilerWorkspace workspace, String setting) {
        String[] words = setting.split(" ");
        List<String> values = List.of(words).subList(2, words.length);
        JavaSettings java = workspace.settingsOf(words[0]);
        List<Path> processorPath = java.processorPath();
        String processing = java.processing();
        List<String> includes = java.includes();
        switch (words[1]) {
            case "sources" -> workspace.placeSources(words[0], values.get(0));
            case "includes" -> includes = values;
            case "processing" -> processing = "";
            case "processorpath" -> {
                processing = "";
                processorPath = values.stream().map(workspace::output).toList();
            }
            default -> throw new IllegalArgumentException("no setting: " + setting);
        }
        workspace.use(words[0], new JavaSettings(java.release(), java.source(), java.target(), java.encoding(), java.arguments(),
                processorPath, java.processors(), processing, includes, java.excludes()));
    }

    private void perform(CompilerWorkspace workspace, List<String> step) {
        String[] words = step.get(0).substring(3).split(" ", 2);
        String argument = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "compile" -> {}
            case "restart" -> workspace.restart();
            case "save" -> workspace.saveAll();
            case "release" -> workspace.use(CompilerWorkspace.settings(argument, List.of()));
            case "edit", "unsaved" -> {
                String file = argument.substring(0, argument.indexOf(": "));
                String[] change = (argument.substring(file.length() + 2) + " ").split(" -> ?", 2);
                String text = workspace.read(file);
                assertThat(text).contains(change[0]);
                String edited = text.replace(change[0], change[1].strip());
                if (words[0].equals("edit")) workspace.write(file, edited);
                else workspace.edit(file, edited);
            }
            case "delete" -> workspace.delete(argument);
            case "move" -> {
                String[] paths = argument.split(" -> ");
                workspace.write(paths[1], workspace.read(paths[0]));
                workspace.delete(paths[0]);
            }
            case "write" -> workspace.write(
                    argument, String.join("\n", step.stream().skip(1).map(line -> line.substring(2)).toList()));
            case "corrupt", "tamper", "remove", "flip", "obstruct" -> damage(state.resolve(argument), words[0]);
            default -> throw new IllegalArgumentException("no step: " + step);
        }
        if (List.of("corrupt", "flip", "obstruct").contains(words[0]) || words[0].equals("remove") && argument.endsWith(".compiled")) workspace.restart();
    }

    private static void damage(Path file, String how) {
        try {
            if (how.equals("remove")) {
                Files.delete(file);
                return;
            }
            if (how.equals("obstruct")) {
                Files.delete(file);
                Files.createDirectories(file.resolve("in/the/way"));
                return;
            }
            byte[] bytes = Files.readAllBytes(file);
            FileTime time = Files.getLastModifiedTime(file);
            bytes[bytes.length / 2]++;
            Files.write(file, how.equals("tamper") ? Arrays.copyOf(bytes, bytes.length - 1) : bytes);
            if (how.equals("flip")) Files.setLastModifiedTime(file, time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> outcome(CompilerWorkspace workspace, String step) {
        TreeSet<String> compiled = new TreeSet<>();
        List<String> inOrder = new ArrayList<>();
        Compilation compilation = workspace.compile(Cancel.never(), new CompileListener() {
            @Override
            public void compiling(ModuleId module, Scope scope, int files) {}

            @Override
            public void compiled(ModuleId module, Scope scope, SourcePath file) {
                String name = workspace.root().relativize(file.value()).toString().replaceAll(".*/java/|\\.java$", "")
                        .replaceAll(".*generated-sources/", "");
                if (compiled.add(name)) inOrder.add("compiled " + name.replace('/', '.'));
            }
        });
        List<String> lines = new ArrayList<>(inOrder.stream().sorted().toList());
        compilation.changed().stream().map(change -> "changed " + change.className() + " " + change.kind())
                .sorted().forEach(lines::add);
        for (Problem problem : compilation.problems()) {
            String file = problem.file().map(path -> workspace.root().relativize(path.value()).toString()).orElse("");
            lines.add("problem " + file + ":" + problem.line() + ": "
                    + problem.message().lines().findFirst().orElse(""));
        }
        compilation.unrunnable().values().stream().flatMap(classes -> classes.entrySet().stream())
                .map(entry -> "unrunnable " + entry.getKey() + ": " + entry.getValue()).sorted().forEach(lines::add);
        compilation.notices().stream()
                .map(notice -> "notice " + notice.replace(state.toString(), "STATE"))
                .forEach(lines::add);
        return lines;
    }
}
