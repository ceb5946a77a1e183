"""The zoo: pairs of a polluter and a victim, as text and as Maven projects, and what is said of each. Pure but for `write`.

`zoo/*.pairs` declares them, one file a module. Lines of a file before its first pair are `dependency` and `import`; of a pair
`Name | library | kind`, with a `*` before the name of one that holds something open, and below it

    two spaces   a statement of `pollute()`, which sets the state
    ?            whether the state is as set: true after `pollute()`, and in a JVM without a history false (may go on below)
    :            what follows the class's name
    +            a member of the class
    > TYPE       the class provides this service
    ~ A -> B     the edit, after which the test is red; without it, the edit takes the statements of `pollute()` away
"""

import hashlib
import re
from collections import Counter, namedtuple
from pathlib import Path

JUPITER = "org.junit.jupiter:junit-jupiter:5.14.1"
SUREFIRE, COMPILER = "3.5.2", "3.13.0"

Module = namedtuple("Module", "name dependencies imports pairs")
Pair = namedtuple("Pair", "module name library kind holds heading members services statements check edit")
HEAD = re.compile(r"^(\* )?(\w+) \| ([^|]+) \| (.+)$")


class Malformed(ValueError):
    pass


def read_modules(directory):
    return [parsed(file.stem, file.read_text(encoding="utf-8")) for file in sorted(Path(directory).glob("*.pairs"))]


def parsed(module, text):
    dependencies, imports, pairs, part = [], [], [], None
    for number, line in enumerate(text.splitlines(), 1):
        head = HEAD.match(line)
        if head:
            pairs.append(Pair(module, head[2], head[3].strip(), head[4].strip(), bool(head[1]), [], [], [], [], [], []))
            part = None
        elif not line.strip() or line.startswith("#"):
            part = None
        elif not pairs and line.startswith("dependency "):
            dependencies.append(line.split()[1])
        elif not pairs and line.startswith("import "):
            imports.append(line.split()[1])
        elif pairs and (line[0] in ":+>?~" or line.startswith("  ")):
            pair = pairs[-1]
            part = {":": pair.heading, "+": pair.members, ">": pair.services, "?": pair.check, "~": pair.edit}.get(line[0], part)
            if line[0] == " " and part is not pair.check:
                part = pair.statements
            part.append(line[2:])
        else:
            raise Malformed("%s.pairs:%d: %s" % (module, number, line))
    for pair in pairs:
        wanted = "statements" if pair.holds else "check"
        if not getattr(pair, wanted):
            raise Malformed("%s.%s has no %s" % (module, pair.name, wanted))
        if pair.edit and edited(pair) == main_source(pair, imports):
            raise Malformed("%s.%s: %s changes nothing" % (module, pair.name, pair.edit[0]))
    return Module(module, dependencies, imports, pairs)


def main_source(pair, imports=(), statements=None):
    body = pair.statements if statements is None else statements
    return "".join(line + "\n" for line in [
        "package zoo.%s;" % pair.module, "", *("import %s;" % it for it in imports), "",
        '@SuppressWarnings({"all", "unchecked"})',
        " ".join(["public class", pair.name, *pair.heading, "{"]), *("    " + it for it in pair.members),
        "    public static void pollute() throws Exception {", *("        " + it for it in body), "    }", "}"])


def edited(pair, imports=()):
    """The main source after the edit."""
    if not pair.edit:
        return main_source(pair, imports, [])
    before, _, after = pair.edit[0].partition(" -> ")
    return main_source(pair, imports).replace(before, after)


def test_source(pair, imports=()):
    check = [] if pair.holds else ["        assertTrue(isAsSet());"]
    asked = [] if pair.holds else [
        "    static boolean isAsSet() throws Exception {", "        return " + "\n        ".join(pair.check) + ";", "    }"]
    return of_test(pair, imports, pair.name + "Test", ["    @Test", "    void holds() throws Exception {",
                                                       "        %s.pollute();" % pair.name, *check, "    }", *asked])


def clean_source(pair, imports=()):
    """A test that is green in a JVM without a history, and red where the state was left behind."""
    return of_test(pair, (), pair.name + "CleanTest", [
        "    @Test", "    void isClean() {", "        boolean set;", "        try {", "            set = %sTest.isAsSet();" % pair.name,
        "        } catch (Throwable notSet) {", "            set = false;", "        }", "        assertFalse(set);", "    }"])


def of_test(pair, imports, name, body):
    return "".join(line + "\n" for line in [
        "package zoo.%s;" % pair.module, "", "import static org.junit.jupiter.api.Assertions.*;", "import static zoo.%s.See.*;" % pair.module, "",
        "import org.junit.jupiter.api.Test;", *("import %s;" % it for it in imports), "",
        '@SuppressWarnings({"all", "unchecked"})', "class %s {" % name, *body, "}"])


