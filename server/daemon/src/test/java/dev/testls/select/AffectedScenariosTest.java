package dev.testls.select;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of change, and which tests it concerns. What is not listed is not selected. */
class AffectedScenariosTest {
    private static final String ADDER = """
            -- app/main/a/Adder.java
            package a;
            public class Adder {
                public int add(int a, int b) { return a + b; }
                public int twice(int a) { return 2 * a; }
                public static int one() { return 1; }
            }
            -- app/test/a/AdderTest.java
            package a;
            class AdderTest {
                void adds() { new Adder().add(1, 2); }
                void doubles() { new Adder().twice(1); }
                void ones() { Adder.one(); }
                void nothing() {}
            }
            tests a.AdderTest: adds() doubles() ones() nothing()
            saw a.AdderTest: a.AdderTest#<init>
            saw a.AdderTest#adds(): a.AdderTest#adds a.Adder#<init> a.Adder#add
            saw a.AdderTest#doubles(): a.AdderTest#doubles a.Adder#<init> a.Adder#twice
            saw a.AdderTest#ones(): a.AdderTest#ones a.Adder#one
            saw a.AdderTest#nothing(): a.AdderTest#nothing
            """;

    @TempDir
    private Path directory;

    private void check(String text) {
        Scenario.check(directory, text);
    }

    @Test
    void whatNobodySawRunsAgainInAnotherEnvironment() {
        check("""
                -- app/test/a/EnvTest.java
                package a;
                class EnvTest { void stage() {} }
                tests a.EnvTest: stage()
                environment STAGE=one
                == run unseen
                == affected
                environment STAGE=two
                == affected
                a.EnvTest#stage() it may read any variable of the environment, and one changed
                """);
    }

    @Test
    void settingsAndFilesAroundTheWorkspace() {
        check("""
                -- app/test/a/EnvTest.java
                package a;
                class EnvTest {
                    void stage() {}
                    void all() {}
                    void flag() {}
                    void file() {}
                    void made() {}
                    void home() {}
                    void none() {}
                }
                -- out/data.txt
                one
                -- out/home/x
                x
                -- temporary/given.txt
                one
                -- temporary/made.txt
                one
                -- ours/history.mv
                one
                tests a.EnvTest: stage() all() flag() file() made() home() none()
                saw a.EnvTest#stage(): a.EnvTest#stage variable:STAGE
                saw a.EnvTest#all(): a.EnvTest#all variable:
                saw a.EnvTest#flag(): a.EnvTest#flag property:flag
                saw a.EnvTest#file(): a.EnvTest#file file:out/data.txt file:temporary/given.txt file:out/later.txt
                saw a.EnvTest#made(): a.EnvTest#made file:temporary/made.txt file:temporary/gone.txt file:ours/history.mv
                saw a.EnvTest#home(): a.EnvTest#home file:out/home
                saw a.EnvTest#none(): a.EnvTest#none
                environment STAGE=one OTHER=1
                == run
                == affected
                environment STAGE=two OTHER=1
                == affected
                a.EnvTest#all() it may read any variable of the environment, and one changed
                a.EnvTest#stage() it reads environment variable STAGE, which changed
                environment OTHER=1
                == affected
                a.EnvTest#all() it may read any variable of the environment, and one changed
                a.EnvTest#stage() it reads environment variable STAGE, which changed
                environment STAGE=one OTHER=1
                properties flag=true
                == affected
                a.EnvTest#flag() it reads system property flag, which changed
                == run
                == affected
                -- temporary/made.txt
                another run's
                -- temporary/gone.txt
                another run's
                -- ours/history.mv
                two
                -- out/home/y
                y
                == affected
                -- out/data.txt
                two
                == affected
                a.EnvTest#file() it opened DIRECTORY/out/data.txt, which changed
                == run
                -- temporary/given.txt
                two
                == affected
                a.EnvTest#file() it opened DIRECTORY/temporary/given.txt, which changed
                == run
                -- out/later.txt
                there
                == affected
                a.EnvTest#file() it opened DIRECTORY/out/later.txt, which changed
                """.replace("DIRECTORY", directory.toString()));
    }

    @Test
    void aFirstRunSelectsAll() {
        check(ADDER + """
                == affected
                a.AdderTest#adds() it is new
                a.AdderTest#doubles() it is new
                a.AdderTest#nothing() it is new
                a.AdderTest#ones() it is new
                """);
    }

    @Test
    void aBodyConcernsThoseThatExecutedIt() {
        check(ADDER + """
                == run
                -- app/main/a/Adder.java
                package a;
                public class Adder {
                    public int add(int a, int b) { return a - b; }
                    public int twice(int a) { return 2 * a; }
                    public static int one() { return 1; }
                }
                == affected
                a.AdderTest#adds() it executed a.Adder#add, which changed
                == run
                """);
    }

