package odd

import org.scalatest.funsuite.AnyFunSuite

class SumSuite extends AnyFunSuite {
  test("two and two") {
    assert(Sum.of(2, 2) == 4)
  }

  test("through Java") {
    assert(Zero.four() == 4)
  }

  test("is red") {
    assert(Sum.of(2, 2) == 5)
  }
}
