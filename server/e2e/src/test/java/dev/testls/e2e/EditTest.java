package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edit, run, edit, run: never a stale class, and never a build between. */
class EditTest {
    private static final String MONEY = "catalog/src/main/java/shop/catalog/Money.java";

    @ParameterizedTest
    @ValueSource(strings = {"auto", "warm", "fresh"})
    void neverRunsAStaleClass(String isolation) throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.write("checkout/src/main/java/shop/checkout/Answer.java", answer(0));
            shop.write("checkout/src/test/java/shop/checkout/AnswerTest.java", """
                    package shop.checkout;

                    import static org.junit.jupiter.api.Assertions.assertEquals;

                    import org.junit.jupiter.api.Test;

                    class AnswerTest {
                        @Test
                        void isAsked() {
                            assertEquals("none", Answer.inlined() + " " + Answer.CONSTANT);
                        }
                    }
                    """);
            for (int edit = 1; edit <= 10; edit++) {
                shop.write("checkout/src/main/java/shop/checkout/Answer.java", answer(edit));
                // The value of the constant is compiled into the test class, which nobody edited.
                shop.run("AnswerTest", "--isolation", isolation).exits(1)
                        .says("expected: <none> but was: <" + edit + " " + (edit + 1000) + ">");
            }
        }
    }

    private static String answer(int value) {
        return """
                package shop.checkout;

                class Answer {
                    static final int CONSTANT = %d;

                    static int inlined() {
                        return %d;
                    }
                }
                """.formatted(value + 1000, value);
    }

    @Test
    void reachesTheTestsOfAnotherModule() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.run("PercentDiscountTest").exits(0);

            shop.edit(MONEY, "RoundingMode.HALF_UP)", "RoundingMode.UP)");
            shop.run("PercentDiscountTest", "MoneyTest").exits(1)
                    .told("shop.checkout.PercentDiscountTest#roundsToTheCent failed");

            shop.edit(MONEY, "RoundingMode.UP)", "RoundingMode.HALF_UP)");
            shop.run("PercentDiscountTest", "MoneyTest").exits(0);
        }
    }

    @Test
    void readsAnEditedResource() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.run("CatalogTest").exits(0);

            shop.edit("catalog/src/test/resources/shop/catalog/prices.txt", "11.00", "12.00");
            shop.run("CatalogTest").exits(1).told("shop.catalog.CatalogTest#readsThePriceList failed");
        }
    }

    @Test
    void tellsACompileErrorAsJavacDoesAndRunsWhatDoesNotNeedTheBrokenCode() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.run().exits(0);

            shop.edit("checkout/src/main/java/shop/checkout/Receipt.java", "Money off =", "Mony off =");
            Workspace.Run broken = shop.run().exits(2).says("Receipt.java:18", "Mony off = discount.on(basket);", "^")
                    .told("shop.catalog.MoneyTest#adds passed", "shop.checkout.BasketTest#addsUp passed");
            assertThat(broken.events().endings())
                    .noneMatch(ending -> ending.startsWith("shop.checkout.ReceiptTest#looks"));

            shop.edit("checkout/src/main/java/shop/checkout/Receipt.java", "Mony off =", "Money off =");
            shop.run().exits(0).told("shop.checkout.ReceiptTest#looksLikeThis passed");
        }
    }

    @Test
    void findsNewTestsAndForgetsDeletedOnes() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.run("MoneyTest").exits(0);
            String file = "catalog/src/test/java/shop/catalog/NewTest.java";
            shop.write(file, """
                    package shop.catalog;

                    class NewTest {
                        @org.junit.jupiter.api.Test
                        void isNew() {}
                    }
                    """);
            shop.run("NewTest").exits(0).told("shop.catalog.NewTest#isNew passed");

            shop.edit(file, "isNew", "isRenamed");
            assertThat(shop.run("NewTest").exits(0).events().endings())
                    .containsExactly("shop.catalog.NewTest#isRenamed passed");

            assertThat(shop.path().resolve(file).toFile().delete()).isTrue();
            shop.run("NewTest").exits(5);
        }
    }
}