    @Test
    void whatATestOfAnotherNameExecutedConcernsAllOfItsClass() {
        check(ADDER.replace("saw a.AdderTest#doubles():", "saw a.AdderTest#[two]:") + """
                == run
                -- app/main/a/Adder.java
                package a;
                public class Adder {
                    public int add(int a, int b) { return a + b; }
                    public int twice(int a) { return 3 * a; }
                    public static int one() { return 1; }
                }
                == affected
                a.AdderTest#adds() it executed a.Adder#twice, which changed
                a.AdderTest#doubles() it executed a.Adder#twice, which changed
                a.AdderTest#nothing() it executed a.Adder#twice, which changed
                a.AdderTest#ones() it executed a.Adder#twice, which changed
                """);
    }

    @Test
    void goingBackToWhatPassedSelectsNothing() {
        String first = """
                -- app/main/a/Adder.java
                package a;
                public class Adder {
                    public int add(int a, int b) { return a + b; }
                    public int twice(int a) { return 2 * a; }
                    public static int one() { return 1; }
                }
                """;
        check(ADDER + "== run\n" + first.replace("2 * a", "3 * a") + """
                == affected
                a.AdderTest#doubles() it executed a.Adder#twice, which changed
                """ + first + "== affected\n");
    }

    @Test
    void commentsFormatAndImportsConcernNobody() {
        check(ADDER + """
                == run
                -- app/main/a/Adder.java
                package a;
                import java.util.List;

                /** Adds. */
                public class Adder {
                    // now with a comment
                    public int add(int first,
                            int b) {
                        return first + b;
                    }
                    public int twice(int a) { return 2 * a; }
                    public static int one() { return 1; }
                }
                == affected
                """);
    }

    @Test
    void aPrivateOrStaticMethodThatIsAddedConcernsNobody() {
        check(ADDER + """
                == run
                -- app/main/a/Adder.java
                package a;
                public class Adder {
                    public int add(int a, int b) { return a + b; }
                    public int twice(int a) { return 2 * a; }
                    public static int one() { return 1; }
                    private int three() { return 3; }
                    public static int four() { return 4; }
                }
                == affected
                """);
    }

    @Test
    void aMethodThatCouldOverrideConcernsThoseThatMadeAnObject() {
        check(ADDER + """
                == run
                -- app/main/a/Adder.java
                package a;
                public class Adder {
                    public int add(int a, int b) { return a + b; }
                    public int twice(int a) { return 2 * a; }
                    public static int one() { return 1; }
                    @Override public String toString() { return "adder"; }
                }
                == affected
                a.AdderTest#adds() it uses a.Adder, which changed
                a.AdderTest#doubles() it uses a.Adder, which changed
                """);
    }

    @Test
    void anOverrideInASubclassConcernsThoseThatMadeOneOfIt() {
        check("""
                -- app/main/a/Base.java
                package a;
                public class Base { public int get() { return 1; } }
                -- app/main/a/Sub.java
                package a;
                public class Sub extends Base { }
                -- app/test/a/SubTest.java
                package a;
                class SubTest {
                    void sub() { new Sub().get(); }
                    void base() { new Base().get(); }
                }
                tests a.SubTest: sub() base()
                saw a.SubTest#sub(): a.SubTest#sub a.Sub#<init> a.Base#<init> a.Base#get
                saw a.SubTest#base(): a.SubTest#base a.Base#<init> a.Base#get
                == run
                -- app/main/a/Sub.java
                package a;
                public class Sub extends Base { @Override public int get() { return 2; } }
                == affected
                a.SubTest#sub() it uses a.Sub, which changed
                """);
    }

    @Test
    void aStaticMethodThatHidesAnInheritedOneConcernsCallersThroughTheSubclass() {
        check("""
                -- app/main/a/Base.java
                package a;
                public class Base { public static int get() { return 1; } }
                -- app/main/a/Sub.java
                package a;
                public class Sub extends Base { }
                -- app/test/a/SubTest.java
                package a;
                class SubTest {
                    void sub() { Sub.get(); }
                    void base() { Base.get(); }
                }
                tests a.SubTest: sub() base()
                saw a.SubTest#sub(): a.SubTest#sub a.Base#get
                saw a.SubTest#base(): a.SubTest#base a.Base#get
                == run
                -- app/main/a/Sub.java
                package a;
                public class Sub extends Base { public static int get() { return 2; } }
                == affected
                a.SubTest#sub() it uses a.Sub, which changed
                """);
    }

