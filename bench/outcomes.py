"""What runs said of tests, as values, and where two of them disagree. Pure: no process, no file.

A test is known by its id; its owner is the method that was declared for it, which selection deals in. Outcomes are
compared as they are: a failure that became an error is a difference.
"""

import json
import re
from collections import Counter, namedtuple

Owner = namedtuple("Owner", "module class_name method")
Result = namedtuple("Result", "owner outcome")
Affected = namedtuple("Affected", "module class_name method kind text")
Difference = namedtuple("Difference", "id owner was now ran")
Run = namedtuple("Run", "results classes exit_code end reason steps affected")
Selection = namedtuple("Selection", "affected selected total")

RED = ("failed", "error")
# Reasons that a change of bodies alone does not give, letter case and signs aside.
STRUCTURAL = {"uses", "new", "buildchanged"}
# The class at the top of a unique id, in Vintage's and in Jupiter's words.
RUNNER = re.compile(r"/\[(?:runner|class):([^\]]+)]")
OWN_CODE = "its own code changed"


def events(lines):
    """The objects of a file of JSON lines; what is no whole object, as the last line of a process that was ended, is not."""
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            yield event


def read_run(lines):
    """A run from `tls run --json`. Its exit code is missing where it did not come to an end."""
    results, classes, steps, affected, last = {}, set(), Counter(), [], {}
    for event in events(lines):
        kind = event.get("event", event.get("type"))
        if kind == "testFinished":
            test = event["test"]
            results[test["id"]] = Result(owner_of(test), event["outcome"])
        elif kind == "classFinished":
            classes.add((event["module"], event["class"]))
        elif kind == "stepFinished":
            steps[step_name(event["step"])] += event["durationMs"]
        elif kind == "affected":
            affected.append(affected_of(event))
        elif kind == "runFinished":
            last = event
    return Run(results, classes, last.get("exitCode"), last.get("end", ""), last.get("nothingSelected", ""), steps, affected)


def step_name(step):
    """Without what is counted: `run 3 classes` and `run 1 class` are one step."""
    words = [word for word in step.split() if not word.isdigit()]
    return " ".join("classes" if word == "class" else word for word in words)


def read_selection(lines):
    """What `tls affected --json` printed."""
    affected, last = [], {}
    for event in events(lines):
        kind = event.get("event", event.get("type"))
        if kind == "affected":
            affected.append(affected_of(event))
        elif kind == "affectedFinished":
            last = event
    return Selection(affected, last.get("selected", len(affected)), last.get("total"))


def owner_of(test):
    """The class that a selection names: a suite's tests may bear the names of classes that nobody can run alone."""
    runner = RUNNER.search(test.get("uniqueId", ""))
    if runner and runner[1].partition("$")[0] != test["class"].partition("$")[0]:
        return Owner(test["module"], runner[1], "")
    return Owner(test["module"], test["class"], test.get("method", ""))


def affected_of(event):
    why = event.get("why", {})
    return Affected(event["module"], event["class"], event.get("method") or "", why.get("kind", ""), why.get("text", ""))


def known_after(known, run):
    """What is known once a run has been heard: each method that ran is known by this run alone."""
    owners = {result.owner for result in run.results.values()}
    reported = {(owner.module, owner.class_name) for owner in owners if owner.method}
    touched = {(owner.module, owner.class_name) for owner in owners} | run.classes
    # A class that could not begin: what its tests once were is not known any more.
    stopped = {(owner.module, owner.class_name) for owner in owners if not owner.method
               and not any(inside(other, (owner.module, owner.class_name)) for other in reported)}

    def stays(owner):
        place = (owner.module, owner.class_name)
        if owner in owners or not owner.method and (place in touched or any(inside(place, it) for it in run.classes)):
            return False
        return not any(inside(place, it) for it in stopped)

    after = {test: result for test, result in known.items() if stays(result.owner)}
    after.update(run.results)
    return after


def inside(place, outer):
    """Whether a class, told as module and name, is another one or nested in it."""
    return place[0] == outer[0] and (place[1] == outer[1] or place[1].startswith(outer[1] + "$"))


