package odd

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

abstract class Contract {
    abstract fun value(): Int

    @Test
    fun isTwo() {
        assertEquals(2, value())
    }
}