    @Test
    void aNewOverloadConcernsCallersThatComeToCallIt() {
        check("""
                -- app/main/a/Over.java
                package a;
                public class Over { public static int of(Object o) { return 1; } public static int other() { return 3; } }
                -- app/main/a/Caller.java
                package a;
                public class Caller { public static int call() { return Over.of("x"); } }
                -- app/test/a/OverTest.java
                package a;
                class OverTest {
                    void calls() { Caller.call(); }
                    void other() { Over.other(); }
                }
                tests a.OverTest: calls() other()
                saw a.OverTest#calls(): a.OverTest#calls a.Caller#call a.Over#of
                saw a.OverTest#other(): a.OverTest#other a.Over#other
                == run
                -- app/main/a/Over.java
                package a;
                public class Over { public static int of(Object o) { return 1; } public static int of(String s) { return 2; } public static int other() { return 3; } }
                == affected
                a.OverTest#calls() it executed a.Caller#call, which changed
                """);
    }

    @Test
    void anInlinedConstantConcernsThoseThatExecuteWhereItStands() {
        check("""
                -- app/main/a/Limits.java
                package a;
                public class Limits { public static final int MOST = 3; }
                -- app/main/a/Check.java
                package a;
                public class Check { public static boolean ok(int n) { return n < Limits.MOST; } public static int no() { return 0; } }
                -- app/test/a/CheckTest.java
                package a;
                class CheckTest {
                    void ok() { Check.ok(1); }
                    void no() { Check.no(); }
                }
                tests a.CheckTest: ok() no()
                saw a.CheckTest#ok(): a.CheckTest#ok a.Check#ok
                saw a.CheckTest#no(): a.CheckTest#no a.Check#no
                == run
                -- app/main/a/Limits.java
                package a;
                public class Limits { public static final int MOST = 4; }
                == affected
                a.CheckTest#ok() it executed a.Check#ok, which changed
                """);
    }

    @Test
    void anInitialiserConcernsThoseThatUseTheClassOrReadItsFields() {
        check("""
                -- app/main/a/State.java
                package a;
                public class State {
                    static int[] counts = { 1 };
                    public static int get() { return 5; }
                }
                -- app/main/a/Reader.java
                package a;
                public class Reader { public static int read() { return State.counts.length; } public static int no() { return 0; } }
                -- app/test/a/StateTest.java
                package a;
                class StateTest {
                    void gets() { State.get(); }
                    void reads() { Reader.read(); }
                    void no() { Reader.no(); }
                }
                tests a.StateTest: gets() reads() no()
                saw a.StateTest#gets(): a.StateTest#gets a.State#<clinit> a.State#get
                saw a.StateTest#reads(): a.StateTest#reads a.Reader#read
                saw a.StateTest#no(): a.StateTest#no a.Reader#no
                == run
                -- app/main/a/State.java
                package a;
                public class State {
                    static int[] counts = { 1, 2 };
                    public static int get() { return 5; }
                }
                == affected
                a.StateTest#gets() it executed a.State#<clinit>, which changed
                a.StateTest#reads() it uses a.State, which changed
                """);
    }

    @Test
    void aLambdasBodyIsAMethodOfItsOwn() {
        String lambdas = """
                -- app/main/a/Lambdas.java
                package a;
                import java.util.function.IntSupplier;
                public class Lambdas {
                    public static IntSupplier one() { return () -> 1; }
                    public static IntSupplier two() { return () -> 2; }
                }
                """;
        check(lambdas + """
                -- app/test/a/LambdasTest.java
                package a;
                class LambdasTest {
                    void runs() { Lambdas.one().getAsInt(); }
                    void makes() { Lambdas.one(); }
                    void other() { Lambdas.two().getAsInt(); }
                }
                tests a.LambdasTest: runs() makes() other()
                saw a.LambdasTest#runs(): a.LambdasTest#runs a.Lambdas#one a.Lambdas#lambda$one$0
                saw a.LambdasTest#makes(): a.LambdasTest#makes a.Lambdas#one
                saw a.LambdasTest#other(): a.LambdasTest#other a.Lambdas#two a.Lambdas#lambda$two$1
                == run
                """ + lambdas.replace("() -> 1", "() -> 7") + """
                == affected
                a.LambdasTest#runs() it executed a.Lambdas#lambda$one$0, which changed
                """);
    }

