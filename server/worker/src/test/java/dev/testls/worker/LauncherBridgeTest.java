package dev.testls.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.worker.launcher.LauncherBridge;
import dev.testls.worker.observe.Units;
import dev.testls.worker.wire.Batch;
import dev.testls.worker.wire.Node;
import dev.testls.worker.wire.Thrown;
import dev.testls.worker.wire.ToDaemon;
import dev.testls.worker.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.experimental.runners.Enclosed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.rules.ErrorCollector;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Parameters;

/** What is told of classes with every kind of entry; each message goes through the codec. */
class LauncherBridgeTest {
    @Test
    void tellsTestsByClassMethodAndInvocation() {
        check(Kinds.class, """
                PASSED Kinds#passes()
                PASSED Kinds#many(int)/[1]
                FAILED Kinds#many(int)/[2]: expected: <7> but was: <8>
                PASSED Kinds#types(int[][],String[],Entry,long)/[1]
                PASSED Kinds#again()/[1]
                PASSED Kinds#again()/[2]
                PASSED Kinds#factory()/[1]
                PASSED Kinds#factory()/[2][1]
                PASSED Kinds#factory()/[2][2]
                PASSED Kinds$Inner#deep()
                """);
    }

    @Test
    void tellsSkippedTestsAndTheChildrenOfSkippedClasses() {
        check(Skips.class, """
                SKIPPED Skips#disabled(): later
                SKIPPED Skips#assumes(): Assumption failed: not here
                SKIPPED Skips$Off#one(): whole
                SKIPPED Skips$Off#many(int): whole
                """);
    }

    @Test
    void tellsClassesAndContainersOnlyWhenTheyFail() {
        check(BeforeFails.class, "ERROR BeforeFails: before\n");
        check(AfterFails.class, """
                PASSED AfterFails#passes()
                FAILED AfterFails: after
                """);
        check(FactoryFails.class, """
                ERROR FactoryFails#factory(): factory
                ERROR FactoryFails#many(int): arguments
                """);
        check(BeforeAssumes.class, "");
    }

    @Test
    void tellsRunsOfAWholeClassAsInvocations() {
        check(ManyTimes.class, """
                PASSED ManyTimes#one()/[1]
                PASSED ManyTimes#many(int)/[1][1]
                PASSED ManyTimes#one()/[2]
                PASSED ManyTimes#many(int)/[2][1]
                """);
    }

    @Test
    void aNestedClassThatIsInheritedTwiceIsNamedAfterEachWayToIt() {
        check(TwoWays.class, """
                PASSED TwoWays$One$Inherited#test()
                PASSED TwoWays$One$Inherited#many(int)/[1]
                FAILED TwoWays$Two$Inherited#test(): 2
                PASSED TwoWays$Two$Inherited#many(int)/[1]
                """);
        assertThat(run(TwoWays.class, "TwoWays$Two$Inherited#test()").text()).isEqualTo("FAILED TwoWays$Two$Inherited#test(): 2\n");
        assertThat(run(TwoWays.class, "TwoWays$One$Inherited#").text().lines())
                .containsExactlyInAnyOrder("PASSED TwoWays$One$Inherited#test()", "PASSED TwoWays$One$Inherited#many(int)/[1]");
    }

    @Test
    void survivesThrowablesThatThrow() {
        Heard heard = run(Throwing.class, "", "");
        assertThat(heard.text()).isEqualTo(
                "ERROR Throwing#throwsOne(): (its message cannot be had: java.lang.UnsupportedOperationException)\n");
        assertThat(heard.thrown.get(0).trace).contains("it cannot be printed", "at dev.testls.worker");
    }

    @Test
    void filtersByTags() {
        assertThat(run(Tagged.class, "fast & !odd", "").text()).isEqualTo("PASSED Tagged#one()\n");
        assertThat(run(Tagged.class, "", "fast").text()).isEqualTo("PASSED Tagged#three()\n");
        assertThat(run(Tagged.class, "slow, odd", "").text()).isEqualTo("PASSED Tagged#two()\nPASSED Tagged#three()\n");
    }

    @Test
    void namesDisplayNamesFromTheClassDown() {
        Heard heard = run(Named.class, "", "");
        assertThat(heard.nodes.values()).anySatisfy(node -> {
            assertThat(node.kind).isEqualTo(Node.Kind.TEST);
            assertThat(node.displayNames).containsExactly("The class", "The method", "[1] 7");
            assertThat(node.legacyName).isEqualTo("many(int)[1]");
            assertThat(node.parameterTypes).isEqualTo("int");
            assertThat(node.parentUniqueId).endsWith("[test-template:many(int)]");
            assertThat(node.engine).isEqualTo("junit-jupiter");
        });
    }

