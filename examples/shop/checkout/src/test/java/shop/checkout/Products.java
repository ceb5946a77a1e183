package shop.checkout;

import shop.catalog.Money;
import shop.catalog.Product;

/** What the tests buy. */
final class Products {
    static final Product TEA = new Product("tea", "Green tea, 100 g", Money.of("4.20"));
    static final Product CUP = new Product("cup", "Porcelain cup", Money.of("11.00"));
    static final Product SPOON = new Product("spoon", "Spoon, small", Money.of("0.95"));

    private Products() {}
}
