package dev.testls.engine;

import dev.testls.model.SourcePath;
import dev.testls.model.SourceRange;
import dev.testls.model.TestClass;
import dev.testls.project.Module;
import dev.testls.project.TestExecution;
import dev.testls.select.Selection.Selected;
import dev.testls.select.Why;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The suite files of an execution as one class to run: TestNG runs them in one go, and only TestNG knows what is in them. */
final class Suites {
    /** What Surefire's reports call them. No class of a package has that name. */
    private static final String NAME = "TestSuite";

    private Suites() {}

    static Selected of(Module module, TestExecution execution) {
        SourcePath file = new SourcePath(execution.suites().get(0));
        TestClass suites = new TestClass(module.id(), NAME, NAME, file, new SourceRange(0, 0, 0, 0), TestClass.Framework.TESTNG, TestClass.Certainty.ASK_ENGINE,
                NAME, Set.of(), Optional.empty(), List.of(), List.of());
        return new Selected(suites, List.of(), 1, new Why.InBuild());
    }

    /** Why none of them runs where a file is not there, as in a build; TestNG would run the others without a word. */
    static Optional<String> missing(TestExecution execution) {
        return execution.suites().stream().filter(it -> !Files.exists(it)).findFirst()
                .map(it -> "The suite file " + it + " (<suiteXmlFiles> of " + execution.id() + ") is missing; mvn test fails for that, too");
    }

    /** Whether it is one made here: no class's source is an XML file. */
    static boolean is(TestClass testClass) {
        return testClass.name().equals(NAME) && testClass.framework() == TestClass.Framework.TESTNG && testClass.certainty() == TestClass.Certainty.ASK_ENGINE
                && !testClass.source().fileName().endsWith(".java");
    }
}
