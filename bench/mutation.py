"""Small changes of Java source and of resources, as values: a text goes in, the places come out.

A tokenizer, not a parser: it knows where code, strings, comments and annotations are, and tells the body of a method
from that of a class. Where it errs, the mutant does not compile, and is not used.
"""

import re
from bisect import bisect_right
from collections import namedtuple
from pathlib import PurePath

Token = namedtuple("Token", "kind text start end")
Mutation = namedtuple("Mutation", "kind start end replacement")

JAVA_KINDS = ("negate", "constant", "statement", "return", "arguments", "operator", "super", "static")
RESOURCE_KINDS = ("key", "line")
KINDS = JAVA_KINDS + RESOURCE_KINDS

TOKEN = re.compile(r"""
    (?P<space>\s+)
  | (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<block>\"{3}(?:\\.|.)*?\"{3})
  | (?P<string>"(?:\\.|[^"\\\n])*")
  | (?P<char>'(?:\\.[0-7]*|\\u+[0-9a-fA-F]{4}|[^'\\\n]{1,2})')
  | (?P<number>0[xX][0-9a-fA-F_.]+(?:[pP][+-]?\d+)?[lLfFdD]?|0[bB][01_]+[lL]?
      |(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?[lLfFdD]?)
  | (?P<word>[^\W\d]\w*|\$\w*)
  | (?P<sign>->|::|\+\+|--|&&|\|\||[-+*/%&|^=!<]=|>=|\.\.\.|.)
""", re.VERBOSE | re.DOTALL)

NOT_STATEMENTS = {
    "return", "if", "for", "while", "do", "switch", "case", "default", "break", "continue", "throw", "try", "catch", "finally",
    "else", "class", "interface", "enum", "record", "final", "var", "assert", "synchronized", "yield", "abstract", "static",
    "boolean", "byte", "short", "int", "long", "char", "float", "double", "super"}
NOT_CALLS = {"if", "for", "while", "switch", "catch", "try", "synchronized", "return", "throw", "assert", "case", "yield"}
MODIFIERS = {"public", "protected", "private", "static", "final", "abstract", "native", "synchronized", "strictfp", "default",
             "transient", "volatile", "sealed"}
OPERATORS = {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=",
             "!=": "==", "&&": "||", "||": "&&", "+=": "-=", "-=": "+="}
CLOSES = {"(": ")", "[": "]", "{": "}"}


def tokens(text):
    """All of a Java source, in order and without a gap. Shifts come as single signs: they may close type arguments."""
    return [Token(match.lastgroup, match.group(), match.start(), match.end()) for match in TOKEN.finditer(text)]


