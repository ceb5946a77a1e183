package shop.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static shop.checkout.Products.CUP;
import static shop.checkout.Products.SPOON;
import static shop.checkout.Products.TEA;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import shop.catalog.Money;

class ReceiptTest {
    @Test
    @Tag("smoke")
    void looksLikeThis() throws IOException {
        Basket basket = new Basket().add(CUP, 3).add(TEA, 1);

        String receipt = Receipt.print(basket, Discount.threeForTwo());

        assertEquals(resource("receipt.txt").lines().toList(), receipt.lines().toList());
    }

    @TestFactory
    Stream<DynamicTest> namesEachProduct() {
        return Stream.of(TEA, CUP, SPOON).map(product -> dynamicTest(product.name(), () ->
                assertTrue(Receipt.print(new Basket().add(product, 1), Discount.none()).contains(product.name()))));
    }

    @TestFactory
    Stream<DynamicNode> endsWithTheTotal() {
        return Stream.of(1, 2).map(count -> dynamicContainer(count + " of each", Stream.of(
                dynamicTest("as it is", () -> assertEquals(price(count), total(count, Discount.none()))),
                dynamicTest("for free", () -> assertEquals(Money.ZERO, total(count, Discount.percent(100)))))));
    }

    private static Money price(int count) {
        return TEA.price().plus(CUP.price()).times(count);
    }

    private static Money total(int count, Discount discount) {
        String receipt = Receipt.print(new Basket().add(TEA, count).add(CUP, count), discount).strip();
        return Money.of(receipt.substring(receipt.lastIndexOf(' ') + 1));
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = ReceiptTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
