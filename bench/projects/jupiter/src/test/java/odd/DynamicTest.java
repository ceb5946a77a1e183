package odd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Tests that exist only once they run. */
class DynamicTest {
    @TestFactory
    Stream<DynamicNode> flat() {
        return IntStream.range(0, 3)
                .mapToObj(i -> dynamicTest("is not one: " + i, () -> assertEquals(i, i == 1 ? 0 : i)));
    }

    @TestFactory
    List<DynamicNode> deep() {
        return List.of(
                dynamicContainer("outer", List.of(
                        dynamicContainer("inner", List.of(
                                dynamicTest("passes", () -> {}),
                                dynamicTest("breaks", () -> { throw new IllegalStateException("deep down"); }))),
                        dynamicTest("is aborted", () -> assumeTrue(false)))),
                dynamicContainer("empty", List.of()));
    }

    @TestFactory
    @DisplayName("same names")
    List<DynamicNode> sameNames() {
        return List.of(
                dynamicTest("twin", () -> {}),
                dynamicTest("twin", () -> assertEquals(1, 2)),
                dynamicTest("twin", () -> {}));
    }

    @TestFactory
    Stream<DynamicNode> breaksHalfWay() {
        return IntStream.range(0, 3).mapToObj(i -> {
            if (i == 2) throw new IllegalStateException("the factory broke");
            return dynamicTest("number " + i, () -> {});
        });
    }

    @TestFactory
    @Disabled("a factory that is off")
    Stream<DynamicNode> disabled() {
        return Stream.empty();
    }

    @TestFactory
    Stream<DynamicNode> none() {
        return Stream.empty();
    }
}
