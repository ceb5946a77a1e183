package shop.checkout;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import shop.catalog.Money;
import shop.catalog.Product;

/** What a customer is about to buy. */
public final class Basket {
    private final Map<Product, Integer> pieces = new LinkedHashMap<>();

    public Basket add(Product product, int count) {
        if (count < 1) throw new IllegalArgumentException("cannot add " + count + " of " + product.sku());
        pieces.merge(product, count, Integer::sum);
        return this;
    }

    /** Takes all of it out again; whether there was any. */
    public boolean remove(Product product) {
        return pieces.remove(product) != null;
    }

    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        pieces.forEach((product, count) -> lines.add(new Line(product, count)));
        return List.copyOf(lines);
    }

    public Money total() {
        return lines().stream().map(Line::price).reduce(Money.ZERO, Money::plus);
    }

    /** A product and how many of it. */
    public record Line(Product product, int count) {
        public Money price() {
            return product.price().times(count);
        }
    }
}