class Code:
    """The tokens that count, with what encloses each of them: an immutable view of one source."""

    def __init__(self, text):
        self.text = text
        self.tokens = significant(tokens(text))
        self.partner = partners(self.tokens)
        self.scopes = [None] * len(self.tokens)
        self.find_scopes()

    def word(self, index):
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def find_scopes(self):
        """Of each token the innermost scope: a Scope, or the one of the file."""
        outside = Scope("type", None, "", False)
        stack = [outside]
        for index, token in enumerate(self.tokens):
            if token.text == "}" and len(stack) > 1:
                stack.pop()
            self.scopes[index] = stack[-1]
            if token.text == "{":
                stack.append(self.scope(index, stack[-1]))

    def scope(self, index, outer):
        before = self.word(index - 1)
        if outer.kind == "code" and before == "->":
            return Scope("code", outer, "?", outer.in_static)
        header = self.header(index)
        words = [token.text for token in header]
        if is_type(words):
            return Scope("enum" if "enum" in words else "type", outer, name_of(words), False)
        if before == "->":
            return Scope("code", outer, "?", "static" in words)
        if before == ")" and self.is_creation(self.partner.get(index - 1)):
            return Scope("type", outer, "", False)
        if before in ("=", "]", ",", "{", "(") and (before != "{" or outer.kind == "array") and words:
            return Scope("array", outer, outer.returns, outer.in_static or "static" in words)
        if outer.kind == "array":
            return Scope("array", outer, outer.returns, outer.in_static)
        if outer.kind == "code":
            return Scope("code", outer, outer.returns, outer.in_static)
        if words in ([], ["static"]):
            return Scope("code", outer, "?", words == ["static"])
        if outer.kind == "enum" and words[0] not in MODIFIERS and words[0] != outer.returns and (
                len(words) == 1 or words[1] == "("):
            return Scope("type", outer, "", False)
        return Scope("code", outer, returned(words), False)

    def header(self, index):
        """What stands before a brace, back to the end of the statement or the member before it."""
        found = []
        index -= 1
        while index >= 0:
            token = self.tokens[index]
            if token.text in (")", "]") and index in self.partner:
                opening = self.partner[index]
                found.extend(reversed(self.tokens[opening:index + 1]))
                index = opening - 1
                continue
            if token.text in (";", "{", "}", "(", "["):
                break
            found.append(token)
            index -= 1
        return list(reversed(found))

    def is_creation(self, opening):
        """Whether the parenthesis is that of `new a.B<C>(`."""
        if opening is None:
            return False
        index = opening - 1
        while index >= 0 and (self.tokens[index].kind == "word" and self.word(index) != "new"
                              or self.word(index) in (".", "<", ">", ",", "?", "[", "]", "&")):
            index -= 1
        return self.word(index) == "new"

    def top_level(self, start, end):
        """The indexes from start, before end, that stand in no bracket opened after start."""
        index = start
        while index < end:
            yield index
            if self.word(index) in CLOSES and index in self.partner:
                index = self.partner[index]
                if index < end:
                    yield index
            index += 1

    def spaced(self, index):
        token = self.tokens[index]
        return self.text[token.start - 1:token.start].isspace() and self.text[token.end:token.end + 1].isspace()

    def slice(self, start, end):
        """The text of the tokens from start to, and with, end."""
        return self.text[self.tokens[start].start:self.tokens[end].end]


# kind is code, type, enum or array; returns is the return type of a method, "?" where unknown, or the name of a type.
Scope = namedtuple("Scope", "kind outer returns in_static")


def significant(found):
    """Without space, comments, annotations, imports and the package."""
    found = [token for token in found if token.kind not in ("space", "comment")]
    kept = []
    index = 0
    while index < len(found):
        token = found[index]
        following = found[index + 1] if index + 1 < len(found) else token
        if token.text == "@" and following.kind == "word" and following.text != "interface":
            index = after_annotation(found, index + 1)
        elif token.text in ("import", "package") and (not kept or kept[-1].text in (";", "}")):
            while index < len(found) and found[index].text != ";":
                index += 1
            index += 1
        else:
            kept.append(token)
            index += 1
    return kept


def after_annotation(found, index):
    index += 1
    while index + 1 < len(found) and found[index].text == "." and found[index + 1].kind == "word":
        index += 2
    if index < len(found) and found[index].text == "(":
        depth = 0
        while index < len(found):
            depth += {"(": 1, ")": -1}.get(found[index].text, 0)
            index += 1
            if depth == 0:
                break
    return index


def partners(found):
    """Of each bracket the index of the one that belongs to it."""
    partner = {}
    stack = []
    for index, token in enumerate(found):
        if token.kind != "sign":
            continue
        if token.text in CLOSES:
            stack.append(index)
        elif token.text in CLOSES.values() and stack and CLOSES[found[stack[-1]].text] == token.text:
            opening = stack.pop()
            partner[opening] = index
            partner[index] = opening
    return partner


def is_type(words):
    depth = 0
    for index, word in enumerate(words):
        depth += {"(": 1, ")": -1}.get(word, 0)
        if depth == 0 and (word in ("class", "interface", "enum") and words[index - 1:index] != ["."]
                           or word == "record" and len(words) > index + 2 and words[index + 2] in ("(", "<")):
            return True
    return False


def name_of(words):
    for index, word in enumerate(words[:-1]):
        if word in ("class", "interface", "enum", "record"):
            return words[index + 1]
    return ""


def returned(words):
    """The return type that a method's header says, without its type arguments; "?" where it has none."""
    if "(" not in words:
        return "?"
    before = [word for word in words[:words.index("(") - 1] if word not in MODIFIERS]
    plain, depth = [], 0
    for word in before:
        depth += {"<": 1, ">": -1}.get(word, 0)
        if depth == 0 and word != ">":
            plain.append(word)
    return "".join(plain) or "?"


