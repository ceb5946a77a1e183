"""What is done to tls, drawn by a seed, and what is wrong in an answer."""

import random
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import disturbed  # noqa: E402
from disturbed import BASE, Site, State, Step  # noqa: E402

SITES = [Site("A.java", "a + b", "a - b", True), Site("A.java", "c", "cc", False), Site("B.java", "d", "e", True)]
FILES = {"A.java": "a + b; c;", "B.java": "d", "T.java": "t"}
TRUTH = {"exit": 1, "results": {"m/a.ATest#one()/": "passed", "m/a.ATest$In#two()/": "failed", "m/a.BTest#three()/": "passed"}}


def step(edit, target=None):
    return Step(edit, target, "in place", "none", 0.5, "all", "a.ATest")


def walk(seed, count=200):
    draw, state, steps = random.Random(seed), BASE, []
    for _ in range(count):
        steps.append(disturbed.next_step(draw, state, SITES, sorted(FILES), ["a.ATest"]))
        state = disturbed.after(state, steps[-1], {0, 2})
    return steps, state


class DisturbedTest(unittest.TestCase):
    def test_the_seed_alone_decides(self):
        self.assertEqual(walk(1), walk(1))
        self.assertNotEqual(walk(1), walk(2))

    def test_every_edit_fault_and_question_comes_by(self):
        steps, _ = walk(3, 2000)
        self.assertEqual(set(disturbed.EDITS), {it.edit for it in steps})
        self.assertEqual(set(disturbed.FAULTS), {it.fault for it in steps})
        self.assertEqual(set(disturbed.QUESTIONS), {it.question for it in steps})

    def test_an_edit_and_the_same_again_leave_nothing(self):
        once = disturbed.after(BASE, step("change", 1), {0})
        self.assertEqual({"A.java": "a + b; cc;", "B.java": "d", "T.java": "t"}, disturbed.contents(once, SITES, FILES))
        self.assertEqual(BASE, disturbed.after(once, step("same stamp", 1), {0}))

    def test_a_deleted_file_comes_back_as_it_was(self):
        changed = State(frozenset({2}), frozenset({"B.java"}), "base")
        self.assertNotIn("B.java", disturbed.contents(changed, SITES, FILES))
        self.assertEqual("e", disturbed.contents(disturbed.after(changed, step("delete", "B.java"), {}), SITES, FILES)["B.java"])

    def test_a_branch_takes_back_all_else(self):
        other = disturbed.after(State(frozenset({1}), frozenset({"T.java"}), "base"), step("branch"), {0, 2})
        self.assertEqual({"A.java": "a - b; c;", "B.java": "e", "T.java": "t"}, disturbed.contents(other, SITES, FILES))
        self.assertEqual(BASE, disturbed.after(other, step("branch"), {0, 2}))

    def test_only_a_change_of_the_same_length_can_keep_its_stamp(self):
        self.assertTrue(all(SITES[it.target].same_length for it in walk(5, 2000)[0] if it.edit == "same stamp"))

    def wrong(self, question, changes, exit_code, red=("m/a.ATest$In#two()",), truth=TRUTH):
        results = {test: outcome for test, outcome in {**truth["results"], **changes}.items() if outcome}
        return disturbed.wrong(truth, question, "a.ATest", results, exit_code, red)

    def test_a_right_answer(self):
        self.assertEqual([], self.wrong("all", {}, 1))
        self.assertEqual([], self.wrong("affected", {"m/a.BTest#three()/": None}, 1))
        self.assertEqual([], self.wrong("class", {"m/a.BTest#three()/": None}, 1, red=()))

    def test_wrong_answers(self):
        self.assertEqual(["m/a.ATest$In#two()/: is failed, was told as passed"], self.wrong("all", {"m/a.ATest$In#two()/": "passed"}, 1))
        self.assertEqual(["m/a.BTest#three()/: is passed, was not told"], self.wrong("all", {"m/a.BTest#three()/": None}, 1))
        self.assertEqual(["m/a.CTest#x()/: is no test, was told as error"], self.wrong("affected", {"m/a.CTest#x()/": "error"}, 1))
        self.assertEqual(["exit code 0 for 1"], self.wrong("affected", {}, 0))
        self.assertEqual(["m/a.ATest$In: is red, not known as such", "m/a.BTest: known as red, is not"],
                         self.wrong("affected", {}, 1, red=("m/a.BTest#three()",)))

    def test_what_does_not_build(self):
        truth = {"exit": 2, "results": {"m/a.BTest#three()/": "passed"}}
        self.assertEqual([], self.wrong("all", {}, 2, truth=truth))
        self.assertEqual(["exit code 0 for 2"], self.wrong("all", {}, 0, truth=truth))
        self.assertEqual([], self.wrong("affected", {}, 0, truth=truth))
        self.assertEqual(["m/a.BTest#three()/: is passed, was told as error"], self.wrong("class", {"m/a.BTest#three()/": "error"}, 2, truth=truth))

    def test_honest_words(self):
        self.assertTrue(disturbed.is_honest(3, "the disk is full", True))
        self.assertTrue(disturbed.is_honest(-9, "", True))
        self.assertFalse(disturbed.is_honest(3, "the disk is full", False))
        self.assertTrue(disturbed.is_honest(130, "a test said: internal error", True))
        self.assertFalse(disturbed.is_honest(3, "1 passed\ntls: internal error: map is closed", True))
        self.assertFalse(disturbed.is_honest(4, "", True))

    def test_the_report_of_a_journal(self):
        plain = {"kind": "step", "project": "p", "edit": "change", "fault": "none", "question": "all", "refused": [], "unclear": "", "wrong": [], "hung": False}
        steps = [plain, {**plain, "fault": "full disk", "refused": [3]}, {**plain, "fault": "full disk", "refused": [3], "unclear": "internal error"},
                 {**plain, "wrong": ["x"]}, {**plain, "hung": True}]
        self.assertEqual(["p", 5, 2, 3, 1, 2, 1, 1, 1, 0], disturbed.step_rows(steps)[0])
        self.assertEqual([["change", "none", "all", 2]], disturbed.fault_rows(steps))
        self.assertFalse(disturbed.is_right(steps))
        self.assertTrue(disturbed.is_right([plain, {"kind": "end", "project": "p", "left": 0}]))
        self.assertFalse(disturbed.is_right([plain, {"kind": "end", "project": "p", "left": 1}]))
        sampled = [plain, {"kind": "sample", "project": "p", "left": 2}, {"kind": "sample", "project": "p", "left": 1}]
        self.assertEqual(2, disturbed.step_rows(sampled)[0][-1])
        self.assertFalse(disturbed.is_right(sampled))

    def test_growth_is_of_quarters(self):
        samples = [{"kind": "sample", "project": "p", "rss": value, "handles": 1, "files": 1, "bytes": 1, "jvms": 1} for value in (1, 2, 3, 9, 5, 6, 7, 8)]
        self.assertEqual(["p", "rss", 2, 8, 9], disturbed.growth_rows(samples)[0])


if __name__ == "__main__":
    unittest.main()
