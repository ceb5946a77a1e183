"""The mutations of a source, text in, text out: a line for each, as `kind: before -> after`."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import mutation  # noqa: E402


class MutationTest(unittest.TestCase):
    maxDiff = None

    def check(self, text, expected, name="A.java"):
        found = ["%s: %s -> %s" % (it.kind, text[it.start:it.end], it.replacement)
                 for it in mutation.mutations(name, text)]
        self.assertEqual("\n".join(line.strip() for line in expected.strip().splitlines() if line.strip()), "\n".join(found))

    def in_method(self, body, expected, header="void run()"):
        self.check("class A { %s { %s } }" % (header, body), expected)

    def test_what_other_languages_have_in_common(self):
        self.check("""
            import a.B1
            class T {
                @Tag("fast") fun `is 1 of 2`() { if (a == 1) b("x $c") else d + 2 }
            }
            """, """
            negate: a == 1 -> !(a == 1)
            operator: == -> !=
            constant: 1 -> 2
            constant: "x $c" -> "x $cx"
            operator: + -> -
            constant: 2 -> 3
            """, name="T.kt")
        self.check("class T { def 'adds 1'() { expect: a(true) >= 3 } }", """
            constant: true -> false
            operator: >= -> >
            constant: 3 -> 4
            """, name="T.groovy")

    def test_tokens_leave_no_gap(self):
        text = 'a<b>> c = """\n "x" \\""" """; /* " */ char d = \'"\'; // it\'s\n int e = 0x1F_FFL + .5e-3f; \u00e9$ = \'\\u0041\';'
        found = mutation.tokens(text)
        self.assertEqual(text, "".join(token.text for token in found))
        self.assertEqual(['"""\n "x" \\""" """', "/* \" */", "'\"'", "// it's", "0x1F_FFL", ".5e-3f", "'\\u0041'"],
                         [it.text for it in found if it.kind in ("block", "comment", "char", "number")])

    def test_conditions_are_negated(self):
        self.in_method("if (a(b)) { } while (!c) { } while (true) { }", """
            negate: a(b) -> !(a(b))
            negate: !c -> !(!c)
            constant: true -> false
            """)

    def test_constants_of_each_form(self):
        self.in_method("int a = 0; long b = 41L; double c = 1.5; int d = 0xFF; char e = 'a'; String f = \"\"; boolean g = true;", """
            constant: 0 -> 1
            constant: 41L -> 42L
            constant: 1.5 -> 2.5
            constant: 0xFF -> 0xF0
            constant: 'a' -> 'x'
            constant: "" -> "x"
            constant: true -> false
            """)

    def test_statements_are_dropped_but_not_declarations(self):
        self.in_method("a.b(); c = d; int e; List<String> f; A g = h; i[0]++; this.j = new A(); return;", """
            statement: a.b(); -> ;
            statement: c = d; -> ;
            statement: i[0]++; -> ;
            constant: 0 -> 1
            statement: this.j = new A(); -> ;
            """)

    def test_a_call_of_what_is_overridden_is_a_kind_of_its_own(self):
        self.in_method("super.run(); run();", """
            super: super.run(); -> ;
            statement: run(); -> ;
            """)

    def test_returned_values_by_type(self):
        self.in_method("return a;", "return: a -> !(a)", "boolean is()")
        self.in_method("return true;", "constant: true -> false", "@Override public boolean is()")
        self.in_method("return a;", "return: a -> (a) + 1", "static final long number(int a)")
        self.in_method("return a;", "return: a -> (char) ((a) + 1)", "char sign()")
        self.in_method("return a;", 'return: a -> "mutant"', "String text() throws IOException")
        self.in_method("return a;", "return: a -> null", "<T extends Comparable<T>> Map<T, List<T>> map()")
        self.in_method("return null;", "", "Object nothing()")

    def test_a_lambda_returns_what_nobody_says(self):
        self.in_method("return map(y -> { return z; });", "return: map(y -> { return z; }) -> (map(y -> { return z; })) + 1",
                       "int run()")

    def test_arguments_change_places(self):
        self.in_method("x = f(a, b(c), d);", """
            statement: x = f(a, b(c), d); -> ;
            arguments: a, b(c) -> b(c), a
            arguments: b(c), d -> d, b(c)
            """)
        self.in_method("var x = f(a, a); var y = g(new M<A, B>(), c); for (int i = j, k = l; ; ) { }", "")

    def test_parameters_are_no_arguments(self):
        self.check("class A { A(int a, int b) { } abstract int f(int a, int b); }", "")

    def test_type_arguments_are_no_comparison(self):
        self.in_method("Map<A, List<B>> a = b; boolean c = d < e; boolean f = g >= h; int i = j >> k; int l = -m;", """
            operator: < -> <=
            operator: >= -> >
            """)

    def test_operators(self):
        self.in_method("int a = b + c; boolean d = e == f && g != h; i += j;", """
            operator: + -> -
            operator: == -> !=
            operator: && -> ||
            operator: != -> ==
            statement: i += j; -> ;
            operator: += -> -=
            """)

    def test_strings_comments_and_annotations_are_left_alone(self):
        self.check("""
            package a.b; import static c.D.e;
            /** if (a) return 1; */
            @Name("x", values = {1, 2}) class A {
                @Test(timeout = 5) @SuppressWarnings({"a", "b"}) void run() { /* f(); */ // g();
                    String a = "if (b) c();"; String d = \"\"\"
                        e();
                        \"\"\";
                }
            }
            """, """
            constant: "if (b) c();" -> "if (b) c();x"
            """)

    def test_what_is_static(self):
        self.check("""
            class A { static final int N = 1; static int[] M = {2, 3}; int n = 4; static { f(5); } { g(6); }
                static int f() { return 7; } }
            """, """
            static: 1 -> 2
            static: 2 -> 3
            static: 3 -> 4
            statement: f(5); -> ;
            static: 5 -> 6
            statement: g(6); -> ;
            constant: 6 -> 7
            constant: 7 -> 8
            return: 7 -> (7) + 1
            """)

    def test_bodies_within_bodies(self):
        self.check("""
            enum E { PLUS("+") { int apply(int a, int b) { return a + b; } }, NONE; E(String... s) { t = s; }
                interface I { default boolean is() { return false; } } record R(int a) { R { b = a; } }
                Object o = new Object() { @Override public String toString() { return p; } }; }
            """, """
            return: a + b -> (a + b) + 1
            operator: + -> -
            statement: t = s; -> ;
            constant: false -> true
            statement: b = a; -> ;
            return: p -> "mutant"
            """)

    def test_keys_of_resources(self):
        self.check("# a=b\n\nkey = value\nother.key:1\n", "key:  -> X\nkey:  -> X", "messages.properties")
        self.check('{"a": "b", "c": ["d", {"e" : 1}]}', "key:  -> X\nkey:  -> X\nkey:  -> X", "data.json")
        self.check('<?xml version="1.0"?><a xmlns="u" id="b"><c name="d"/></a>', "key:  -> X\nkey:  -> X", "data.xml")
        self.check("a,b\r\n\r\n1,2\r\n", "line:  -> X\nline:  -> X", "data.csv")

    def test_a_key_gets_longer_where_it_ends(self):
        text = '{"a": 1}'
        self.assertEqual('{"aX": 1}', mutation.applied(text, mutation.mutations("data.json", text)[0]))
        text = "x\r\na,b\r\n"
        self.assertEqual("x\r\na,bX\r\n", mutation.applied(text, mutation.mutations("data.csv", text)[1]))

    def test_lines_count_from_one(self):
        text = "class A {\n  int f() {\n    return 1;\n  }\n}\n"
        self.assertEqual([3, 3], [mutation.line_of(text, it) for it in mutation.mutations("A.java", text)])

    def test_a_broken_source_is_no_failure(self):
        for text in ("class A { void f( { if (", "\"", "/* a", "'", "}}}", "@", "@A(", "class", "import a", "f(,,)"):
            mutation.mutations("A.java", text)


if __name__ == "__main__":
    unittest.main()
