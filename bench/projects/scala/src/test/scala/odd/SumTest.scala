package odd

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class SumTest {
  @Test def adds(): Unit = {
    assertEquals(3, Sum.of(1, 2))
  }
}
