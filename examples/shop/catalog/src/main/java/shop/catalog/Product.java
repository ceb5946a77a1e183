package shop.catalog;

/** Something on sale. The {@code sku} names it; two products never share one. */
public record Product(String sku, String name, Money price) {
    public Product {
        if (price.compareTo(Money.ZERO) < 0) {
            throw new IllegalArgumentException(sku + " costs less than nothing: " + price);
        }
    }
}
