package shop.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static shop.checkout.Products.CUP;
import static shop.checkout.Products.TEA;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import shop.catalog.Money;

@DisplayName("A basket")
class BasketTest {
    final Basket basket = new Basket();

    @Test
    @DisplayName("costs nothing at first")
    void isFreeAtFirst() {
        assertEquals(Money.ZERO, basket.total());
    }

    @Test
    @Tag("smoke")
    void addsUp() {
        basket.add(TEA, 2).add(CUP, 1);

        assertEquals(Money.of("19.40"), basket.total());
    }

    @Test
    void refusesToHoldLessThanOne() {
        assertThrows(IllegalArgumentException.class, () -> basket.add(TEA, 0));
    }

    @Nested
    @DisplayName("with two packets of tea")
    class WithTea {
        @BeforeEach
        void fill() {
            basket.add(TEA, 2);
        }

        @Test
        void holdsOneLine() {
            basket.add(TEA, 1);

            assertEquals(1, basket.lines().size());
            assertEquals(3, basket.lines().get(0).count());
        }

        @Nested
        @DisplayName("from which they are taken")
        class Emptied {
            @Test
            void isFreeAgain() {
                assertTrue(basket.remove(TEA));
                assertEquals(Money.ZERO, basket.total());
            }

            @Test
            void hasNothingMoreToTake() {
                basket.remove(TEA);

                assertFalse(basket.remove(TEA));
            }
        }
    }
}