    @Test
    void anAnonymousClassConcernsThoseThatRanIt() {
        String code = """
                -- app/main/a/Maker.java
                package a;
                public class Maker {
                    public static Runnable make() { return new Runnable() { @Override public void run() { System.gc(); } }; }
                    public static class Nested { public int get() { return 1; } }
                }
                """;
        check(code + """
                -- app/test/a/MakerTest.java
                package a;
                class MakerTest {
                    void runs() { Maker.make().run(); }
                    void makes() { Maker.make(); }
                    void nested() { new Maker.Nested().get(); }
                }
                tests a.MakerTest: runs() makes() nested()
                saw a.MakerTest#runs(): a.MakerTest#runs a.Maker#make a.Maker$1#<init> a.Maker$1#run
                saw a.MakerTest#makes(): a.MakerTest#makes a.Maker#make a.Maker$1#<init>
                saw a.MakerTest#nested(): a.MakerTest#nested a.Maker$Nested#<init> a.Maker$Nested#get
                == run
                """ + code.replace("System.gc()", "System.out.flush()") + """
                == affected
                a.MakerTest#runs() it executed a.Maker$1#run, which changed
                """ + code.replace("return 1;", "return 2;") + """
                == affected
                a.MakerTest#nested() it executed a.Maker$Nested#get, which changed
                """);
    }

    @Test
    void anEnumConstantConcernsThoseThatSwitchOverIt() {
        check("""
                -- app/main/a/Color.java
                package a;
                public enum Color { RED, BLUE }
                -- app/main/a/Paint.java
                package a;
                public class Paint {
                    public static int of(Color color) { switch (color) { case RED: return 1; default: return 2; } }
                    public static int none() { return 0; }
                }
                -- app/test/a/PaintTest.java
                package a;
                class PaintTest {
                    void red() { Paint.of(Color.RED); }
                    void none() { Paint.none(); }
                }
                tests a.PaintTest: red() none()
                saw a.PaintTest#red(): a.PaintTest#red a.Paint#of a.Paint$1#<clinit> a.Color#<clinit> a.Color#<init> a.Color#values
                saw a.PaintTest#none(): a.PaintTest#none a.Paint#none
                == run
                -- app/main/a/Color.java
                package a;
                public enum Color { GREEN, RED, BLUE }
                == affected
                a.PaintTest#red() it executed a.Color#<clinit>, which changed
                """);
    }

    @Test
    void aDefaultMethodConcernsObjectsOfTheInterfaceLambdasToo() {
        String named = """
                -- app/main/a/Named.java
                package a;
                public interface Named { String name(); default String greet() { return "hi " + name(); } }
                """;
        String base = """
                -- app/main/a/Tom.java
                package a;
                public class Tom implements Named { @Override public String name() { return "tom"; } public static int age() { return 3; } }
                -- app/test/a/NamedTest.java
                package a;
                class NamedTest {
                    void tom() { new Tom().name(); }
                    void lambda() { Named ann = () -> "ann"; ann.name(); }
                    void greets() { new Tom().greet(); }
                    void age() { Tom.age(); }
                }
                tests a.NamedTest: tom() lambda() greets() age()
                saw a.NamedTest#tom(): a.NamedTest#tom a.Tom#<init> a.Tom#name
                saw a.NamedTest#lambda(): a.NamedTest#lambda a.NamedTest#lambda$lambda$0
                saw a.NamedTest#greets(): a.NamedTest#greets a.Tom#<init> a.Named#greet a.Tom#name
                saw a.NamedTest#age(): a.NamedTest#age a.Tom#age
                == run
                """;
        check(named + base + named.replace("hi ", "hello ") + """
                == affected
                a.NamedTest#greets() it executed a.Named#greet, which changed
                """ + named.replace("String name();", "String name(); default int size() { return 1; }") + """
                == affected
                a.NamedTest#greets() it uses a.Named, which changed
                a.NamedTest#lambda() it uses a.Named, which changed
                a.NamedTest#tom() it uses a.Tom, which changed
                """);
    }

    @Test
    void anAbstractClassConcernsObjectsOfItsSubclasses() {
        String shape = """
                -- app/main/a/Shape.java
                package a;
                public abstract class Shape { public abstract int area(); public int twice() { return 2 * area(); } }
                """;
        check(shape + """
                -- app/main/a/Square.java
                package a;
                public class Square extends Shape { @Override public int area() { return 4; } }
                -- app/test/a/ShapeTest.java
                package a;
                class ShapeTest { void area() { new Square().area(); } void twice() { new Square().twice(); } }
                tests a.ShapeTest: area() twice()
                saw a.ShapeTest#area(): a.ShapeTest#area a.Shape#<init> a.Square#<init> a.Square#area
                saw a.ShapeTest#twice(): a.ShapeTest#twice a.Shape#<init> a.Square#<init> a.Square#area a.Shape#twice
                == run
                """ + shape.replace("2 * area()", "area() + area()") + """
                == affected
                a.ShapeTest#twice() it executed a.Shape#twice, which changed
                """ + shape.replace("public int twice", "@Override public int hashCode() { return 1; } public int twice") + """
                == affected
                a.ShapeTest#area() it uses a.Shape, which changed
                a.ShapeTest#twice() it uses a.Shape, which changed
                """);
    }

