package odd

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Nested
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

class TwoTest : Contract() {
    override fun value() = Two().two()

    @Test
    fun `is said with spaces`() {
        assertEquals(2, One.two())
    }

    @Test
    fun isRed() {
        assertEquals(3, Two().two())
    }

    @ParameterizedTest
    @ValueSource(ints = [1, 2])
    fun many(value: Int) {
        assertTrue(listOf(value).any { it > 0 })
    }

    @Nested
    inner class Inside {
        @Test
        fun deep() {
            assertEquals(2, value())
        }
    }

    companion object {
        private var begun = false

        @JvmStatic
        @BeforeAll
        fun begin() {
            begun = true
        }
    }
}