    /** Cucumber's features have no class: they are the suite's. */
    @Test
    void whatASuiteHoldsOfNoClassIsTheSuites() {
        Heard heard = run(new Batch(List.of(new Batch.Choice(Stories.class.getName(), List.of())), Batch.Provider.JUNIT_PLATFORM, "", "",
                List.of(StoriesEngine.ID), List.of(), Map.of(), 0));
        assertThat(heard.text()).isEqualTo("""
                PASSED Stories#A feature/[1]
                PASSED Stories$Member#passes()
                """);
        assertThat(heard.nodes.values()).anySatisfy(node -> assertThat(node.displayNames).containsExactly("The suite", "A feature", "A scenario"));
        assertThat(heard.nodes.values()).anySatisfy(node -> assertThat(node.displayNames).containsExactly("The member", "passes()"));
    }

    @Test
    void tellsOfJUnit4WhatItsOwnProviderOfSurefireCounts() {
        checkJUnit4(FailsTwice.class, """
                ERROR FailsTwice#test(): one
                FAILED FailsTwice#test(): two
                """);
        checkJUnit4(FailsAtOnce.class, """
                FAILED FailsAtOnce#test(): Multiple Failures (2 failures)
                \torg.opentest4j.AssertionFailedError: one
                \torg.opentest4j.AssertionFailedError: two
                """);
        checkJUnit4(WithoutParameters.class, "");
        checkJUnit4(Enclosing.class, "PASSED Enclosing$Inner#test()\n");
        checkJUnit4(Ignored.class, "SKIPPED Ignored: whole\n");
    }

    @Test
    void tellsOfJUnit4WhatSurefiresProviderForThePlatformCounts() {
        checkJUnit4(AssumesBefore.class, Batch.Provider.JUNIT4, "SKIPPED AssumesBefore: not here\n");
        checkJUnit4(AssumesBefore.class, Batch.Provider.JUNIT_PLATFORM, "");
        checkJUnit4(WithoutParameters.class, Batch.Provider.JUNIT_PLATFORM, "");
        checkJUnit4(Ignored.class, Batch.Provider.JUNIT_PLATFORM, "SKIPPED Ignored#never(): whole\n");
    }

    private static void checkJUnit4(Class<?> testClass, String expected) {
        checkJUnit4(testClass, Batch.Provider.JUNIT4, expected);
    }

    private static void checkJUnit4(Class<?> testClass, Batch.Provider provider, String expected) {
        Batch batch = new Batch(List.of(new Batch.Choice(testClass.getName(), List.of())), provider, "", "",
                List.of("junit-vintage"), List.of(), Map.of(), 0);
        assertThat(run(batch).text()).isEqualTo(expected);
    }

    /** Parameters and groups are the suite's, what is not in it does not run, and names are Surefire's. */
    @Test
    void hasTestNgRunSuiteFiles(@TempDir Path directory) throws IOException {
        String parameterized = "<classes><class name='" + Ng.class.getName() + "'/></classes>";
        Path one = Files.writeString(directory.resolve("one.xml"), "<suite name='one'><parameter name='p' value='a'/>"
                + "<test name='t1'><groups><run><exclude name='slow'/></run></groups>" + parameterized + "</test>"
                + "<test name='t2'><parameter name='p' value='b'/>" + parameterized + "</test></suite>");
        Path two = Files.writeString(directory.resolve("two.xml"), "<suite name='two'><test name='t'>"
                + "<classes><class name='" + NgBroken.class.getName() + "'/></classes></test></suite>");
        Heard heard = run(new Batch(List.of(new Batch.Choice("TestSuite", List.of(one.toString(), two.toString()))), Batch.Provider.TESTNG_SUITES, "", "",
                List.of(), List.of(), Map.of(), 0));
        assertThat(heard.text().lines()).containsExactlyInAnyOrder(
                "PASSED Ng#takes(String)/[1]", "FAILED Ng#takes(String)/[2]: expected [a] but found [b]", "PASSED Ng#slow()",
                "FAILED NgBroken#setUp(): broken", "SKIPPED NgBroken#test(): broken");
        assertThat(heard.nodes.values()).extracting(node -> node.legacyName)
                .containsExactlyInAnyOrder("takes[a](1)", "takes[b](1)", "slow", "setUp", "test");
    }

