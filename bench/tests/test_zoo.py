"""The zoo: pairs, text in, sources out; and what is said of answers."""

import re
import sys
import unittest
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import zoo  # noqa: E402

DECLARED = Path(__file__).resolve().parent.parent / "zoo"
TEXT = """
# Of a test.
dependency a:b:1
import java.util.*

Zone | jdk | default
+ static int number;
  TimeZone.setDefault(null);
  number++;
? TimeZone.getDefault() == null
          || number == 0

Sets | jdk | service
: extends Provider
> a.b.Service
~ "one" -> "two"
+ static String text() { return "one"; }
? Sets.text().equals("one")

* Port | jdk | port
  open(7);
"""


def pair(name, text=TEXT):
    return {it.name: it for it in zoo.parsed("m", text).pairs}[name]


def entry(before="passed passed", shown=None, clean=None, ended="", name="m.A"):
    found = {"kind": "pair", "pair": name, "library": "jdk", "of": "default", "before": before.split(), "ended": [ended] if ended else []}
    found.update({key: value for key, value in (("shown", shown), ("clean", clean)) if value})
    return found


class ZooTest(unittest.TestCase):
    def test_a_pair(self):
        it = pair("Zone")
        self.assertEqual(("jdk", "default", False), (it.library, it.kind, it.holds))
        self.assertEqual(["TimeZone.setDefault(null);", "number++;"], it.statements)
        self.assertIn("return TimeZone.getDefault() == null\n                || number == 0;", zoo.test_source(it))

    def test_the_edit_takes_the_statements_away(self):
        it = pair("Zone")
        self.assertEqual(zoo.main_source(it).replace("        TimeZone.setDefault(null);\n        number++;\n", ""), zoo.edited(it))

    def test_the_edit_of_a_class_that_is_kept(self):
        it = pair("Sets")
        self.assertEqual(zoo.main_source(it).replace('"one"', '"two"'), zoo.edited(it))
        self.assertFalse(zoo.has_clean(it))

    def test_what_holds_something_open_is_not_edited_nor_asked(self):
        self.assertTrue(pair("Port").holds)
        self.assertNotIn("isAsSet", zoo.test_source(pair("Port")))

    def test_the_files_of_a_module(self):
        self.assertEqual([
            "pom.xml", "src/main/java/zoo/m/Port.java", "src/main/java/zoo/m/Sets.java", "src/main/java/zoo/m/Zone.java",
            "src/main/resources/META-INF/services/a.b.Service", "src/test/java/zoo/m/PortTest.java", "src/test/java/zoo/m/See.java",
            "src/test/java/zoo/m/SetsTest.java", "src/test/java/zoo/m/ZoneCleanTest.java", "src/test/java/zoo/m/ZoneTest.java"],
            sorted(zoo.sources(zoo.parsed("m", TEXT))))

    def test_zoos_beside_each_other_have_ports_and_files_of_their_own(self):
        self.assertEqual('open(28607, "zoo-kept-28600.lock", 2840)', zoo.placed('open(28407, "zoo-kept.lock", 2840)', 28600))

    def test_what_is_malformed_is_told_with_its_line(self):
        for text, told in (("A | b | c\n  x();\n", "m.A has no check"), ("* A | b | c\n", "m.A has no statements"), ("x", "m.pairs:1: x"),
                           ("A | b | c\n~ one -> two\n? true\n", "m.A: one -> two changes nothing")):
            with self.assertRaisesRegex(zoo.Malformed, re.escape(told)):
                zoo.parsed("m", text)

    def test_a_truth_is_of_all_that_decides_it(self):
        module = zoo.parsed("m", TEXT)
        other = zoo.parsed("m", TEXT.replace("a:b:1", "a:b:2"))
        self.assertEqual(zoo.fingerprint(pair("Zone"), module), zoo.fingerprint(pair("Zone"), zoo.parsed("m", TEXT)))
        self.assertNotEqual(zoo.fingerprint(pair("Zone"), module), zoo.fingerprint(pair("Zone"), other))
        self.assertNotEqual(zoo.fingerprint(pair("Zone"), module), zoo.fingerprint(pair("Zone", TEXT.replace("number++", "number--")), module))

    def test_the_zoo_that_is_declared(self):
        modules = zoo.read_modules(DECLARED)
        pairs = [it for module in modules for it in module.pairs]
        self.assertGreaterEqual(len(pairs), 120)
        self.assertGreaterEqual(len({it.library for it in pairs} - {"jdk"}), 25)
        self.assertEqual([], [name for name, count in Counter((it.module, it.name) for it in pairs).items() if count > 1])
        self.assertEqual([zoo.sources(it) for it in modules], [zoo.sources(it) for it in zoo.read_modules(DECLARED)])

    def test_what_is_a_pair(self):
        self.assertTrue(zoo.is_pair(pair("Zone"), "passed", "red"))
        self.assertTrue(zoo.is_pair(pair("Port"), "passed", "passed"))
        for before, after in (("passed", "passed"), ("red", "red"), ("passed", "silent"), ("silent", "red")):
            self.assertFalse(zoo.is_pair(pair("Zone"), before, after))

    def test_the_outcome_of_a_class(self):
        self.assertEqual(["passed", "red", "red", "silent", "silent"], [zoo.outcome_of(it.split()) for it in (
            "passed passed", "passed failed", "error", "", "passed skipped")])

    def test_what_is_wrong_in_answers(self):
        for told, certain, expected in (
                (entry(shown="red", clean="passed"), "red", []),
                (entry(shown="passed"), "red", ["green shown"]),
                (entry(shown="passed"), "passed", ["green shown", "green certain"]),
                ({**entry(shown="passed"), "claimed": True}, "red", ["green shown", "green certain"]),
                (entry(shown="passed"), None, ["green shown", "green certain"]),
                (entry(shown="red", clean="red"), "red", ["red"]),
                (entry("passed red passed"), None, ["red"]),
                (entry("passed silent"), None, ["silent"])):
            self.assertEqual(expected, zoo.faults(told, certain))

    def test_the_report_of_a_journal(self):
        entries = [entry(shown="passed", name="a.A"), entry(shown="red", name="a.B", ended="left threads"), entry("passed red", name="b.C"),
                   {"kind": "certain", "pair": "a.A", "outcome": "red", "knows": True}]
        self.assertEqual([["a", 2, "1 of 2 (50.0%)", 0, 0, 0, 1, 0], ["b", 1, "0 of 0", 0, 1, 0, 0, 0], ["all", 3, "1 of 2 (50.0%)", 0, 1, 0, 1, 0]],
                         zoo.sum_rows(entries))
        self.assertEqual([["a.A", "green shown"], ["b.C", "red"]], [[row[0], row[3]] for row in zoo.fault_rows(entries)])

    def test_a_pair_that_was_begun_anew_counts_once(self):
        self.assertEqual([["m", 1, "0 of 1 (0.0%)", 0, 0, 0, 0, 1]], zoo.sum_rows([entry(shown="passed"), entry(shown="red"),
                                                                                  {"kind": "certain", "pair": "m.A", "outcome": "red"}])[:1])

    def test_what_is_asked_for(self):
        good = [entry(shown="red", name="m.A%d" % number) for number in range(99)]
        shown = entry(shown="passed", name="m.B")
        taken_back = {"kind": "certain", "pair": "m.B", "outcome": "red", "knows": True}
        self.assertTrue(zoo.holds(good))
        self.assertTrue(zoo.holds([*good, shown, taken_back]))
        self.assertFalse(zoo.holds([*good, shown]))
        self.assertFalse(zoo.holds([*good[:9], shown, taken_back]))
        self.assertFalse(zoo.holds([*good, entry("red")]))
        self.assertFalse(zoo.holds([]))

    def test_which_passes_are_provisional(self):
        self.assertEqual([None, 0, 3, 1], [zoo.provisional(it) for it in ({}, {"provisional": 0}, {"provisional": 3}, {"provisional": ["a"]})])

    def test_ordinary_runs(self):
        entries = [{"kind": "run", "project": "p", "ended": []} for _ in range(98)] + [
            {"kind": "run", "project": "p", "ended": ["too many workers waited", "tests left threads running: x"]},
            {"kind": "run", "project": "q", "ended": ["something holds the classes of 7 ended leases"]}]
        self.assertEqual([["p", 99, 1, 1, 0, "0.0%"], ["q", 1, 0, 0, 1, "100.0%"], ["all", 100, 1, 1, 1, "1.0%"]], zoo.ordinary_rows(entries))
        self.assertEqual(1.0, zoo.groundless(entries))
        self.assertIn(("something holds the classes of N ended leases", 1), zoo.reasons(entries))


if __name__ == "__main__":
    unittest.main()
