package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pass that only a reused JVM has seen is provisional; it becomes certain without being asked, or is withdrawn. */
@Timeout(300)
class CertaintyTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void isConfirmedSoonAndRemembered() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            Workspace.Run first = shop.run("MoneyTest").exits(0).says("provisional");
            assertThat(first.events().finished().path("provisional").asInt()).isEqualTo(16);
            assertThat(awaitCertain(shop).path("confirmation").path("classesConfirmed").asInt()).isEqualTo(1);
            Workspace.Run second = shop.run("MoneyTest").exits(0);
            assertThat(second.events().finished().path("provisional").asInt()).isZero();

            shop.tls("stop").exits(0);
            Workspace.Run later = shop.run("MoneyTest").exits(0);
            assertThat(later.events().finished().path("provisional").asInt()).isZero();

            shop.edit("catalog/src/main/java/shop/catalog/Money.java", "package shop.catalog;", "package shop.catalog;\n");
            assertThat(shop.run("MoneyTest").exits(0).events().finished().path("tests").asInt()).isEqualTo(16);
        }
    }

    /** A class that passes only where another run has set what it needs, by a way that nobody can see. */
    @Test
    void isWithdrawnAloudWhereAFreshJvmSaysOtherwise() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.write("catalog/src/test/java/shop/catalog/LeakTest.java", leak("dirty()"));
            shop.run("LeakTest").exits(0);
            awaitCertain(shop);
            shop.write("catalog/src/test/java/shop/catalog/LeakTest.java", leak(""));
            Workspace.Run shown = shop.run("LeakTest");
            boolean green = shown.process().exit() == 0;
            // What is seen to be left ends the JVM, and the truth is told at once.
            if (green) {
                assertThat(shown.events().finished().path("provisional").asInt()).isEqualTo(1);
                assertThat(awaitCertain(shop).path("confirmation").path("classesContradicted").asInt()).isEqualTo(1);
                shop.run("MoneyTest").says("withdrawn: shop.catalog.LeakTest: isDirty() passed in a reused JVM and failed in a fresh one");
                shop.tls("doctor").says("shop.catalog.LeakTest runs in fresh JVMs only");
            }
            shop.run("LeakTest").exits(1).told("shop.catalog.LeakTest#isDirty failed");
            shop.run("--affected", "LeakTest").exits(1);
        }
    }

    @Test
    void inContinuousIntegrationOnlyWhatIsCertainIsTold() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.startWith(Map.of("CI", "true"), "run", ":catalog").ended().exits(0).doesNotSay("provisional");
            shop.startWith(Map.of("CI", "true"), "run", "--no-certain", ":checkout").ended().exits(0).says("provisional");
            shop.tls("run", "--certain", ":checkout").exits(0).doesNotSay("provisional");
            shop.startWith(Map.of("CI", "false"), "run", "--isolation", "warm", "CatalogTest").ended().exits(0);
        }
    }

    /** Into the names of threads of the JVM's own, which live as long as it does. */
    private static String leak(String call) {
        return """
                package shop.catalog;

                import static org.junit.jupiter.api.Assertions.assertTrue;

                import org.junit.jupiter.api.Test;

                class LeakTest {
                    private static final String MARK = " dirty";

                    private static Thread finalizer() {
                        return Thread.getAllStackTraces().keySet().stream().filter(it -> it.getName().startsWith("Finalizer")).findFirst().orElseThrow();
                    }

                    private static void dirty() {
                        finalizer().setName("Finalizer" + MARK);
                    }

                    @Test
                    void isDirty() {
                        %s;
                        assertTrue(finalizer().getName().endsWith(MARK));
                    }
                }
                """.formatted(call);
    }

    private static JsonNode awaitCertain(Workspace workspace) throws IOException {
        while (true) {
            JsonNode status = MAPPER.readTree(workspace.tls("status", "--json").exits(0).out());
            if (status.path("provisional").asInt() == 0) return status;
        }
    }
}
