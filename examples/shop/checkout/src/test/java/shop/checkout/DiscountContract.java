package shop.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import shop.catalog.Money;

/** What holds of every discount. A test of one implements this and has these tests too. */
interface DiscountContract {
    Discount discount();

    @Test
    default void takesNothingOffNothing() {
        assertEquals(Money.ZERO, discount().on(new Basket()));
    }

    @Test
    default void staysBetweenNothingAndThePrice() {
        for (int count = 1; count <= 10; count++) {
            Basket basket = new Basket().add(Products.SPOON, count).add(Products.CUP, 1);
            Money off = discount().on(basket);

            assertTrue(off.compareTo(Money.ZERO) >= 0, () -> "takes off " + off);
            assertTrue(off.compareTo(basket.total()) <= 0, () -> "takes " + off + " off " + basket.total());
        }
    }
}