    @Test
    void discoversWithoutRunning() {
        Heard heard = new Heard();
        try (LauncherBridge bridge = new LauncherBridge(heard, new Attribution(), Units.NONE)) {
            bridge.discover(batch(Tagged.class, "", ""));
        }
        assertThat(heard.found).containsExactlyInAnyOrder(
                "Tagged []", "Tagged#one() [fast]", "Tagged#two() [fast, odd]", "Tagged#three() [slow]");
        assertThat(heard.text()).isEmpty();
    }

    private static void check(Class<?> testClass, String expected) {
        assertThat(run(testClass, "", "").text().lines())
                .containsExactlyInAnyOrder(expected.lines().toArray(String[]::new));
    }

    private static Heard run(Class<?> testClass, String includeTags, String excludeTags) {
        return run(batch(testClass, includeTags, excludeTags));
    }

    private static Heard run(Batch batch) {
        Heard heard = new Heard();
        try (LauncherBridge bridge = new LauncherBridge(heard, new Attribution(), Units.NONE)) {
            bridge.run(batch);
        }
        return heard;
    }

    private static Heard run(Class<?> testClass, String test) {
        Heard heard = new Heard();
        Batch.Choice choice = new Batch.Choice(testClass.getName(), List.of(testClass.getName().replace(testClass.getSimpleName(), test)));
        try (LauncherBridge bridge = new LauncherBridge(heard, new Attribution(), Units.NONE)) {
            bridge.run(new Batch(List.of(choice), Batch.Provider.JUNIT_PLATFORM, "", "", List.of("junit-jupiter"), List.of(), Map.of(), 0));
        }
        return heard;
    }

    private static Batch batch(Class<?> testClass, String includeTags, String excludeTags) {
        return new Batch(List.of(new Batch.Choice(testClass.getName(), List.of())), Batch.Provider.JUNIT_PLATFORM, includeTags, excludeTags,
                List.of("junit-jupiter"), List.of(), Map.of(), 0);
    }

    static class Kinds {
        @Test
        void passes() {}

        @ParameterizedTest
        @ValueSource(ints = {7, 8})
        void many(int number) {
            Assertions.assertEquals(7, number);
        }

        @ParameterizedTest
        @MethodSource("arguments")
        void types(int[][] numbers, String[] texts, Map.Entry<String, String> entry, long large) {}

        static Stream<org.junit.jupiter.params.provider.Arguments> arguments() {
            return Stream.of(org.junit.jupiter.params.provider.Arguments.of(null, null, null, 1L));
        }

        @RepeatedTest(2)
        void again() {}

        @TestFactory
        Stream<DynamicNode> factory() {
            DynamicTest test = DynamicTest.dynamicTest("same", () -> {});
            return Stream.of(test, DynamicContainer.dynamicContainer("box", Stream.of(test, test)));
        }

        @Nested
        class Inner {
            @Test
            void deep() {}
        }
    }

    static class Skips {
        @Test
        @Disabled("later")
        void disabled() {}

        @Test
        void assumes() {
            Assumptions.assumeTrue(false, "not here");
        }

        @Nested
        @Disabled("whole")
        class Off {
            @Test
            void one() {}

            @ParameterizedTest
            @ValueSource(ints = {1, 2})
            void many(int number) {}
        }
    }

    static class BeforeFails {
        @BeforeAll
        static void before() {
            throw new IllegalStateException("before");
        }

        @Test
        void never() {}
    }

    static class AfterFails {
        @AfterAll
        static void after() {
            Assertions.fail("after");
        }

        @Test
        void passes() {}
    }

    static class FactoryFails {
        @TestFactory
        Stream<DynamicNode> factory() {
            throw new IllegalStateException("factory");
        }

        @ParameterizedTest
        @MethodSource("arguments")
        void many(int number) {}

        static Stream<Integer> arguments() {
            throw new IllegalStateException("arguments");
        }
    }

    static class BeforeAssumes {
        @BeforeAll
        static void before() {
            Assumptions.abort("not here");
        }

        @Test
        void never() {}
    }

    @ParameterizedClass
    @ValueSource(strings = {"a", "b"})
    static class ManyTimes {
        ManyTimes(String text) {}

