package shop.checkout;

import java.util.Locale;
import shop.catalog.Money;

/** What the till prints. */
public final class Receipt {
    private static final String LINE = "%3d x %-20s %8s%n";
    private static final String SUM = "%-26s %8s%n";

    private Receipt() {}

    public static String print(Basket basket, Discount discount) {
        StringBuilder text = new StringBuilder();
        for (Basket.Line line : basket.lines()) {
            text.append(String.format(Locale.ROOT, LINE, line.count(), line.product().name(), line.price()));
        }
        Money off = discount.on(basket);
        if (!off.equals(Money.ZERO)) text.append(String.format(Locale.ROOT, SUM, "Discount", "-" + off));
        return text.append(String.format(Locale.ROOT, SUM, "Total", basket.total().minus(off))).toString();
    }
}
