"""The two sides of a proof: one is asked what is affected, the other runs everything.

Each is a copy of the project with a daemon and a state directory of its own, so neither knows what the other has seen.
The copies stand at different paths, which differ before the project's own name only.
"""

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

from measure import Workspace
from outcomes import read_run, read_selection, selectors, verdict

RERUNS = 3
MOST_RERUN = 100


class Side(Workspace):
    """A copy that runs tests and tells what came of it as values."""

    def run_tests(self, *words, exits=(0, 1, 2)):
        """A run, and the seconds from the start of the command to its end."""
        file = self.place / "run.json"
        file.unlink(missing_ok=True)
        start = time.monotonic()
        said = self.tls("run", "--json", str(file), *self.options.run_options, *words, check=False)
        seconds = time.monotonic() - start
        if said.returncode not in exits:
            sys.exit("tls run %s exits with %d in %s:\n%s" % (" ".join(words), said.returncode, self.directory, said.stdout))
        with contextlib.suppress(FileNotFoundError):
            with file.open(encoding="utf-8", newline="\n") as lines:
                return read_run(lines)._replace(exit_code=said.returncode), seconds
        sys.exit("tls run wrote no %s:\n%s" % (file, said.stdout))

    def affected(self, *words, exits=(0, 2)):
        """What is affected, nothing run; the exit code and the seconds beside it."""
        start = time.monotonic()
        said = subprocess.run([self.options.tls, "affected", "--json", *words], cwd=self.directory, env=self.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        seconds = time.monotonic() - start
        if said.returncode not in exits:
            sys.exit("tls affected exits with %d in %s:\n%s%s" % (said.returncode, self.directory, said.stdout, said.stderr))
        return read_selection(said.stdout.splitlines()), said.returncode, seconds

    def again(self, found):
        """Runs the tests of these differences alone, a few times: of each the outcomes, `None` for no such test."""
        outcomes = {it.id: [] for it in found}
        for _ in range(RERUNS):
            # Exit code 5: none of them is there any more.
            results = self.run_tests(*selectors({it.owner for it in found}), exits=(0, 1, 2, 5))[0].results
            for test, heard in outcomes.items():
                heard.append(results[test].outcome if test in results else None)
        return outcomes


class Clone(Side):
    """A clone of a git repository; the one that it is taken from is not changed."""

    def take(self, project):
        subprocess.run(["git", "clone", "-q", "--no-checkout", str(Path(project).resolve()), str(self.directory)], check=True)

    def git(self, *words):
        return git(self.directory, *words)

    def check_out(self, revision):
        self.git("checkout", "-q", "--force", "--detach", revision)
        # What tests left behind goes; what a build made stays, as with anyone who changes branches.
        self.git("clean", "-fdq", "-e", "target")


def git(directory, *words):
    said = subprocess.run(["git", "-C", str(directory), *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, errors="replace")
    if said.returncode != 0:
        sys.exit("git %s in %s: %s" % (" ".join(words), directory, said.stderr))
    return said.stdout


def judged(found, subject, oracle):
    """Each difference with its verdict and the evidence for it, after running it again, alone, on both sides."""
    if not found:
        return []
    if len({it.owner.class_name for it in found}) > MOST_RERUN:
        return [(it, verdict(it, [], []), "too many to run again") for it in found]
    again = oracle.again(found)
    ran = [it for it in found if it.ran]
    known = subject.again(ran) if ran else {}
    judgements = []
    for it in found:
        evidence = "everything again: " + told(again[it.id])
        if it.id in known:
            evidence += "; affected again: " + told(known[it.id])
        judgements.append((it, verdict(it, again[it.id], known.get(it.id, [])), evidence))
    return judgements


def told(outcomes):
    return ", ".join(outcome or "no such test" for outcome in outcomes)


class Journal:
    """JSON lines, one for each thing that is done; what is in it is not done again."""

    def __init__(self, file, resume):
        self.file = Path(file)
        self.entries = read_journal(self.file) if resume and self.file.exists() else []
        if not resume and self.file.exists() and self.file.stat().st_size > 0:
            sys.exit("%s is there already: --resume goes on with it, --out names another one" % self.file)

    def add(self, **entry):
        self.entries.append(entry)
        with self.file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(entry) + "\n")

    def of(self, kind):
        return [entry for entry in self.entries if entry["kind"] == kind]

    def head(self, **asked):
        """What was asked for when the journal was begun; a resumed one must have been asked the same."""
        heads = self.of("head")
        if not heads:
            self.add(kind="head", **asked)
        elif {key: heads[0].get(key) for key in asked} != json.loads(json.dumps(asked)):
            sys.exit("%s was begun with other options: %s" % (self.file, heads[0]))


def read_journal(file):
    entries = []
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        with contextlib.suppress(ValueError):
            entries.append(json.loads(line))
    return entries


def proof_arguments(parser):
    """The options that replay and mutate share."""
    parser.add_argument("--run-options", type=str.split, default=[], metavar="'OPTION...'",
                        help="for each `tls run`, as one word")
    parser.add_argument("--out", metavar="FILE", help="the journal, one JSON object a line (PROJECT.SCRIPT.jsonl, here)")
    parser.add_argument("--resume", action="store_true", help="go on with the journal")
    parser.add_argument("--table", nargs="+", metavar="JOURNAL", help="only print the tables of finished journals")
