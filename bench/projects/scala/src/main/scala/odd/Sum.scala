package odd

object Sum {
  def of(a: Int, b: Int): Int = a + b + Zero.zero()
}