    @Test
    void anAnnotationConcernsThoseThatUseTheClassAndItsTypesDefaultToo() {
        String mark = """
                -- app/main/a/Mark.java
                package a;
                import java.lang.annotation.*;
                @Retention(RetentionPolicy.RUNTIME) public @interface Mark { String value() default "x"; }
                """;
        String marked = """
                -- app/main/a/Marked.java
                package a;
                @Mark public class Marked { public int get() { return 1; } }
                """;
        check(mark + marked + """
                -- app/main/a/Other.java
                package a;
                public class Other { public static int get() { return 1; } }
                -- app/test/a/MarkTest.java
                package a;
                class MarkTest { void marked() { new Marked().get(); } void other() { Other.get(); } }
                tests a.MarkTest: marked() other()
                saw a.MarkTest#marked(): a.MarkTest#marked a.Marked#<init> a.Marked#get
                saw a.MarkTest#other(): a.MarkTest#other a.Other#get
                == run
                """ + marked.replace("@Mark", "@Mark(\"y\")") + """
                == affected
                a.MarkTest#marked() it uses a.Marked, which changed
                """ + marked.replace("public int", "@Mark public int") + """
                == affected
                a.MarkTest#marked() it uses a.Marked, which changed
                """ + marked + mark.replace("\"x\"", "\"z\"") + """
                == affected
                a.MarkTest#marked() it uses a.Marked, which changed
                """);
    }

    @Test
    void aBaseClassOfTestsAndNestedTestsAreTheTestsOwn() {
        String base = """
                -- app/test/a/BaseTest.java
                package a;
                abstract class BaseTest { void inherited() { } }
                """;
        check(base + """
                -- app/test/a/OneTest.java
                package a;
                class OneTest extends BaseTest { void own() {} class Inner { void deep() {} } }
                -- app/test/a/TwoTest.java
                package a;
                class TwoTest { void two() {} }
                tests a.OneTest: inherited() own() Inner{deep()}
                tests a.TwoTest: two()
                saw a.OneTest#own(): a.OneTest#own
                saw a.OneTest#inherited(): a.BaseTest#inherited
                saw a.OneTest$Inner#deep(): a.OneTest$Inner#deep
                saw a.TwoTest#two(): a.TwoTest#two
                == run
                """ + base.replace("{ }", "{ System.gc(); }") + """
                == affected
                a.OneTest#inherited() it executed a.BaseTest#inherited, which changed
                a.OneTest#own() its own code changed
                a.OneTest$Inner#deep() its own code changed
                """);
    }

    @Test
    void aClassThatIsRemovedRenamedOrNew() {
        check("""
                -- app/main/a/Helper.java
                package a;
                public class Helper { public static int get() { return 1; } }
                -- app/main/a/Finder.java
                package a;
                public class Finder { public static Object find(String name) throws Exception { return Class.forName(name); } }
                -- app/test/a/HelpTest.java
                package a;
                class HelpTest {
                    void helps() { new Object().hashCode(); }
                    void finds() throws Exception { Finder.find("a.Plugin"); }
                    void finds2() throws Exception { Finder.find("a.Helper"); }
                }
                tests a.HelpTest: helps() finds() finds2()
                saw a.HelpTest#helps(): a.HelpTest#helps a.Helper#get
                saw a.HelpTest#finds(): a.HelpTest#finds a.Finder#find class:a.Plugin
                saw a.HelpTest#finds2(): a.HelpTest#finds2 a.Finder#find reflect:a.Helper
                == run
                -- app/main/a/Plugin.java
                package a;
                public class Plugin { }
                == affected
                a.HelpTest#finds() it uses a.Plugin, which changed
                -- app/main/a/Plugin.java
                -- app/main/a/Helper.java
                -- app/main/a/Helper2.java
                package a;
                public class Helper2 { public static int get() { return 1; } }
                == affected
                a.HelpTest#finds2() it uses a.Helper, which changed
                a.HelpTest#helps() it executed a.Helper#get, which changed
                """);
    }

    @Test
    void whatReflectionLookedAtCountsWhole() {
        check(ADDER + """
                saw a.AdderTest#nothing(): a.AdderTest#nothing reflect:a.Adder
                == run
                -- app/main/a/Adder.java
                package a;
                public class Adder {
                    public int add(int a, int b) { return a + b; }
                    public int twice(int a) { return 2 * a; }
                    public static int one() { return 1; }
                    private static int two() { return 2; }
                }
                == affected
                a.AdderTest#nothing() it uses a.Adder, which changed
                """);
    }

