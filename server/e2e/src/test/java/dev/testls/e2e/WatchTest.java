package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Save, and know. */
class WatchTest {
    private static final String MONEY = "catalog/src/main/java/shop/catalog/Money.java";
    private static final String RECEIPT = "checkout/src/main/java/shop/checkout/Receipt.java";

    @Test
    void aSaveAnswersByItselfAndATouchDoesNot() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop"); Watching watch = Watching.start(shop, "watch")) {
            watch.awaits("none red of 27 tests");

            shop.edit(MONEY, "RoundingMode.HALF_UP)", "RoundingMode.UP)");
            watch.awaits("▶ Money.java changed");
            watch.awaits("FAILED shop.checkout.PercentDiscountTest#roundsToTheCent");
            watch.awaits("1 red of 27 tests");

            Files.setLastModifiedTime(shop.path().resolve(MONEY), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
            shop.edit(RECEIPT, "Money off =", "Mony off =");
            // The touch, had it run anything, would have been told first.
            assertThat(watch.next("▶")).isEqualTo("▶ Receipt.java changed");
            watch.awaits("symbol:   class Mony");
            watch.awaits("NOT RUN shop.checkout.ReceiptTest");
            assertThat(watch.next("of 27 tests")).startsWith("1 red, ").contains(" not run");

            shop.edit(RECEIPT, "Mony off =", "Money off =");
            watch.awaits("1 red of 27 tests");
            shop.edit(MONEY, "RoundingMode.UP)", "RoundingMode.HALF_UP)");
            watch.awaits("none red of 27 tests");

            watch.interrupt();
            watch.awaits("stopped after 5 rounds: none red of 27 tests");
            assertThat(watch.exitCode()).isEqualTo(130);
        }
    }

    @Test
    void aNewSaveEndsWhatIsOutdatedAndLosesNothing() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop"); Meeting meeting = new Meeting()) {
            shop.write(Meeting.FILE, meeting.source());
            try (Watching watch = Watching.start(shop, "run", "--watch", "GuestTest", "MoneyTest")) {
                meeting.guest();
                shop.edit(MONEY, "RoundingMode.HALF_UP)", "java.math.RoundingMode.HALF_UP)");
                watch.awaits("== cancelled");
                assertThat(watch.next("▶")).isEqualTo("▶ Money.java changed");
                meeting.guest().letGo();
                watch.awaits("none red of");
            }
        }
    }

    @Test
    void aBrokenPomIsToldAndTheLastGoodModelServes() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop"); Watching watch = Watching.start(shop, "watch", "MoneyTest")) {
            watch.awaits("none red of 27 tests");
            shop.edit("catalog/pom.xml", "</project>", "</projekt>");
            watch.awaits("of 27 tests");
            shop.edit("catalog/src/test/java/shop/catalog/MoneyTest.java", "class MoneyTest {", "class MoneyTest { int x;");
            assertThat(watch.next("▶")).isEqualTo("▶ MoneyTest.java changed");
            watch.awaits(" passed");
            shop.edit("catalog/pom.xml", "</projekt>", "</project>");
            watch.awaits("none red of 27 tests");
        }
    }

    @Test
    void severalClientsHearOfTheSameSave() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop"); Watching one = Watching.start(shop, "watch", "MoneyTest");
                Watching other = Watching.start(shop, "watch", "CatalogTest")) {
            one.awaits("none red of 27 tests");
            other.awaits("none red of 27 tests");
            shop.edit(MONEY, "RoundingMode.HALF_UP)", "java.math.RoundingMode.HALF_UP)");
            one.awaits("▶ Money.java changed");
            other.awaits("▶ Money.java changed");
            one.awaits("none red of 27 tests");
            other.awaits("none red of 27 tests");
        }
    }
}
