package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.pool.Worker.Shelf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code +} is a lease, {@code -} its end. */
class NeedsTest {
    private static final Shelf SHELF = new Shelf(FakeWorkers.spec("/"), Freshness.WARM, false);

    @ParameterizedTest
    @CsvSource({
        "'', 1",
        "+++, 3",
        "+++---, 3",
        "++-+-++---, 3",
        "+++---+-+-+-+-, 3",
        "+++---+-+-+-+-+-, 1",
        "+++---+-+-+-++--+-, 2",
    })
    void whatTheLastTimesNeeded(String leases, int needed) {
        Needs needs = new Needs();
        for (char it : leases.toCharArray()) {
            if (it == '+') needs.leased(SHELF);
            else needs.returned(SHELF);
        }
        assertThat(needs.of(SHELF)).isEqualTo(needed);
    }
}