    @Test
    void aClassLiteralCountsWholeUnlessOnlyItsNameIsAsked() {
        String target = """
                -- app/main/a/Target.java
                package a;
                public class Target { }
                """;
        check(target + """
                -- app/main/a/Looks.java
                package a;
                public class Looks {
                    public static Object whole() { return Target.class; }
                    public static Object name() { return Target.class.getName(); }
                }
                -- app/test/a/LooksTest.java
                package a;
                class LooksTest { void whole() { Looks.whole(); } void name() { Looks.name(); } }
                tests a.LooksTest: whole() name()
                saw a.LooksTest#whole(): a.LooksTest#whole a.Looks#whole
                saw a.LooksTest#name(): a.LooksTest#name a.Looks#name
                == run
                """ + target.replace("{ }", "{ private void more() { } }") + """
                == affected
                a.LooksTest#whole() it uses a.Target, which changed (2 steps)
                """);
    }

    @Test
    void resourcesServicesBundlesAndDirectories() {
        check("""
                -- app/main/a/data.json
                {}
                -- app/main/cases/one.txt
                1
                -- app/test/a/ResTest.java
                package a;
                class ResTest { void data() {} void absent() {} void service() {} void bundle() {} void cases() {} void listing() {} void none() {} }
                tests a.ResTest: data() absent() service() bundle() cases() listing() none()
                saw a.ResTest#data(): a.ResTest#data resource:a/data.json
                saw a.ResTest#absent(): a.ResTest#absent resource:a/more.json
                saw a.ResTest#service(): a.ResTest#service resource:META-INF/services/a.Service
                saw a.ResTest#bundle(): a.ResTest#bundle bundle:a/words
                saw a.ResTest#cases(): a.ResTest#cases file:app/main/cases
                saw a.ResTest#listing(): a.ResTest#listing resource:cases
                saw a.ResTest#none(): a.ResTest#none
                == run
                -- app/main/a/data.json
                {"a": 1}
                == affected
                a.ResTest#data() it opened a/data.json, which changed
                -- app/main/a/data.json
                {}
                == affected
                -- app/test/a/more.json
                {}
                -- app/main/META-INF/services/a.Service
                a.Impl
                -- lib/main/a/words_de.properties
                one=eins
                -- app/main/cases/two.txt
                2
                == affected
                a.ResTest#absent() it opened a/more.json, which changed
                a.ResTest#bundle() it opened a/words, which changed
                a.ResTest#cases() it opened DIRECTORY/app/main/cases, which changed
                a.ResTest#listing() it opened cases, which changed
                a.ResTest#service() it opened META-INF/services/a.Service, which changed
                """.replace("DIRECTORY", directory.toString()));
    }

    @Test
    void aDirectoryOfClassesThatIsListedCountsByWhatTheySay() {
        check("""
                -- app/main/a/Scanned.java
                package a;
                public class Scanned { }
                -- app/test/a/ScanTest.java
                package a;
                class ScanTest { void scans() {} }
                tests a.ScanTest: scans()
                saw a.ScanTest#scans(): a.ScanTest#scans file:app/main/a
                == run
                -- app/main/a/Scanned.java
                package a;
                // a comment
                public class Scanned { }
                == affected
                -- app/main/a/Scanned.java
                package a;
                public class Scanned { int found; }
                == affected
                a.ScanTest#scans() it opened DIRECTORY/app/main/a, which changed
                """.replace("DIRECTORY", directory.toString()));
    }