        @Test
        void one() {}

        @ParameterizedTest
        @ValueSource(ints = 1)
        void many(int number) {}
    }

    abstract static class Inheritable {
        abstract int number();

        @Nested
        class Inherited {
            @Test
            void test() {
                if (number() == 2) Assertions.fail("2");
            }

            @ParameterizedTest
            @ValueSource(ints = 1)
            void many(int number) {}
        }
    }

    static class TwoWays {
        @Nested
        class One extends Inheritable {
            @Override
            int number() {
                return 1;
            }
        }

        @Nested
        class Two extends Inheritable {
            @Override
            int number() {
                return 2;
            }
        }
    }

    static class Throwing {
        @Test
        void throwsOne() {
            throw new RuntimeException() {
                @Override
                public String getMessage() {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }

    static class Tagged {
        @Test
        @Tag("fast")
        void one() {}

        @Test
        @Tag("fast")
        @Tag("odd")
        void two() {}

        @Test
        @Tag("slow")
        void three() {}
    }

    @DisplayName("The class")
    static class Named {
        @DisplayName("The method")
        @ParameterizedTest
        @ValueSource(ints = 7)
        void many(int number) {}
    }

    static class Stories {
        static class Member {
            void passes() {}
        }
    }

    public static class Ng {
        @Parameters("p")
        @org.testng.annotations.Test
        public void takes(String text) {
            org.testng.Assert.assertEquals(text, "a");
        }

        @org.testng.annotations.Test(groups = "slow")
        public void slow() {}
    }

    public static class NgBroken {
        @BeforeMethod
        public void setUp() {
            throw new IllegalStateException("broken");
        }

        @org.testng.annotations.Test
        public void test() {}
    }

    public static class FailsTwice {
        @Rule public final ErrorCollector errors = new ErrorCollector();

        @org.junit.Test
        public void test() {
            errors.addError(new IllegalStateException("one"));
            errors.addError(new AssertionError("two"));
        }
    }

    public static class FailsAtOnce {
        @org.junit.Test
        public void test() {
            Assertions.assertAll(() -> Assertions.fail("one"), () -> Assertions.fail("two"));
        }
    }

    @RunWith(Parameterized.class)
    public static class WithoutParameters {
        public WithoutParameters(int number) {}

        @Parameterized.Parameters
        public static List<Object[]> none() {
            return List.of();
        }

        @org.junit.Test
        public void never() {}
    }

    @RunWith(Enclosed.class)
    public abstract static class Enclosing {
        public static class Inner {
            @org.junit.Test
            public void test() {}
        }

        public abstract static class Base {
            @org.junit.Test
            public void never() {}
        }
    }

    public static class AssumesBefore {
        @org.junit.BeforeClass
        public static void before() {
            org.junit.Assume.assumeTrue("not here", false);
        }

        @org.junit.Test
        public void never() {}
    }

    @org.junit.Ignore("whole")
    public static class Ignored {
        @org.junit.Test
        public void never() {}
    }

    /** Hears through the codec, and tells as lines. */
    private static final class Heard implements Sink {
        final Map<Integer, Node> nodes = new HashMap<>();
        final List<Thrown> thrown = new ArrayList<>();
        final List<String> found = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public void send(ToDaemon message) {
            try {
                hear(ToDaemon.decode(message.encode()));
            } catch (WireException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void sendSoon(ToDaemon message) {
            send(message);
        }

        private void hear(ToDaemon message) {
            if (message instanceof ToDaemon.Known it) nodes.put(it.node.number, it.node);
            if (message instanceof ToDaemon.Found it) found.add(name(nodes.get(it.node)) + " " + it.tags.stream().sorted().toList());
            if (message instanceof ToDaemon.Finished it && it.end != ToDaemon.Finished.End.DONE) {
                String why = it.thrown == null ? it.reason : it.thrown.message;
                if (it.thrown != null) thrown.add(it.thrown);
                text.append(it.end).append(' ').append(name(nodes.get(it.node)))
                        .append(why.isEmpty() ? "" : ": " + why).append('\n');
            }
        }

        private static String name(Node node) {
            String className = node.className.replace(LauncherBridgeTest.class.getName() + "$", "");
            return className + (node.method.isEmpty() ? "" : "#" + node.method)
                    + (node.invocation.isEmpty() ? "" : "/" + node.invocation);
        }

        String text() {
            return text.toString();
        }
    }
}
