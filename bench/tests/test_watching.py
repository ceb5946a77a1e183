"""What the lines of `tls watch` say of a round, text in: a time in milliseconds after the save, then the line."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import watching  # noqa: E402


def heard(text):
    lines = []
    for line in filter(None, map(str.strip, text.splitlines())):
        at, _, said = line.partition(" ")
        lines.append((int(at) / 1e3 + 7, said))
    return watching.heard(7, lines)


class WatchingTest(unittest.TestCase):
    def test_a_round(self):
        it = heard("""
            12 timing  compile  3 ms
            30 timing  run 1 class  9 ms
            31 a.b.FooTest  3 passed  12 ms
            40 timing  run 2 classes  1.20 s
            41 a.b.BarTest  1 failed, 2 skipped  1.00 s
            50 == 1 failed, 3 passed, 2 skipped in 0.05 s ==
            """)
        self.assertEqual((31, 50, ["a.b.FooTest", "a.b.BarTest"], True),
                         (round(it.first * 1e3), round(it.last * 1e3), it.classes, it.red))
        self.assertEqual({"compile": 3, "run classes": 1209}, {name: round(took * 1e3) for name, took in it.steps.items()})

    def test_a_green_round(self):
        self.assertFalse(heard("1 a.FooTest  3 passed  1 ms\n2 == 3 passed in 12 ms ==").red)

    def test_what_a_test_says_is_no_result(self):
        it = heard("1 hello  there\n2 a.FooTest is 3 passed\n9 == 3 passed in 12 ms ==")
        self.assertEqual([], it.classes)

    def test_a_round_goes_on_until_its_totals(self):
        self.assertIsNone(heard("1 a.FooTest  3 passed  1 ms"))

    def test_shares_add_up_to_the_whole(self):
        rounds = [heard("5 timing  compile  %d ms\n20 == 1 passed in 20 ms ==" % took) for took in (3, 4, 5)]
        self.assertEqual([("compile", 4), (watching.REST, 16)],
                         [(name, round(took * 1e3)) for name, took in watching.shares(rounds)])


if __name__ == "__main__":
    unittest.main()