    @Test
    void aScanCountsByWhatClassesDeclare() {
        check("""
                -- lib/main/l/Marked.java
                package l;
                import java.lang.annotation.*;
                @Retention(RetentionPolicy.RUNTIME)
                public @interface Marked { }
                -- app/main/a/Found.java
                package a;
                @l.Marked
                public class Found {
                    static int one = 1;
                    class Inner { }
                    Object first() { Runnable it = () -> { }; return it; }
                    private Object second() { return null; }
                }
                -- app/test/b/ScanTest.java
                package b;
                class ScanTest { void scans() {} void reads() {} void all() {} }
                tests b.ScanTest: scans() reads() all()
                saw b.ScanTest#scans(): b.ScanTest#scans scanned:a/
                saw b.ScanTest#reads(): b.ScanTest#reads scanned:a/Found.class
                saw b.ScanTest#all(): b.ScanTest#all resource:a/
                == run

                # What is in a body, or in an initialiser, and how often it has lambdas.
                -- app/main/a/Found.java
                package a;
                @l.Marked
                public class Found {
                    static int one = 2;
                    class Inner { }
                    Object first() { Runnable it = () -> { System.gc(); }; Runnable other = () -> { }; return other; }
                    private Object second() { return this; }
                }
                == affected
                b.ScanTest#all() it opened a/, which changed

                # The order of what is declared: of beans, say.
                -- app/main/a/Found.java
                package a;
                @l.Marked
                public class Found {
                    static int one = 1;
                    class Inner { }
                    private Object second() { return null; }
                    Object first() { Runnable it = () -> { }; return it; }
                }
                == affected
                b.ScanTest#reads() it opened a/Found.class, which changed
                b.ScanTest#scans() it opened a/, which changed

                # What is nested.
                -- app/main/a/Found.java
                package a;
                @l.Marked
                public class Found {
                    static int one = 1;
                    static class Inner { }
                    Object first() { Runnable it = () -> { }; return it; }
                    private Object second() { return null; }
                }
                == affected
                b.ScanTest#all() it opened a/, which changed
                b.ScanTest#reads() it opened a/Found.class, which changed
                b.ScanTest#scans() it opened a/, which changed

                # What an annotation means.
                -- app/main/a/Found.java
                package a;
                @l.Marked
                public class Found {
                    static int one = 1;
                    class Inner { }
                    Object first() { Runnable it = () -> { }; return it; }
                    private Object second() { return null; }
                }
                -- lib/main/l/Marked.java
                package l;
                import java.lang.annotation.*;
                @Retention(RetentionPolicy.RUNTIME)
                @Inherited
                public @interface Marked { }
                == affected
                b.ScanTest#reads() it opened a/Found.class, which changed
                b.ScanTest#scans() it opened a/, which changed

                # A class more, and then none.
                -- lib/main/l/Marked.java
                package l;
                import java.lang.annotation.*;
                @Retention(RetentionPolicy.RUNTIME)
                public @interface Marked { }
                -- app/main/a/c/Another.java
                package a.c;
                class Another { }
                == affected
                b.ScanTest#all() it opened a/, which changed
                b.ScanTest#scans() it opened a/, which changed
                """);
    }

    @Test
    void theFoundationConcernsAllTests() {
        check(ADDER + """
                == run
                foundation jdk 21
                == affected
                a.AdderTest#adds() the class path, the JVM or the settings of its tests changed
                a.AdderTest#doubles() the class path, the JVM or the settings of its tests changed
                a.AdderTest#nothing() the class path, the JVM or the settings of its tests changed
                a.AdderTest#ones() the class path, the JVM or the settings of its tests changed
                """);
    }

    @Test
    void aNewTestANewClassAndOneThatIsNoMore() {
        check("""
                -- app/test/a/OneTest.java
                package a;
                class OneTest { void one() {} void two() {} }
                tests a.OneTest: one() two()
                saw a.OneTest#one(): a.OneTest#one
                saw a.OneTest#two(): a.OneTest#two
                == run
                -- app/test/a/OneTest.java
                package a;
                class OneTest { void one() {} void three() {} }
                -- app/test/a/TwoTest.java
                package a;
                class TwoTest { void x() {} }
                tests a.OneTest: one() three()
                tests a.TwoTest: x()
                == affected
                a.OneTest#one() its own code changed
                a.OneTest#three() it is new
                a.TwoTest#x() it is new
                """);
    }

    @Test
    void aClassOfAnotherModuleAndOneThatComesToStandBeforeIt() {
        check("""
                -- lib/main/b/Lib.java
                package b;
                public class Lib { public static int get() { return 1; } public static int other() { return 2; } }
                -- app/test/a/LibTest.java
                package a;
                class LibTest { void gets() { b.Lib.get(); } void other() { b.Lib.other(); } }
                tests a.LibTest: gets() other()
                saw a.LibTest#gets(): a.LibTest#gets b.Lib#get
                saw a.LibTest#other(): a.LibTest#other b.Lib#other
                == run
                -- lib/main/b/Lib.java
                package b;
                public class Lib { public static int get() { return 7; } public static int other() { return 2; } }
                == affected
                a.LibTest#gets() it executed b.Lib#get, which changed
                -- lib/main/b/Lib.java
                package b;
                public class Lib { public static int get() { return 1; } public static int other() { return 2; } }
                -- app/main/b/Lib.java
                package b;
                public class Lib { public static int get() { return 1; } public static int other() { return 9; } }
                == affected
                a.LibTest#other() it executed b.Lib#other, which changed
                """);
    }

    @Test
    void aTestThatNobodySawIsConcernedByEverything() {
        check(ADDER + """
                == run unseen
                -- lib/main/x/Far.java
                package x;
                public class Far { }
                == affected
                a.AdderTest#adds() what it depends on is unknown: it ran in a fresh JVM, where nothing is observed
                a.AdderTest#doubles() what it depends on is unknown: it ran in a fresh JVM, where nothing is observed
                a.AdderTest#nothing() what it depends on is unknown: it ran in a fresh JVM, where nothing is observed
                a.AdderTest#ones() what it depends on is unknown: it ran in a fresh JVM, where nothing is observed
                """);
    }