def java_mutations(text):
    """Every mutation of a source that can be told by its tokens, by place."""
    code = Code(text)
    found = []
    for index, token in enumerate(code.tokens):
        scope = code.scopes[index]
        in_code = scope.kind == "code" or scope.kind == "array" and scope.outer.kind == "code"
        if in_code:
            found += negation(code, index) + statement(code, index) + return_value(code, index) + arguments(code, index)
            found += operator(code, index)
        if token.kind in ("number", "string", "char") or token.text in ("true", "false"):
            if in_code and not scope.in_static:
                found += constant(token, "constant")
            elif scope.in_static or in_static_field(code, index):
                found += constant(token, "static")
    return sorted(set(found), key=lambda it: (it.start, it.end, it.kind, it.replacement))


def negation(code, index):
    if code.word(index) not in ("if", "while") or code.word(index + 1) != "(" or index + 1 not in code.partner:
        return []
    closing = code.partner[index + 1]
    condition = code.slice(index + 2, closing - 1)
    return [replaced(code, index + 2, closing - 1, "negate", "!(%s)" % condition)] if condition != "true" else []


def statement(code, index):
    """`call(...);` and `x = y;` are dropped, declarations are not; `super.name(...);` is a kind of its own."""
    if code.word(index - 1) not in (";", "{", "}") or code.scopes[index].kind != "code":
        return []
    end = index
    for end in code.top_level(index, len(code.tokens)):
        if code.word(end) in (";", "{", "}", "->"):
            break
    if code.word(end) != ";" or end == index:
        return []
    if code.word(index) == "super" and code.word(index + 1) == ".":
        return [replaced(code, index, end, "super", ";")]
    first = code.tokens[index]
    if first.kind != "word" and first.text not in ("++", "--") or first.text in NOT_STATEMENTS:
        return []
    level = list(code.top_level(index, end))
    for here, after in zip(level, level[1:]):
        one, two = code.tokens[here], code.tokens[after]
        if two.kind == "word" and (one.kind == "word" and one.text != "new" or one.text in (">", "]")) and two.text != "instanceof":
            return []
        if one.text == "=":
            break
    if code.word(index) == "this" and code.word(index + 1) == "(":
        return []
    return [replaced(code, index, end, "statement", ";")]


def return_value(code, index):
    if code.word(index) != "return" or code.word(index + 1) == ";":
        return []
    end = next((i for i in code.top_level(index, len(code.tokens)) if code.word(i) == ";"), None)
    if end is None:
        return []
    value = code.slice(index + 1, end - 1)
    other = other_value(code.scopes[index].returns, value)
    return [replaced(code, index + 1, end - 1, "return", other)] if other and other != value else []


def other_value(returns, value):
    # That of a constant is another kind's.
    if returns in ("?", "void") or value in ("true", "false"):
        return None
    if returns == "boolean":
        return "!(%s)" % value
    if returns in ("int", "long", "float", "double"):
        return "(%s) + 1" % value
    if returns in ("byte", "short", "char"):
        return "(%s) ((%s) + 1)" % (returns, value)
    return '"mutant"' if returns == "String" else "null"


def arguments(code, index):
    """Two arguments that stand side by side change places."""
    if code.tokens[index].kind != "word" or code.word(index) in NOT_CALLS or code.word(index + 1) != "(":
        return []
    opening = index + 1
    closing = code.partner.get(opening)
    if closing is None or any(code.word(i) == "<" and not code.spaced(i) for i in range(opening, closing)):
        return []
    commas = [i for i in code.top_level(opening + 1, closing) if code.word(i) == ","]
    bounds = [opening, *commas, closing]
    found = []
    for before, between, after in zip(bounds, bounds[1:], bounds[2:]):
        one, two = code.slice(before + 1, between - 1), code.slice(between + 1, after - 1)
        if one != two:
            found.append(replaced(code, before + 1, after - 1, "arguments", "%s, %s" % (two, one)))
    return found


