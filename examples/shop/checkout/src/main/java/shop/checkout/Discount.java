package shop.checkout;

import shop.catalog.Money;

/** How much is taken off a basket: never less than nothing, never more than it costs. */
@FunctionalInterface
public interface Discount {
    Money on(Basket basket);

    static Discount none() {
        return basket -> Money.ZERO;
    }

    static Discount percent(int hundredths) {
        if (hundredths < 0 || hundredths > 100) throw new IllegalArgumentException(hundredths + " % is no discount");
        return basket -> basket.total().percent(hundredths);
    }

    /** Every third piece of the same product is free. */
    static Discount threeForTwo() {
        return basket -> basket.lines().stream()
                .map(line -> line.product().price().times(line.count() / 3))
                .reduce(Money.ZERO, Money::plus);
    }
}
