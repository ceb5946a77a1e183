package odd

class Two {
    fun two() = One.one() + 1
}
