package dev.testls.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.Failure;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.model.TestResult.Attempt;
import dev.testls.project.TestExecution.Provider;
import dev.testls.run.RunEvent;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SurefireXmlReportTest {
    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            xsi:noNamespaceSchemaLocation="https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd" \
            version="3.0.2" name=""";

    @TempDir
    Path directory;

    @Test
    void everyOutcomeIsWrittenAsSurefireWritesIt() throws IOException {
        Failure illegal = Events.thrown("java.lang.IllegalStateException", "odd \u0001 <it's> \"x\"\r\nnext",
                "java.lang.IllegalStateException: odd \u0001\n\tat a.b.FooTest.errs(FooTest.java:7)\n");
        TestResult assumption = Events.result("a.b.FooTest > assumes()", Outcome.SKIPPED, 9);
        check(Provider.JUNIT_PLATFORM, Map.of("java.version", "17"), "TEST-a.b.FooTest.xml", HEAD + """
                "a.b.FooTest" time="0.05" tests="6" errors="1" skipped="2" failures="1" flakes="0">
                  <properties>
                    <property name="java.version" value="17"/>
                  </properties>
                  <testcase name="fine" classname="a.b.FooTest" time="0.012">
                    <system-out><![CDATA[out ]]]]><![CDATA[> &amp#27;[31m
                ]]></system-out>
                  </testcase>
                  <testcase name="many(int)[2]" classname="a.b.FooTest" time="1.5"/>
                  <testcase name="adds" classname="a.b.FooTest" time="0.001">
                    <failure message="expected: &lt;3&gt; but was: &lt;-1&gt;" type="org.opentest4j.AssertionFailedError">\
                <![CDATA[org.opentest4j.AssertionFailedError: expected: <3> but was: <-1>
                	at org.junit.jupiter.api.AssertionUtils.fail(AssertionUtils.java:55)
                	at org.junit.jupiter.api.Assertions.assertEquals(Assertions.java:531)
                	at a.b.FooTest.adds(FooTest.java:23)
                	at java.base/java.lang.reflect.Method.invoke(Method.java:569)
                	at java.base/java.util.ArrayList.forEach(ArrayList.java:1511)
                ]]></failure>
                  </testcase>
                  <testcase name="errs" classname="a.b.FooTest" time="0.002">
                    <error message="odd &amp;#1; &lt;it&apos;s&gt; &quot;x&quot;&#10;next" type="java.lang.IllegalStateException">\
                java.lang.IllegalStateException: odd &amp;amp#1;
                	at a.b.FooTest.errs(FooTest.java:7)
                </error>
                    <system-err><![CDATA[oops]]></system-err>
                  </testcase>
                  <testcase name="off" classname="a.b.FooTest" time="0.0">
                    <skipped message="not today"/>
                  </testcase>
                  <testcase name="assumes" classname="a.b.FooTest" time="0.0">
                    <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: no net
                ]]></skipped>
                  </testcase>
                </testsuite>""",
                finished(Events.result("a.b.FooTest > fine()", Outcome.PASSED, 12), "out ]]> \u001b[31m\n", ""),
                Events.passed("a.b.FooTest > many(int) > [2] 7", 1500),
                Events.failed("a.b.FooTest > adds()", 1, Events.notEqual("3", "-1")),
                Events.red("a.b.FooTest > errs()", Outcome.ERROR, 2, illegal, "", "oops"),
                Events.skipped("a.b.FooTest > off()", "not today"),
                new RunEvent.TestFinished(new TestResult(assumption.test(), Outcome.SKIPPED, assumption.duration(),
                        Optional.of(Events.thrown("org.opentest4j.TestAbortedException", "no net",
                                "org.opentest4j.TestAbortedException: no net\n")), "no net", "", "", List.of(), "w1")),
                Events.classEnds("a.b.FooTest", 50));
    }

    @Test
    void attemptsAreRerunsAndFlakes() throws IOException {
        Failure first = Events.thrown("java.lang.AssertionError", "first", "java.lang.AssertionError: first\n");
        Failure second = Events.thrown("java.lang.Error", "second", "java.lang.Error: second\n");
        List<Attempt> attempts = List.of(
                new Attempt(Outcome.FAILED, Duration.ofMillis(4), Optional.of(first), "rerun 1"));
        List<Attempt> inReusedJvm = List.of(
                new Attempt(Outcome.ERROR, Duration.ofMillis(4), Optional.of(second), Attempt.REUSED_JVM));
        check(Provider.JUNIT_PLATFORM, Map.of(), "TEST-a.b.FooTest.xml", HEAD + """
                "a.b.FooTest" time="0.007" tests="3" errors="1" skipped="0" failures="0" flakes="1">
                  <properties/>
                  <testcase name="flaky" classname="a.b.FooTest" time="0.001">
                    <flakyFailure message="first" type="java.lang.AssertionError">
                      <stackTrace><![CDATA[java.lang.AssertionError: first
                ]]></stackTrace>
                    </flakyFailure>
                  </testcase>
                  <testcase name="fine" classname="a.b.FooTest" time="0.001"/>
                  <testcase name="always" classname="a.b.FooTest" time="0.004">
                    <failure message="first" type="java.lang.AssertionError"><![CDATA[java.lang.AssertionError: first
                ]]></failure>
                    <rerunError message="second" type="java.lang.Error">
                      <stackTrace><![CDATA[java.lang.Error: second
                ]]></stackTrace>
                      <system-out><![CDATA[out]]></system-out>
                    </rerunError>
                  </testcase>
                </testsuite>""",
                new RunEvent.TestFinished(new TestResult(Events.test("a.b.FooTest > flaky()"), Outcome.PASSED,
                        Duration.ofMillis(1), Optional.empty(), "", "out", "", attempts, "w1")),
                new RunEvent.TestFinished(new TestResult(Events.test("a.b.FooTest > fine()"), Outcome.PASSED,
                        Duration.ofMillis(1), Optional.empty(), "", "", "", inReusedJvm, "w1")),
                new RunEvent.TestFinished(new TestResult(Events.test("a.b.FooTest > always()"), Outcome.ERROR,
                        Duration.ofMillis(6), Optional.of(second), "", "out", "", attempts, "w1")),
                Events.classEnds("a.b.FooTest", 7));
    }

    @Test
    void testNgKnowsNoErrorsAndOneFile() throws IOException {
        Failure failure = Events.thrown("java.lang.IllegalStateException", "conf", """
                java.lang.IllegalStateException: conf
                \tat o.Setup.now(Setup.java:3)
                \tat o.NgTest.before(NgTest.java:4)
                """);
        check(Provider.TESTNG, Map.of(), "TEST-TestSuite.xml", HEAD + """
                "TestSuite" time="0.005" tests="2" errors="0" skipped="0" failures="1" flakes="0">
                  <properties/>
                  <testcase name="before" classname="o.NgTest" time="0.001">
                    <failure message="conf" type="java.lang.IllegalStateException"><![CDATA[java.lang.IllegalStateException: conf
                	at o.Setup.now(Setup.java:3)
                	at o.NgTest.before(NgTest.java:4)
                ]]></failure>
                  </testcase>
                  <testcase name="one" classname="o.OtherTest" time="0.002"/>
                </testsuite>""",
                Events.red("o.NgTest", Outcome.ERROR, 1, failure, "", ""), Events.classEnds("o.NgTest", 2),
                Events.passed("o.OtherTest > one()", 2), Events.classEnds("o.OtherTest", 3),
                Events.ends(1, 0, 1, 0, 9));
        assertThat(files()).containsExactly("TEST-TestSuite.xml");
    }

    @Test
    void olderSurefireHasAFileForEachNestedClass() throws IOException {
        TestDescriptor nested = new TestDescriptor(TestId.ofMethod(Events.MODULE, "a.FooTest$In", "y()"),
                TestDescriptor.Kind.TEST, "junit-jupiter",
                "[engine:junit-jupiter]/[class:a.FooTest]/[nested-class:In]/[method:y()]",
                List.of("FooTest", "In", "y()"), "y()", "a.FooTest$In", "y", "", "");
        SurefireXmlReport report = report(Provider.JUNIT_PLATFORM, SurefireStyle.FILE_PER_CLASS, Map.of());
        report.accept(Events.passed("a.FooTest > x()", 1));
        report.accept(new RunEvent.TestFinished(new TestResult(nested, Outcome.PASSED, Duration.ofMillis(2),
                Optional.empty(), "", "", "", List.of(), "w1")));
        report.accept(Events.classEnds("a.FooTest", 5));
        assertThat(files()).containsExactly("TEST-a.FooTest$In.xml", "TEST-a.FooTest.xml");
        assertThat(read("TEST-a.FooTest$In.xml")).contains("name=\"a.FooTest$In\" time=\"0.002\" tests=\"1\"");
        assertThat(read("TEST-a.FooTest.xml")).contains("name=\"a.FooTest\" time=\"0.005\" tests=\"1\"");
    }

    @Test
    void newerSurefireNamesWhatFailsOutsideOfAClassesTests() throws IOException {
        TestDescriptor ofClass = new TestDescriptor(TestId.ofClass(Events.MODULE, "a.FooTest"), TestDescriptor.Kind.CLASS, "junit-jupiter",
                "[engine:junit-jupiter]/[class:a.FooTest]", List.of("Shown"), "a.FooTest", "a.FooTest", "", "", "");
        SurefireXmlReport report = report(Provider.JUNIT_PLATFORM, SurefireStyle.BINARY_NAMES, Map.of());
        report.accept(new RunEvent.TestFinished(new TestResult(ofClass, Outcome.ERROR, Duration.ofMillis(2), Optional.empty(), "", "", "", List.of(), "w1")));
        report.accept(Events.classEnds("a.FooTest", 5));
        assertThat(read("TEST-a.FooTest.xml")).contains("<testcase name=\"initializationError\" classname=\"a.FooTest\"");
    }

    @Test
    void classWithoutEntriesHasAFile() throws IOException {
        SurefireXmlReport report = report(Provider.JUNIT_PLATFORM, SurefireStyle.FILE_PER_TOP_LEVEL_CLASS, Map.of());
        report.accept(Events.classEnds("a.FooTest", 5));
        assertThat(read("TEST-a.FooTest.xml")).endsWith("""
                name="a.FooTest" time="0.005" tests="0" errors="0" skipped="0" failures="0" flakes="0">
                  <properties/>
                </testsuite>""");
    }

    @Test
    void classesOfTheSameNameInTwoModulesBothHaveAFile() throws IOException {
        SurefireXmlReport report = report(Provider.JUNIT_PLATFORM, SurefireStyle.FILE_PER_TOP_LEVEL_CLASS, Map.of());
        report.accept(Events.classEnds("a.FooTest", 5));
        ModuleId other = new ModuleId("shop:other");
        report.accept(new RunEvent.ClassFinished(other, "default-test", "a.FooTest", Duration.ZERO));
        report.accept(new RunEvent.ClassFinished(other, "slow", "a.FooTest", Duration.ZERO));
        assertThat(files()).containsExactly(
                "TEST-a.FooTest-other-slow.xml", "TEST-a.FooTest-other.xml", "TEST-a.FooTest.xml");
    }

    @Test
    void whatNeverFinishedIsWrittenInTheEnd() throws IOException {
        SurefireXmlReport report = report(Provider.JUNIT_PLATFORM, SurefireStyle.FILE_PER_TOP_LEVEL_CLASS, Map.of());
        report.accept(Events.passed("a.FooTest > x()", 1));
        assertThat(files()).isEmpty();
        report.accept(Events.ends(1, 0, 0, 0, 5));
        assertThat(files()).containsExactly("TEST-a.FooTest.xml");
    }

    @Test
    void directoryThatCannotBeWrittenIsToldOnce() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        SurefireXmlReport report = new SurefireXmlReport(file, (module, execution) ->
                new SurefireXmlReport.Setting(Provider.JUNIT4, SurefireStyle.FILE_PER_CLASS, new TreeMap<>()));
        report.accept(Events.passed("a.FooTest > x()", 1));
        report.accept(Events.classEnds("a.FooTest", 5));
        assertThat(report.problem()).hasValueSatisfying(problem ->
                assertThat(problem).startsWith("Cannot write the test report " + file).contains("--junit-xml DIR"));
    }

    /** Each writes 1.5 MB, as a suite of many such tests may, and TestNG's are written when the last has ended. */
    @Test
    void whatTestsWroteIsCutWhereItIsTooMuchAndTheReportSaysSo() throws IOException {
        SurefireXmlReport report = report(Provider.TESTNG, SurefireStyle.FILE_PER_CLASS, Map.of());
        String loud = "0123456789".repeat(150_000);
        for (int i = 0; i < 40; i++) {
            TestResult quiet = ((RunEvent.TestFinished) Events.passed("a.FooTest > x" + i + "()", 1)).result();
            report.accept(new RunEvent.TestFinished(new TestResult(quiet.test(), quiet.outcome(), quiet.duration(), quiet.failure(), "", loud, "", List.of(), "w1")));
        }
        report.accept(Events.classEnds("a.FooTest", 5));
        report.accept(Events.ends(40, 0, 0, 0, 5));
        String text = Files.readString(directory.resolve("TEST-a.FooTest.xml"));
        assertThat(text.split("<testcase ", -1)).hasSize(41);
        assertThat(text.length()).isBetween(20 << 20, 26 << 20);
        assertThat(text).contains("[tls: 1,498,976 characters were left out]");
    }

    @Property(tries = 300)
    void anyTextIsWellFormed(@ForAll String name, @ForAll String text) throws Exception {
        String hostile = text + "]]>\u0000\uFFFE\uD800]]>" + name + "\u001b&amp;<![CDATA[";
        StringBuilder xml = new StringBuilder();
        new XmlText(xml).start("testsuite").attribute("name", name + hostile)
                .start("failure").text(hostile).end("failure").start("system-out").cdata(hostile).end("system-out")
                .start("plain").text(text).end("plain").end("testsuite");
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml.toString())));
        if (text.chars().allMatch(c -> c >= ' ' && c < 0xd800)) {
            assertThat(document.getElementsByTagName("plain").item(0).getTextContent()).isEqualTo(text);
        }
    }

    private void check(
            Provider provider, Map<String, String> properties, String file, String expected, RunEvent... events)
            throws IOException {
        SurefireXmlReport report = report(provider, SurefireStyle.FILE_PER_TOP_LEVEL_CLASS, properties);
        List.of(events).forEach(report);
        assertThat(read(file)).isEqualTo(expected);
        assertThat(report.problem()).isEmpty();
    }

    private SurefireXmlReport report(Provider provider, SurefireStyle style, Map<String, String> properties) {
        return new SurefireXmlReport(directory, (module, execution) ->
                new SurefireXmlReport.Setting(provider, style, new TreeMap<>(properties)));
    }

    private static RunEvent finished(TestResult it, String stdout, String stderr) {
        return new RunEvent.TestFinished(new TestResult(
                it.test(), it.outcome(), it.duration(), it.failure(), "", stdout, stderr, List.of(), "w1"));
    }

    private String read(String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
