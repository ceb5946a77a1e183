"""Where runs disagree, text in, text out: a test a line, `Class#method[invocation] outcome`."""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import outcomes  # noqa: E402
from outcomes import Affected, Cover, Difference, Owner, Result  # noqa: E402


def results(text):
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, outcome = line.split()
        owner = owner_of(name.partition("[")[0])
        found[name] = Result(owner, outcome)
    return found


def owner_of(name):
    module, _, test = name.rpartition("/")
    class_name, _, method = test.partition("#")
    return Owner(module or "m", class_name, method)


def run(text):
    classes = {("m", line.split()[1]) for line in text.splitlines() if line.strip().startswith("class ")}
    tests = "\n".join(line for line in text.splitlines() if not line.strip().startswith("class "))
    return outcomes.Run(results(tests), classes, 0, "completed", "", {}, [])


def affected(name):
    return Affected(*owner_of(name), "executed", "executed a.B#c")


class OutcomesTest(unittest.TestCase):
    def known(self, before, ran, expected):
        after = outcomes.known_after(results(before), run(ran))
        self.assertEqual(lines(expected), sorted("%s %s" % (test, it.outcome) for test, it in after.items()))

    def differ(self, known, ran, everything, expected):
        found = outcomes.differences(results(known), results(everything), run(ran))
        self.assertEqual(lines(expected), ["%s %s%s" % (it.id, outcomes.newly(it), " (ran)" if it.ran else "")
                                           for it in found])

    def left_out(self, selection, everyone, expected):
        owners = {owner_of(it) for it in everyone.split()}
        self.assertEqual(expected.split(), outcomes.without([affected(it) for it in selection.split()], owners))

    def test_a_run_replaces_what_is_known_of_its_methods(self):
        self.known("A#a passed\nA#b passed\nB#c failed", "A#a failed\nclass A", "A#a failed\nA#b passed\nB#c failed")

    def test_invocations_of_a_method_come_and_go_together(self):
        self.known("A#a[1] passed\nA#a[2] passed\nA#a[3] failed", "A#a[1] passed\nA#a[2] failed",
                   "A#a[1] passed\nA#a[2] failed")

    def test_a_class_that_cannot_begin_leaves_nothing_of_its_tests(self):
        self.known("A#a passed\nA$B#b passed\nAB#c passed", "A error", "A error\nAB#c passed")

    def test_the_tests_of_a_suite_are_the_suites(self):
        test = {"module": "m", "class": "lib.Tester", "method": "a()",
                "uniqueId": "[engine:junit-vintage]/[runner:a.AllTest]/[test:x]/[test:a(lib.Tester)]"}
        self.assertEqual(Owner("m", "a.AllTest", ""), outcomes.owner_of(test))
        nested = {**test, "class": "a.FooTest$In", "uniqueId": "[engine:junit-jupiter]/[class:a.FooTest]/[nested-class:In]/[method:a()]"}
        self.assertEqual(Owner("m", "a.FooTest$In", "a()"), outcomes.owner_of(nested))

    def test_what_is_selected_is_left_out_and_nothing_else(self):
        self.left_out("m/A m/B#b", "m/A#a m/A#b m/B#a m/B#b m/C#c", "!A !B#b")
        self.left_out("m/A#a m/A#b", "m/A#a m/A#b", "!A")
        self.left_out("m/A#a(int) m/B#b(int) m/B#b()", "m/A#a(int) m/A#a() m/B#b(int) m/B#b() m/B#c()", "!B#b")
        self.left_out("m/A m/B#b", "m/A#a n/A#a m/B#b m/B#c n/B#d", "!B#b")
        self.left_out("m/A$N#a m/A$N#b m/B$N", "m/A#c m/A$N#a m/A$N#b m/B#b m/B$N#a", "!A$N#a+b !B$N#a")
        self.left_out("m/A", "m/A m/A#a m/A$N#a m/B#b", "!A")
        self.left_out("m/A#a", "m/A m/A#a m/A#b", "!A#a")

    def test_a_class_that_begins_again_is_not_red_any_more(self):
        self.known("A error", "A#a passed\nclass A", "A#a passed")
        self.known("A$B error\nC error", "A#a passed\nclass A", "A#a passed\nC error")

    def test_a_class_that_ends_badly_keeps_its_tests(self):
        self.known("A#a passed\nA#b passed", "A#a passed\nA failed", "A failed\nA#a passed\nA#b passed")

    def test_agreement(self):
        self.differ("A#a passed\nA#b failed", "", "A#a passed\nA#b failed", "")

    def test_each_difference(self):
        self.differ("A#a passed\nA#b failed\nA#c passed\nA#d failed", "A#d failed",
                    "A#a failed\nA#b passed\nA#c skipped\nA#d error", """
            A#a newly fails: was passed, is failed
            A#b newly passes: was failed
            A#c was passed, is skipped
            A#d was failed, is error (ran)
            """)

    def test_new_tests_have_to_be_known(self):
        self.differ("A#a passed", "", "A#a passed\nA#b passed\nC error", "A#b is new, and passed\nC is new, and error")

    def test_what_is_deleted_leaves_nothing_to_run(self):
        self.differ("A#a passed\nA#b passed\nB#c passed\nB failed", "", "A#a passed", "")

    def test_a_method_with_fewer_invocations_differs(self):
        self.differ("A#a[1] passed\nA#a[2] passed", "", "A#a[1] passed", "A#a[2] was passed, and is no more")

    def test_a_class_that_ended_badly_and_does_not_any_more_differs(self):
        self.differ("A failed\nA#a passed", "", "A#a passed", "A was failed, and is no more")

    def test_verdicts(self):
        def verdict(was, now, again, again_known=(), ran=False):
            return outcomes.verdict(Difference("A#a", owner_of("A#a"), was, now, ran), list(again), list(again_known))

        self.assertEqual("missed", verdict("passed", "failed", ["failed"] * 3))
        self.assertEqual("missed", verdict("passed", "failed", []))
        self.assertEqual("missed", verdict(None, "passed", ["passed"] * 3))
        self.assertEqual("flaky", verdict("passed", "failed", ["failed", "passed", "failed"]))
        self.assertEqual("flaky", verdict("passed", "failed", ["error", "failed", "failed"]))
        self.assertEqual("disagrees", verdict("passed", "failed", ["failed"] * 3, ["passed"] * 3, ran=True))
        self.assertEqual("flaky", verdict("failed", "passed", ["passed"] * 3, ["passed"] * 3, ran=True))
        # That the other side would say the same now is just what it has missed.
        self.assertEqual("missed", verdict("passed", "failed", ["failed"] * 3, ["failed"] * 3))

    def test_only_what_is_red_may_be_selected_of_an_identical_revision(self):
        known = results("A#a failed\nA#b passed\nB error\nC$D#c failed\nE#e passed")
        told = {name: outcomes.is_red(affected(name), known) for name in ("A", "A#a", "A#b", "B", "B#x", "C", "E", "E#e")}
        self.assertEqual({"A": True, "A#a": True, "A#b": False, "B": True, "B#x": True, "C": True, "E": False, "E#e": False}, told)

    def test_a_selected_class_covers_all_in_it(self):
        cover = Cover([affected("A"), affected("B#a"), affected("C$D")])
        told = [name for name in ("A", "A#a", "A$B#b", "AB#c", "B", "B#a", "B#b", "B$C#c", "C", "C$D#d", "C#c")
                if owner_of(name) in cover]
        self.assertEqual(["A", "A#a", "A$B#b", "B", "B#a", "C$D#d"], told)
        self.assertEqual(told, [name for name in ("A", "A#a", "A$B#b", "AB#c", "B", "B#a", "B#b", "B$C#c", "C", "C$D#d", "C#c")
                                if any(outcomes.covers(it, owner_of(name)) for it in (affected("A"), affected("B#a"), affected("C$D")))])

    def test_selectors_of_tests(self):
        owners = [owner_of(name) for name in ("a.A#b(int)", "a.A#a()", "a.B#c()", "a.B", "a.C#it works")]
        self.assertEqual(["a.A#a+b", "a.B", "a.C"], outcomes.selectors(owners))

    def test_bodies_only(self):
        def bodies(*kinds):
            return outcomes.is_body_only([affected("A")._replace(kind=kind) for kind in kinds])

        self.assertEqual([False, True, False, False], [bodies(), bodies("executed"), bodies("executed", "Uses"), bodies("BUILD_CHANGED")])
        own = affected("A")._replace(kind="uses", text="its own code changed")
        self.assertTrue(outcomes.is_body_only([own, affected("B")]))

    def test_reads_events_and_leaves_out_half_a_line(self):
        test = {"id": "m/a.A#b()/[1]", "module": "m", "class": "a.A", "method": "b()", "invocation": "[1]"}
        told = [{"event": "stepFinished", "step": "run 3 classes", "durationMs": 2.0},
                {"event": "stepFinished", "step": "run 1 class", "durationMs": 1.0},
                {"event": "testFinished", "test": test, "outcome": "passed"},
                {"event": "classFinished", "module": "m", "class": "a.A"},
                {"type": "affected", "module": "m", "class": "a.A", "why": {"kind": "new", "text": "new"}},
                {"event": "runFinished", "exitCode": 0, "end": "completed"}]
        read = outcomes.read_run([*map(json.dumps, told), '{"event":"testFin'])
        self.assertEqual(({"m/a.A#b()/[1]": Result(Owner("m", "a.A", "b()"), "passed")}, {("m", "a.A")}, 0, {"run classes": 3.0},
                          [Affected("m", "a.A", "", "new", "new")]),
                         (read.results, read.classes, read.exit_code, read.steps, read.affected))

    def test_percentiles(self):
        values = list(range(1, 51))
        self.assertEqual((25, 48, 50, 7), (outcomes.percentile(values, 50), outcomes.percentile(values, 95),
                                           outcomes.percentile(values, 100), outcomes.percentile([7], 95)))


def lines(text):
    return sorted(line.strip() for line in text.splitlines() if line.strip())


if __name__ == "__main__":
    unittest.main()
