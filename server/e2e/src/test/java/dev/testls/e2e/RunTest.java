package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a user types first, and what a second time costs. */
class RunTest {
    @Test
    void readsTheBuildOnceAndCompilesWhatChanged() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            Workspace.Run first = shop.run().exits(0);
            assertThat(first.events().phases()).anyMatch(it -> it.startsWith("Reading the build"));
            assertThat(first.events().finished().path("tests").asInt()).isEqualTo(48);
            assertThat(first.events().finished().path("skipped").asInt()).isEqualTo(1);
            assertThat(first.events().compiledFiles()).isPositive();

            Workspace.Run second = shop.run().exits(0);
            assertThat(second.events().phases()).noneMatch(it -> it.startsWith("Reading the build"));
            assertThat(second.events().finished().path("tests").asInt()).isEqualTo(48);
            assertThat(second.events().compiledFiles()).isZero();

            shop.tls("stop").exits(0);
            Workspace.Run afterStop = shop.run("MoneyTest").exits(0);
            assertThat(afterStop.events().phases()).noneMatch(it -> it.startsWith("Reading the build"));
            assertThat(afterStop.events().compiledFiles()).isZero();

            assertThat(shop.path().resolve("catalog/target")).satisfiesAnyOf(
                    target -> assertThat(target).doesNotExist(),
                    target -> assertThat(target.resolve("test-classes/shop/catalog/MoneyTest.class")).doesNotExist());
        }
    }

    @Test
    void tellsOnceWhatTheBuildSetsAndTlsDoesNotHonour() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.edit("pom.xml", "<artifactId>maven-surefire-plugin</artifactId><version>3.5.2</version>", "<artifactId>maven-surefire-plugin</artifactId><version>3.5.2</version>"
                    + "<configuration><skipAfterFailureCount>1</skipAfterFailureCount><runOrder>hourly</runOrder><trimStackTrace>false</trimStackTrace></configuration>");
            shop.tls("run", "MoneyTest").exits(0).says("with Maven: surefire's <runOrder>, surefire's <skipAfterFailureCount>.");
            shop.tls("run", "MoneyTest").exits(0).doesNotSay("<runOrder>");
            for (int i = 0; i < 2; i++) {
                shop.tls("doctor").says("surefire's <runOrder> of catalog and 1 other module is not honoured (hourly): alphabetical and",
                        "surefire's <skipAfterFailureCount> of catalog").doesNotSay("trimStackTrace");
            }
        }
    }

    @Test
    void runsSuitesWhole() throws IOException {
        try (Workspace project = Workspace.of("bench/projects/testng")) {
            project.edit("pom.xml", "<artifactId>maven-surefire-plugin</artifactId><version>3.5.2</version>", "<artifactId>maven-surefire-plugin</artifactId><version>3.5.2</version>"
                    + "<configuration><suiteXmlFiles><suiteXmlFile>suite.xml</suiteXmlFile></suiteXmlFiles></configuration>");
            project.tls("run").exits(2).says("NOT RUN TestSuite", "suite.xml");
            project.write("suite.xml", """
                    <!DOCTYPE suite SYSTEM "https://testng.org/testng-1.0.dtd">
                    <suite name="s"><test name="t"><classes><class name="odd.WholeClassTest"/></classes></test></suite>
                    """);
            project.tls("run").says("TestSuite").doesNotSay("NOT RUN", "PlainTest");
            project.tls("run", "-k", "something").exits(2).says("NOT RUN suite.xml", "run whole");
            project.tls("run", "WholeClassTest").says("odd.WholeClassTest").doesNotSay("NOT RUN", "TestSuite");
        }
    }

    /** It was forgotten, as no class of the run bears its name: a run of affected tests was a good end beside it. */
    @Test
    void remembersWhatWasRedInASuite() throws IOException {
        String cases = "package odd; public class Cases { @org.junit.Test public void %s() { org.junit.Assert.assertEquals(1, %d); } }";
        try (Workspace project = Workspace.of("bench/projects/junit4")) {
            project.write("src/test/java/odd/Cases.java", cases.formatted("adds", 2));
            project.write("src/test/java/odd/CasesTest.java", "package odd; @org.junit.runner.RunWith(org.junit.runners.Suite.class) "
                    + "@org.junit.runners.Suite.SuiteClasses(Cases.class) public class CasesTest {}");
            project.tls("run", "CasesTest").exits(1);
            project.tls("run", "--affected", "CasesTest").exits(1).says("STILL RED odd.Cases#adds");
            project.tls("run", "--lf").exits(1).says("FAILED odd.Cases#adds");
            project.write("src/test/java/odd/Cases.java", cases.formatted("addsUp", 1));
            project.tls("run", "--affected", "CasesTest").exits(0).doesNotSay("STILL RED");
            project.tls("run", "--affected", "CasesTest").exits(0).says("no test is affected");
        }
    }

    @Test
    void selects() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            check(shop, List.of("shop.checkout.BasketTest#addsUp passed"), "BasketTest#addsUp");
            check(shop, List.of("shop.checkout.BasketTest#addsUp passed"), "shop.checkout.BasketTest#add*");
            check(shop, List.of("shop.catalog.CatalogTest#readsThePriceList passed",
                    "shop.catalog.MoneyTest#adds passed"), ":catalog", "-t", "smoke");
            check(shop, List.of("shop.checkout.ReceiptTest#looksLikeThis passed"),
                    "checkout/src/test/java/shop/checkout/ReceiptTest.java:26");
            check(shop, List.of("shop.catalog.CatalogTest#readsOtherCurrencies skipped"), "-k", "currencies");
        }
    }

    @Test
    void showsTestsTheEnvironmentOfTheCaller() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.write("catalog/src/test/java/shop/catalog/CallerTest.java", """
                    package shop.catalog;

                    import static org.junit.jupiter.api.Assertions.assertEquals;

                    import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

                    class CallerTest {
                        @Test
                        void isKnown() {
                            assertEquals("Ada", System.getenv("CALLER"));
                        }
                    }
                    """);

            shop.startWith(Map.of("CALLER", "Ada"), "run", "CallerTest").ended().exits(0);
            shop.startWith(Map.of("CALLER", "Bob"), "run", "CallerTest").ended().exits(1).says("Ada", "Bob");
            shop.startWith(Map.of("CALLER", "Ada"), "run", "CallerTest").ended().exits(0);
        }
    }

    /** Whatever comes of the call; here nothing that runs. */
    @Test
    @Timeout(Tls.PATIENCE_SECONDS)
    void bootsTheJvmOfADaemonsFirstRunWhileTheSourcesAreRead() throws IOException {
        try (Workspace project = Workspace.of("bench/projects/junit4")) {
            project.tls("run", "NoSuchTest").exits(5);

            Tls.Ended status;
            do status = project.tls("status", "--json").exits(0); while (!status.out().contains("\"kind\" : \"warm\""));
        }
    }

    private static void check(Workspace workspace, List<String> expected, String... selectors) {
        assertThat(workspace.run(selectors).exits(0).events().endings()).containsExactlyInAnyOrderElementsOf(expected);
    }
}
