package dev.testls.select;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long it stays known that a JVM without a history gives the outcome that was told. */
class ProofTest {
    private static final String BOTH = """
            -- app/main/a/Adder.java
            package a;
            public class Adder { public static int add(int a, int b) { return a + b; } }
            -- app/main/a/Other.java
            package a;
            public class Other { public static int one() { return 1; } }
            -- app/test/a/AdderTest.java
            package a;
            class AdderTest { void adds() { Adder.add(1, 2); } void nothing() {} }
            -- app/test/a/OtherTest.java
            package a;
            class OtherTest { void ones() { Other.one(); } }
            tests a.AdderTest: adds() nothing()
            tests a.OtherTest: ones()
            saw a.AdderTest: a.AdderTest#<init>
            saw a.AdderTest#adds(): a.AdderTest#adds a.Adder#add
            saw a.AdderTest#nothing(): a.AdderTest#nothing
            saw a.OtherTest: a.OtherTest#<init>
            saw a.OtherTest#ones(): a.OtherTest#ones a.Other#one
            == run
            """;
    private static final String EDITED = """
            -- app/main/a/Adder.java
            package a;
            public class Adder { public static int add(int a, int b) { return a - b; } }
            """;

    @TempDir
    private Path directory;

    @Test
    void whatAReusedJvmTellsIsNotProved() {
        Scenario.check(directory, BOTH + """
                == proved
                == affected
                == affected and provisional
                a.AdderTest#adds() only a reused JVM has said what comes of it
                a.AdderTest#nothing() only a reused JVM has said what comes of it
                a.OtherTest#ones() only a reused JVM has said what comes of it
                """);
    }

    @Test
    void whatIsProvedStaysSoInFurtherRunsAndLivesOfTheDaemon() {
        Scenario.check(directory, BOTH + """
                == prove a.AdderTest
                == run
                == run unseen
                == run
                == proved
                a.AdderTest#adds()
                a.AdderTest#nothing()
                == affected and provisional
                a.OtherTest#ones() only a reused JVM has said what comes of it
                """);
    }

    @Test
    void aChangeEndsItForThoseThatItConcerns() {
        Scenario.check(directory, BOTH + """
                == prove a.AdderTest
                == prove a.OtherTest
                """ + EDITED + """
                == proved
                a.AdderTest#nothing()
                a.OtherTest#ones()
                == run
                == proved
                a.AdderTest#nothing()
                a.OtherTest#ones()
                """);
    }

    @Test
    void aChangeThatIsTakenBackBeforeItsTestsRanEndsNothing() {
        Scenario.check(directory, BOTH + """
                == prove a.AdderTest
                """ + EDITED + """
                == proved
                a.AdderTest#nothing()
                -- app/main/a/Adder.java
                package a;
                public class Adder { public static int add(int a, int b) { return a + b; } }
                == proved
                a.AdderTest#adds()
                a.AdderTest#nothing()
                """);
    }

    @Test
    void aJvmOfItsOwnProvesWhatItTellsWatchedOrNot() {
        Scenario.check(directory, BOTH + EDITED + """
                == run alone
                == proved
                a.AdderTest#adds()
                a.AdderTest#nothing()
                a.OtherTest#ones()
                """);
    }
}
