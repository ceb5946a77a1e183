package shop.catalog;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** What the shop sells, in the order of the price list. */
public final class Catalog {
    private final Map<String, Product> products = new LinkedHashMap<>();

    /**
     * Reads a price list: one product a line, {@code sku;name;price}. Blank lines and {@code # remarks} say nothing.
     *
     * @throws IllegalArgumentException if a line is neither, or a sku comes twice
     */
    public static Catalog parse(String priceList) {
        Catalog catalog = new Catalog();
        int number = 0;
        for (String line : priceList.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) continue;
            String[] fields = line.split(";");
            if (fields.length != 3) {
                throw new IllegalArgumentException("line " + number + " is not sku;name;price: " + line);
            }
            catalog.add(new Product(fields[0].strip(), fields[1].strip(), Money.of(fields[2].strip())));
        }
        return catalog;
    }

    private void add(Product product) {
        Product previous = products.putIfAbsent(product.sku(), product);
        if (previous != null) {
            throw new IllegalArgumentException(
                    product.sku() + " is both " + previous.name() + " and " + product.name());
        }
    }

    public Collection<Product> products() {
        return products.values();
    }

    public Product product(String sku) {
        Product product = products.get(sku);
        if (product == null) throw new NoSuchElementException("no product " + sku);
        return product;
    }
}