SEE = """package zoo.%s;

import java.lang.reflect.Field;

/** What a check has no other way to see. */
final class See {
    interface Code { void run() throws Throwable; }

    /** What a library keeps in a static field, and from there in fields of objects. */
    static Object field(Class<?> type, String name, String... further) throws Exception {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        Object value = field.get(null);
        for (String it : further) value = fieldOf(value, it);
        return value;
    }

    static Object fieldOf(Object object, String name) throws Exception {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field it : type.getDeclaredFields()) {
                if (!it.getName().equals(name)) continue;
                it.setAccessible(true);
                return it.get(object);
            }
        }
        throw new NoSuchFieldException(name);
    }

    /** The message of what is thrown; empty where nothing is. */
    static String thrown(Code code) {
        try {
            code.run();
            return "";
        } catch (Throwable e) {
            return String.valueOf(e.getMessage());
        }
    }
}
"""


def has_clean(pair):
    """Without statements of its own there is nothing that could be left behind for another class."""
    return not pair.holds and not pair.edit


def sources(module):
    """The files of a module by their path in it."""
    package = "java/zoo/" + module.name
    files = {"pom.xml": module_pom(module), "src/test/%s/See.java" % package: SEE % module.name}
    services = {}
    for pair in module.pairs:
        files["src/main/%s/%s.java" % (package, pair.name)] = main_source(pair, module.imports)
        files["src/test/%s/%sTest.java" % (package, pair.name)] = test_source(pair, module.imports)
        if has_clean(pair):
            files["src/test/%s/%sCleanTest.java" % (package, pair.name)] = clean_source(pair)
        for service in pair.services:
            services.setdefault(service, []).append("zoo.%s.%s" % (module.name, pair.name))
    for service, providers in services.items():
        files["src/main/resources/META-INF/services/" + service] = "".join(it + "\n" for it in providers)
    return files


def main_file(pair):
    return "%s/src/main/java/zoo/%s/%s.java" % (pair.module, pair.module, pair.name)


def module_pom(module):
    return """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <parent><groupId>zoo</groupId><artifactId>zoo</artifactId><version>1</version></parent>
  <artifactId>%s</artifactId>
  <dependencies>
%s  </dependencies></project>
""" % (module.name, "".join(dependency(it) for it in [*module.dependencies, JUPITER]))


def dependency(coordinates):
    return "    <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>\n" % tuple(coordinates.split(":"))


def parent_pom(modules):
    return """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>zoo</groupId><artifactId>zoo</artifactId><version>1</version><packaging>pom</packaging>
  <properties><maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
  <modules>%s</modules>
  <build><plugins>
    <plugin><artifactId>maven-surefire-plugin</artifactId><version>%s</version></plugin>
    <plugin><artifactId>maven-compiler-plugin</artifactId><version>%s</version></plugin>
  </plugins></build></project>
""" % ("".join("<module>%s</module>" % it.name for it in modules), SUREFIRE, COMPILER)


PORTS = range(28500, 29000, 100)


def placed(text, ports):
    """With ports and files that no zoo beside this one has: `284nn` and `zoo-kept` stand for them where pairs are declared."""
    return re.sub(r"\b284(\d\d)\b", lambda it: str(ports + int(it[1])), text).replace("zoo-kept", "zoo-kept-%d" % ports)


def write(modules, directory, ports=PORTS[0]):
    files = {"pom.xml": parent_pom(modules)}
    for module in modules:
        files.update({"%s/%s" % (module.name, path): text for path, text in sources(module).items()})
    for path, text in files.items():
        file = Path(directory) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(placed(text, ports), encoding="utf-8")


# What a run says of a class: all its tests passed, one is red, or nothing was heard of it.
PASSED, RED, SILENT = "passed", "red", "silent"
SHOWN_ALLOWED = 2.0  # percent
GROUNDLESS_ALLOWED = 3.0  # percent

# Why a JVM's life ends without anyone having suspected it of anything.
HOUSEKEEPING = re.compile(r"class path, JDK or environment|too many workers|last runs needed fewer|those that waited took|nobody needed it|it served \d+|its heap holds|its classes take|memory|serves? once"
                          r"|daemon|stopp")
# What is there to be seen by anyone, and so no mere suspicion.
GROUNDED = r"threads running|ended by itself|still open|holds open"


def fingerprint(pair, module):
    """Of all that decides what a plain build says of a pair."""
    told = [SUREFIRE, COMPILER, JUPITER, *module.dependencies, SEE, main_source(pair, module.imports), edited(pair, module.imports),
            test_source(pair, module.imports), *pair.services]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]


def outcome_of(outcomes):
    """Of a class, from those of its tests."""
    heard = set(outcomes)
    if heard & {"failed", "error"}:
        return RED
    return PASSED if heard == {"passed"} else SILENT