    @Test
    void whatWasSeenOfAClassInExactlyOrOutsideItsTestsCountsForAll() {
        String helper = """
                -- app/main/a/Helper.java
                package a;
                public class Helper { public static int before() { return 1; } public static int during() { return 1; } }
                """;
        check(helper + """
                -- app/test/a/AllTest.java
                package a;
                class AllTest { void one() {} void two() {} }
                tests a.AllTest: one() two()
                saw a.AllTest: a.Helper#before
                saw a.AllTest#one(): a.AllTest#one inexact a.Helper#during
                saw a.AllTest#two(): a.AllTest#two inexact
                == run
                """ + helper.replace("before() { return 1", "before() { return 2") + """
                == affected
                a.AllTest#one() it executed a.Helper#before, which changed
                a.AllTest#two() it executed a.Helper#before, which changed
                """ + helper.replace("during() { return 1", "during() { return 2") + """
                == affected
                a.AllTest#one() it executed a.Helper#during, which changed
                a.AllTest#two() it executed a.Helper#during, which changed
                """);
    }

    @Test
    void aClassOfWhichOnlyItsEngineKnowsTestsIsConcernedByWhatItExecuted() {
        String main = """
                -- app/main/a/Adder.java
                package a;
                public class Adder { public static int add() { return 1; } public static int other() { return 1; } }
                """;
        String test = """
                -- app/test/a/SuiteTest.java
                package a;
                class SuiteTest { void one() { Adder.add(); } }
                """;
        for (String seen : List.of("saw a.SuiteTest: a.Adder#add\n", "saw a.SuiteTest: a.Adder#add inexact\n", "saw a.SuiteTest#[1]: a.Adder#add\n")) {
            String name = seen.startsWith("saw a.SuiteTest:") ? "" : "[1]";
            check(main + test + "tests a.SuiteTest: ?\n" + seen + "== run\n" + main.replace("other() { return 1", "other() { return 2") + "== affected\n"
                    + main.replace("add() { return 1", "add() { return 2") + """
                    == affected
                    a.SuiteTest#%s it executed a.Adder#add, which changed
                    """.formatted(name));
        }
    }

    @Test
    void testsThatBuildOnEachOtherRunTogether() {
        String main = """
                -- app/main/a/Adder.java
                package a;
                public class Adder { public static int add() { return 1; } }
                """;
        check(main + """
                -- app/test/a/OrderedTest.java
                package a;
                @org.junit.jupiter.api.TestMethodOrder(org.junit.jupiter.api.MethodOrderer.OrderAnnotation.class)
                class OrderedTest { void one() { Adder.add(); } void two() {} }
                tests a.OrderedTest: one() two()
                saw a.OrderedTest#one(): a.OrderedTest#one a.Adder#add
                saw a.OrderedTest#two(): a.OrderedTest#two
                == run
                """ + main.replace("return 1", "return 2") + """
                == affected
                a.OrderedTest#one() it executed a.Adder#add, which changed
                a.OrderedTest#two() it executed a.Adder#add, which changed
                """);
    }

    @Test
    void aRedTestRunsAgainWhenAnythingChanged() {
        check(ADDER + """
                == run
                red a.AdderTest#nothing()
                == affected
                -- app/main/a/Unrelated.java
                package a;
                class Unrelated { }
                == affected
                a.AdderTest#nothing() it failed last time
                """);
    }

    @Test
    void whatDiffersFromARevisionConcernsThoseThatDependOnIt() {
        check(ADDER + """
                -- app/main/a/data.json
                {}
                saw a.AdderTest#nothing(): a.AdderTest#nothing resource:a/data.json
                == run
                since a.Adder
                == affected
                a.AdderTest#adds() it depends on a.Adder, which changed since HEAD
                a.AdderTest#doubles() it depends on a.Adder, which changed since HEAD
                a.AdderTest#ones() it depends on a.Adder, which changed since HEAD
                since src/main/resources/a/data.json
                == affected
                a.AdderTest#nothing() it depends on a/data.json, which changed since HEAD
                since deleted
                == affected
                a.AdderTest#adds() what it depends on is unknown: source files were deleted since HEAD
                a.AdderTest#doubles() what it depends on is unknown: source files were deleted since HEAD
                a.AdderTest#nothing() what it depends on is unknown: source files were deleted since HEAD
                a.AdderTest#ones() what it depends on is unknown: source files were deleted since HEAD
                """);
    }
}