def operator(code, index):
    """Only one with space around it: type arguments have none, nor has a sign."""
    token = code.tokens[index]
    if token.kind != "sign" or token.text not in OPERATORS or not code.spaced(index) or code.word(index - 1) in (">", "<"):
        return []
    if token.text == "<" and code.word(index + 1) in ("<", "?") or token.text == ">" and code.word(index + 1) in (">", ">="):
        return []
    return [replaced(code, index, index, "operator", OPERATORS[token.text])]


def constant(token, kind):
    return [Mutation(kind, token.start, token.end, other_constant(token))]


def other_constant(token):
    text = token.text
    if text in ("true", "false"):
        return "false" if text == "true" else "true"
    if token.kind == "string":
        return text[:-1] + 'x"'
    if token.kind == "char":
        return "'y'" if text == "'x'" else "'x'"
    digits = re.fullmatch(r"(\d+)([lL]?)", text)
    if digits and (text[0] != "0" or digits.group(1) == "0"):
        return str(int(digits.group(1)) + 1) + digits.group(2)
    radix = re.fullmatch(r"(.*)([0-9a-fA-F])([lL]?)", text)
    if text[:2] in ("0x", "0X", "0b", "0B") and radix:
        return radix.group(1) + ("0" if radix.group(2) != "0" else "1") + radix.group(3)
    return re.sub(r"\d", lambda digit: "2" if digit.group() == "1" else "1", text, count=1)


def in_static_field(code, index):
    """Whether the token stands in what a static field is first set to, directly or in an array."""
    scope = code.scopes[index]
    if scope.kind not in ("type", "enum"):
        return False
    words = []
    while index > 0 and code.word(index - 1) not in (";", "{", "}"):
        index -= 1
        words.append(code.word(index))
    return "static" in words and "=" in words


# What has no semicolons to end it, and the names of tests as people say them.
NO_CODE = re.compile(r"^[ \t]*(?:import|package)\b[^\n]*|`[^`\n]*`|\bdef\s+(?:\"[^\"\n]*\"|'[^'\n]*')", re.MULTILINE)


def other_language_mutations(text):
    """Those of Kotlin, Groovy and Scala that need no look at what encloses them: conditions, operators, constants."""
    code = Code(NO_CODE.sub(lambda it: " " * len(it.group()), text))
    found = []
    for index, token in enumerate(code.tokens):
        found += negation(code, index) + operator(code, index)
        if token.kind in ("number", "string") or token.text in ("true", "false"):
            found += constant(token, "constant")
    return sorted(set(found), key=lambda it: (it.start, it.end, it.kind, it.replacement))


def replaced(code, start, end, kind, replacement):
    return Mutation(kind, code.tokens[start].start, code.tokens[end].end, replacement)


PROPERTY = re.compile(r"^[ \t]*([^\s#!=:][^\s=:]*)[ \t]*[=:]", re.MULTILINE)
JSON_KEY = re.compile(r'"((?:\\.|[^"\\])+)"\s*:')
ATTRIBUTE = re.compile(r'\s(?!xmlns)[\w:.-]+\s*=\s*"([^"<>]+)"')
LINE = re.compile(r"^(?=.*\w)([^\r\n]+)", re.MULTILINE)


def resource_mutations(name, text):
    """A key with a letter more; in a format that has no keys, a line."""
    kind, pattern = {".properties": ("key", PROPERTY), ".json": ("key", JSON_KEY), ".xml": ("key", ATTRIBUTE)}.get(
        PurePath(name).suffix, ("line", LINE))
    # The declaration of an XML file is not the document's.
    start = text.find("?>") + 2 if text.startswith("<?xml") else 0
    return [Mutation(kind, match.end(1), match.end(1), "X") for match in pattern.finditer(text, start)]


def mutations(name, text):
    if name.endswith(".java"):
        return java_mutations(text)
    return other_language_mutations(text) if PurePath(name).suffix in (".kt", ".groovy", ".scala") else resource_mutations(name, text)


def applied(text, mutation):
    return text[:mutation.start] + mutation.replacement + text[mutation.end:]


def line_of(text, mutation):
    starts = [0] + [match.end() for match in re.finditer("\n", text)]
    return bisect_right(starts, mutation.start)


def of_kind(found, kind):
    return [mutation for mutation in found if mutation.kind == kind]