def differences(known, now, run):
    """Where what is known is not what a run of everything says; `run` tells what was run just before."""
    owners = {result.owner for result in now.values()}
    places = {(owner.module, owner.class_name) for owner in owners}
    ran = {result.owner for result in run.results.values()}
    found = []
    for test, result in now.items():
        was = known[test].outcome if test in known else None
        if was != result.outcome:
            found.append(Difference(test, result.owner, was, result.outcome, result.owner in ran))
    for test, result in known.items():
        owner = result.owner
        place = (owner.module, owner.class_name)
        # A method or a class that is gone leaves nothing to run; one that has fewer tests than before does.
        if test not in now and (owner in owners or not owner.method and place in places):
            found.append(Difference(test, owner, result.outcome, None, owner in ran))
    return sorted(found, key=lambda it: it.id)


def newly(difference):
    was, now = difference.was, difference.now
    if was is None:
        return "is new, and %s" % now
    if now is None:
        return "was %s, and is no more" % was
    if now in RED and was not in RED:
        return "newly fails: was %s, is %s" % (was, now)
    if now == "passed":
        return "newly passes: was %s" % was
    return "was %s, is %s" % (was, now)


def verdict(difference, again, again_known):
    """What a difference is after trying both sides again, alone: `flaky`, `missed` or `disagrees`.

    `again` are the outcomes on the side that runs everything, `again_known` those on the side that was asked what is
    affected; `None` is no such test. Without any, nothing excuses the difference.
    """
    if difference.was in again or len(set(again)) > 1:
        return "flaky"
    if not difference.ran:
        return "missed"
    if difference.now in again_known or len(set(again_known)) > 1:
        return "flaky"
    return "disagrees"


def is_red(affected, known):
    """Whether something that was selected was red when it last ran, and so is selected without any change."""
    place = (affected.module, affected.class_name)
    return any(result.outcome in RED and inside((result.owner.module, result.owner.class_name), place)
               and (not affected.method or result.owner.method in ("", affected.method))
               for result in known.values())


def covers(affected, owner):
    """Whether running what was selected runs the tests of this owner, or starts the class that it is."""
    return inside((owner.module, owner.class_name), (affected.module, affected.class_name)) and (
        not affected.method or not owner.method
        or affected.class_name == owner.class_name and affected.method == owner.method)


class Cover:
    """Which owners a selection runs; as `covers`, for many of both."""

    def __init__(self, affected):
        self.classes = {(it.module, it.class_name) for it in affected if not it.method}
        self.methods = {Owner(it.module, it.class_name, it.method) for it in affected if it.method}
        self.begun = {(it.module, it.class_name) for it in affected}

    def __contains__(self, owner):
        if owner in self.methods:
            return True
        classes = self.classes if owner.method else self.begun
        name = owner.class_name
        while True:
            if (owner.module, name) in classes:
                return True
            if "$" not in name:
                return False
            name = name.rpartition("$")[0]


def methods(results):
    """The owners that are methods: what `tests` means in a share."""
    return {result.owner for result in results.values() if result.owner.method}


def class_names(results):
    return {(result.owner.module, result.owner.class_name.partition("$")[0]) for result in results.values()}


def is_body_only(affected):
    """Whether something was selected, and nothing because of more than a body, a resource or the test's own code."""
    others = {"".join(filter(str.isalpha, it.kind)).lower() for it in affected if it.text != OWN_CODE}
    return bool(affected) and not others & STRUCTURAL


def selectors(owners, limit=5):
    """As a command line names the tests of these owners; a class of which many are meant, or that itself is, as a whole."""
    by_class = {}
    for owner in owners:
        by_class.setdefault(owner.class_name, set()).add(owner.method.partition("(")[0])
    return ["%s#%s" % (name, "+".join(sorted(it))) if "" not in it and len(it) <= limit and all(map(str.isidentifier, it))
            else name for name, it in sorted(by_class.items())]


def without(affected, everyone):
    """Selectors that leave out, of the owners in `everyone`, such as a selection runs, and none that it does not: a name
    means its class in every module, and every method of that name."""
    covers = Cover(affected)
    selected, kept = set(), set()
    for owner in everyone:
        for name in ((owner.class_name.partition("$")[0], ""), (owner.class_name, owner.method.partition("(")[0])):
            (selected if owner in covers else kept).add(name)
    names = selected - kept
    by_class = {}
    for class_name, method in names:
        if method.isidentifier() and (class_name.partition("$")[0], "") not in names:
            by_class.setdefault(class_name, set()).add(method)
    return sorted(["!" + class_name for class_name, method in names if not method and "$" not in class_name]
                  + ["!%s#%s" % (class_name, "+".join(sorted(methods))) for class_name, methods in by_class.items()])


def percentile(values, share):
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def percent(part, whole):
    return 100 * part / whole if whole else 0.0
