package shop.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shop.catalog.Money;

class ThreeForTwoTest implements DiscountContract {
    @Override
    public Discount discount() {
        return Discount.threeForTwo();
    }

    @ParameterizedTest(name = "{0} cups: {1} off")
    @CsvSource({"1, 0.00", "2, 0.00", "3, 11.00", "5, 11.00", "6, 22.00"})
    void makesTheThirdFree(int count, String off) {
        assertEquals(Money.of(off), discount().on(new Basket().add(Products.CUP, count)));
    }
}
