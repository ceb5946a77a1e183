package shop.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    @Test
    @Tag("smoke")
    void readsThePriceList() throws IOException {
        Catalog catalog = Catalog.parse(resource("prices.txt"));

        assertEquals(List.of("tea", "cup", "spoon"), catalog.products().stream().map(Product::sku).toList());
        assertEquals(Money.of("11.00"), catalog.product("cup").price());
    }

    @Test
    void readsAFileOfAnotherSystem(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("prices.txt"), "tea;Tea;1.00\r\n\r\ncup;Cup;2.00\r\n");

        assertEquals(2, Catalog.parse(Files.readString(file)).products().size());
    }

    @Test
    void saysWhichLineIsWrong() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> Catalog.parse("tea;Tea;1.00\ncup 2.00"));

        assertEquals("line 2 is not sku;name;price: cup 2.00", wrong.getMessage());
    }

    @Test
    void refusesToSellTwoThingsUnderOneName() {
        assertThrows(IllegalArgumentException.class, () -> Catalog.parse("tea;Tea;1.00\ntea;Other tea;2.00"));
    }

    @Test
    void knowsWhatItDoesNotSell() {
        assertThrows(NoSuchElementException.class, () -> Catalog.parse("").product("tea"));
    }

    @Test
    @Disabled("prices are in euros only")
    void readsOtherCurrencies() {
        assertEquals(1, Catalog.parse("tea;Tea;USD 1.00").products().size());
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = CatalogTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
