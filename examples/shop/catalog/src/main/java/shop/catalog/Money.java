package shop.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An amount of euros, exact to the cent. */
public record Money(long cents) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);

    /** The amount that {@code text} names: {@code "12.50"}, {@code "3"}, {@code "-0.05"}. */
    public static Money of(String text) {
        try {
            return new Money(new BigDecimal(text).movePointRight(2).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("not an amount of euros and cents: " + text, e);
        }
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(cents, other.cents));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(cents, other.cents));
    }

    public Money times(int factor) {
        return new Money(Math.multiplyExact(cents, factor));
    }

    /** That many hundredths of it, rounded half up: 15 % of 0.10 is 0.02. */
    public Money percent(int hundredths) {
        return new Money(BigDecimal.valueOf(cents)
                .multiply(BigDecimal.valueOf(hundredths))
                .divide(BigDecimal.valueOf(100), RoundingMode.HALF_UP)
                .longValueExact());
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(cents, other.cents);
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}
