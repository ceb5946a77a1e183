package shop.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shop.catalog.Money;

class PercentDiscountTest implements DiscountContract {
    @Override
    public Discount discount() {
        return Discount.percent(15);
    }

    @Test
    void roundsToTheCent() {
        assertEquals(Money.of("0.14"), discount().on(new Basket().add(Products.SPOON, 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101})
    void refuses(int hundredths) {
        assertThrows(IllegalArgumentException.class, () -> Discount.percent(hundredths));
    }
}
