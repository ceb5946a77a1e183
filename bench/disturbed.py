"""What `chaos` does to a project and to tls, drawn by a seed, and what is wrong in an answer. Pure: no process, no file.

A project's state is which of its sites are changed, which files are deleted and which branch is checked out; so there are few
states, and what a JVM without a history says of each is asked once.
"""

import re
from collections import Counter, namedtuple

from outcomes import RED

# A place in a file that can be changed; `same_length` where a change leaves the file's size as it is.
Site = namedtuple("Site", "file before after same_length")
State = namedtuple("State", "changed deleted branch")
Step = namedtuple("Step", "edit target how fault moment question subject")
BASE = State(frozenset(), frozenset(), "base")

EDITS = {"change": 40, "same stamp": 8, "past": 4, "future": 4, "touch": 4, "delete": 8, "branch": 8, "none": 24}
FAULTS = {"none": 44, "kill daemon": 6, "kill running daemon": 8, "kill JVM": 5, "kill running JVM": 8, "kill client": 8,
          "interrupt client": 5, "damaged cache": 5, "cache deleted": 2, "full disk": 5, "two at once": 4, "clock": 2}
QUESTIONS = {"all": 35, "affected": 45, "class": 20}
MOST_CHANGED = 2


def weighted(draw, weights):
    return draw.choices(list(weights), list(weights.values()))[0]


def next_step(draw, state, sites, files, classes, faults=FAULTS, edits=EDITS):
    """What comes next: the edit and its target (a site's number or a file), the fault with its moment, and the question."""
    edit = weighted(draw, edits)
    target, how = None, draw.choice(["in place", "by rename"])
    if edit in ("change", "past", "future", "same stamp"):
        able = [i for i, site in enumerate(sites) if site.file not in state.deleted and (edit != "same stamp" or site.same_length)]
        busy = [i for i in able if i in state.changed]
        if not able:
            edit = "none"
        else:
            target = draw.choice(busy if len(state.changed) >= MOST_CHANGED and busy else able)
    elif edit == "touch":
        target = draw.choice(files)
        edit = "none" if target in state.deleted else edit
    elif edit == "delete":
        target = sorted(state.deleted)[0] if state.deleted else draw.choice(files)
    fault = weighted(draw, faults)
    return Step(edit, target, how, fault, draw.random(), weighted(draw, QUESTIONS), draw.choice(classes))


def after(state, step, other):
    """The state after an edit; `other` are the sites that are changed on the other branch. A switch takes back all else."""
    if step.edit in ("change", "past", "future", "same stamp"):
        return state._replace(changed=state.changed ^ {step.target})
    if step.edit == "delete":
        return state._replace(deleted=state.deleted ^ {step.target})
    if step.edit == "branch":
        return State(frozenset(other), frozenset(), "other") if state.branch == "base" else BASE
    return state


def contents(state, sites, base):
    """The files of a state, by their name; `base` is what they hold on the branch `base`."""
    found = {name: text for name, text in base.items() if name not in state.deleted}
    for index in sorted(state.changed):
        site = sites[index]
        if site.file in found:
            found[site.file] = found[site.file].replace(site.before, site.after, 1)
    return found


def expected_exit(truth, question, subject=""):
    if truth["exit"] not in (0, 1):
        return truth["exit"]
    red = [test for test, outcome in truth["results"].items() if outcome in RED and (question != "class" or of_class(test, subject))]
    return 1 if red else 0


def class_of(test):
    """The module and class of a test's id."""
    return test.partition("#")[0]


def of_class(test, name):
    found = class_of(test).rpartition("/")[2]
    return found == name or found.startswith(name + "$")


def wrong(truth, question, subject, results, exit_code, red):
    """What is wrong in an answer that came: outcomes by id, the exit code and what then is red by `tls status` (`None`: not asked)."""
    found = wrong_outcomes(truth, results)
    if question == "all":
        found += ["%s: is %s, was not told" % (test, outcome) for test, outcome in sorted(truth["results"].items()) if test not in results]
    if question == "class" and not any(of_class(test, subject) for test in truth["results"]):
        return found
    if truth["exit"] == 2 and question != "all":
        # What does not build may lie outside of what was asked for.
        return found
    expected = expected_exit(truth, question, subject)
    if exit_code != expected:
        found.append("exit code %s for %s" % (exit_code, expected))
    if red is not None and question != "class" and truth["exit"] in (0, 1):
        are = {class_of(test) for test, outcome in truth["results"].items() if outcome in RED}
        told = {class_of(test) for test in red}
        found += ["%s: is red, not known as such" % it for it in sorted(are - told)]
        found += ["%s: known as red, is not" % it for it in sorted(told - are)]
    return found


def wrong_outcomes(truth, results):
    return ["%s: is %s, was told as %s" % (test, truth["results"].get(test, "no test"), outcome)
            for test, outcome in sorted(results.items()) if truth["results"].get(test) != outcome]


def is_honest(exit_code, said, disturbed):
    """Whether no answer was given, and that is said in words that help; only where something had been done to tls."""
    if not disturbed or exit_code not in (3, 130, 143, -2, -9, -15):
        return False
    return exit_code != 3 or not re.search(r"^tls: .*(internal error|Exception)", said, re.MULTILINE)


STEP_COLUMNS = ["project", "steps", "disturbed", "answered", "honestly not", "then right", "wrong", "hung", "unclear words", "processes left"]


def sums(name, entries):
    steps = [it for it in entries if it["kind"] == "step"]
    disturbed = [it for it in steps if it["fault"] != "none"]
    refused = [it for it in steps if it["refused"]]
    return [name, len(steps), len(disturbed), len(steps) - len(refused), sum(not it["unclear"] for it in refused),
            sum(not it["wrong"] for it in refused), sum(bool(it["wrong"]) for it in steps), sum(it["hung"] for it in steps),
            sum(bool(it["unclear"]) for it in steps), most_left(entries)]


def most_left(entries):
    """How many processes were left at most that no daemon owned, as samples and ends tell."""
    return max((it["left"] for it in entries if it["kind"] in ("sample", "end")), default=0)


def step_rows(entries):
    names = sorted({it["project"] for it in entries if it["kind"] == "step"})
    return [sums(name, [it for it in entries if it.get("project") == name]) for name in names] + [sums("all", entries)]


def fault_rows(entries):
    """Wrong answers by what came before them."""
    counted = Counter((it["edit"], it["fault"], it["question"]) for it in entries if it["kind"] == "step" and (it["wrong"] or it["hung"]))
    return [[*which, count] for which, count in counted.most_common()]


MEASURES = ("rss", "handles", "files", "bytes", "jvms")


def growth_rows(entries):
    """Of each measure its median in the first and in the last quarter of the samples of a project, and the highest."""
    rows = []
    for project in sorted({entry["project"] for entry in entries if entry["kind"] == "sample"}):
        samples = [entry for entry in entries if entry["kind"] == "sample" and entry["project"] == project]
        quarter = max(1, len(samples) // 4)
        for measure in MEASURES:
            values = [it[measure] for it in samples]
            rows.append([project, measure, middle(values[:quarter]), middle(values[-quarter:]), max(values)])
    return rows


def middle(values):
    return sorted(values)[len(values) // 2]


def is_right(entries):
    steps = [entry for entry in entries if entry["kind"] == "step"]
    return bool(steps) and not any(it["wrong"] or it["hung"] or it["unclear"] for it in steps) and not most_left(entries)