def is_pair(pair, before, after):
    """Whether a plain build says of it what a pair is made for: green, and red after the edit; or green each time."""
    return before == PASSED and after == (PASSED if pair.holds else RED)


def retired(workers):
    """Of each reused JVM that was ended, why; as `tls status --json` lists the workers."""
    return {it["name"]: it["retired"] for it in workers if it.get("kind") == "warm" and it.get("retired")}


def provisional(status):
    """How many passes a JVM without a history has not confirmed yet; nothing where tls does not know of such a thing."""
    told = status.get("provisional")
    return len(told) if isinstance(told, (list, dict)) else told


def faults(entry, certain=None):
    """What is wrong in what was said of a pair: of `green shown`, `green certain`, `red` and `silent` those that hold.

    A pass that nothing takes back, or that was claimed to be certain, is taken for certain.
    """
    found = []
    answers = entry["before"] + [it for it in (entry.get("shown"), entry.get("clean")) if it]
    if RED in entry["before"] or entry.get("clean") == RED:
        found.append("red")
    if entry.get("shown") == PASSED:
        found.append("green shown")
        if certain != RED or entry.get("claimed"):
            found.append("green certain")
    return found + (["silent"] if SILENT in answers else [])


def certain_outcomes(entries):
    return {entry["pair"]: entry["outcome"] for entry in entries if entry["kind"] == "certain"}


def found_faults(entries):
    """Each pair's last entry with its faults, in order of the journal; a resumed one may have begun with some of them anew."""
    certain = certain_outcomes(entries)
    last = {entry["pair"]: entry for entry in entries if entry["kind"] == "pair"}
    return [(entry, faults(entry, certain.get(entry["pair"]))) for entry in last.values()]


SUM_COLUMNS = ["", "pairs", "edits: a false green is shown", "left once certain", "false red", "silent", "reused JVM ended", "state put back"]


def sums(name, judged):
    edits = [(entry, it) for entry, it in judged if "shown" in entry]
    shown = sum("green shown" in it for _, it in edits)
    ended = sum(bool(entry["ended"]) for entry, _ in judged)
    back = sum(not entry["ended"] and not it for entry, it in judged)
    share = " (%.1f%%)" % (100 * shown / len(edits)) if edits else ""
    return [name, len(judged), "%d of %d%s" % (shown, len(edits), share), sum("green certain" in it for _, it in edits),
            sum("red" in it for _, it in judged), sum("silent" in it for _, it in judged), ended, back]


def sum_rows(entries):
    judged = found_faults(entries)
    modules = sorted({entry["pair"].partition(".")[0] for entry, _ in judged})
    return [sums(name, [it for it in judged if it[0]["pair"].partition(".")[0] == name]) for name in modules] + [sums("all", judged)]


def fault_rows(entries):
    return [[entry["pair"], entry["library"], entry["of"], ", ".join(it), "; ".join(entry["ended"])] for entry, it in found_faults(entries) if it]


def holds(entries):
    """Whether the zoo says what is asked for."""
    judged = found_faults(entries)
    edits = [it for entry, it in judged if "shown" in entry]
    shown = sum("green shown" in it for it in edits)
    return bool(judged) and not any(set(it) - {"green shown"} for _, it in judged) and (not edits or 100 * shown / len(edits) <= SHOWN_ALLOWED)


def reason_kind(reason, grounded=GROUNDED):
    if HOUSEKEEPING.search(reason):
        return "housekeeping"
    return "grounded" if re.search(grounded, reason) else "suspicion"


def ordinary_rows(entries, grounded=GROUNDED):
    """Of each project: runs, reused JVMs that ended for housekeeping, with a ground, and for a suspicion, with the share."""
    runs = [entry for entry in entries if entry["kind"] == "run"]
    rows = []
    for project in [*sorted({entry["project"] for entry in runs}), None]:
        of = [entry for entry in runs if project in (None, entry["project"])]
        kinds = Counter(reason_kind(reason, grounded) for entry in of for reason in entry["ended"])
        rows.append([project or "all", len(of), kinds["housekeeping"], kinds["grounded"], kinds["suspicion"],
                     "%.1f%%" % (100 * kinds["suspicion"] / len(of)) if of else ""])
    return rows


def reasons(entries):
    """Why reused JVMs were ended, what is counted or named in a reason aside, the most frequent first."""
    return Counter(re.sub(r"\d+", "N", reason) for entry in entries if entry["kind"] == "run" for reason in entry["ended"]).most_common()


def groundless(entries, grounded=GROUNDED):
    """The share of ordinary runs, in percent, after which a reused JVM was ended for a suspicion."""
    runs = [entry for entry in entries if entry["kind"] == "run"]
    ended = sum(reason_kind(reason, grounded) == "suspicion" for entry in runs for reason in entry["ended"])
    return 100 * ended / len(runs) if runs else 0.0
