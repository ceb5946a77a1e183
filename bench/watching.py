"""`tls watch` without a terminal, as its lines come: what a save leads to, with the times."""

import os
import queue
import re
import signal
import subprocess
import threading
import time
from collections import Counter, namedtuple

from outcomes import percentile, step_name

# first and last are seconds after the save, of the first class's line and of the line of totals.
Heard = namedtuple("Heard", "first last classes steps red")

CLASS_LINE = re.compile(r"^(\S+)  (?:\d+ \w+,? ?)+ +\S.*$")
TOTALS = re.compile(r"^== .* ==$")
TIMING = re.compile(r"^timing  (.+)  (?:(\d+) ms|(\d+\.\d+) s|(\d+) min (\d+) s)$")
REST = "no step's: the system, pipes, waiting"
RED = re.compile(r"\b[1-9]\d* (?:failed|errors?)\b|does not build|compile error")


def heard(saved, lines):
    """What the lines of a round say, each with the time at which it came; nothing before its totals are there."""
    steps, classes, first = Counter(), [], None
    for at, line in lines:
        timing = TIMING.match(line)
        if timing:
            steps[step_name(timing.group(1))] += seconds(timing)
        elif TOTALS.match(line):
            return Heard((first or at) - saved, at - saved, classes, steps, bool(RED.search(line)))
        elif CLASS_LINE.match(line):
            classes.append(CLASS_LINE.match(line).group(1))
            first = first or at
    return None


def seconds(timing):
    milliseconds, plain, minutes, rest = timing.groups()[1:]
    if milliseconds:
        return int(milliseconds) / 1e3
    return float(plain) if plain else int(minutes) * 60 + int(rest)


def shares(rounds):
    """Of each step the median of its seconds, the longest first; and what no step accounts for."""
    names = {name for it in rounds for name in it.steps}
    medians = {name: percentile([it.steps.get(name, 0.0) for it in rounds], 50) for name in names}
    rest = percentile([max(0.0, it.last - sum(it.steps.values())) for it in rounds], 50)
    return sorted(medians.items(), key=lambda pair: (-pair[1], pair[0])) + [(REST, rest)]


class Watch:
    """`tls watch` in a workspace. It is told when something was saved, and answers what was heard."""

    def __init__(self, workspace, tls, *words):
        self.lines = queue.Queue()
        self.said = []
        self.process = subprocess.Popen([tls, "watch", *words], cwd=workspace.directory, env=workspace.environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put((time.monotonic(), line.rstrip("\n")))
        self.lines.put(None)

    def quiet(self, lull):
        """Whatever comes until nothing has come for so many seconds."""
        while True:
            try:
                self.keep(self.lines.get(timeout=lull))
            except queue.Empty:
                return

    def after(self, save, class_name, patience):
        """Saves, and waits for the round in which the class ran. A round that was replaced by the next has no totals."""
        saved = save()
        lines = []
        deadline = saved + patience
        while True:
            try:
                came = self.keep(self.lines.get(timeout=max(0.0, deadline - time.monotonic())))
            except queue.Empty:
                raise SystemExit("nothing of %s within %d s after a save; heard:\n%s" % (
                    class_name, patience, "\n".join(self.said[-40:])))
            lines.append(came)
            if TOTALS.match(came[1]):
                round_heard = heard(saved, lines)
                if class_name in round_heard.classes:
                    return round_heard
                lines = []

    def keep(self, came):
        if came is None:
            raise SystemExit("tls watch ended with %d; it said:\n%s" % (self.process.wait(), "\n".join(self.said[-40:])))
        self.said = self.said[-200:] + [came[1]]
        return came

    def end(self):
        """As Ctrl-C in its terminal would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Saves:
    """Saves an edit of the body of one method, each time another, in place and by a rename in turn."""

    def __init__(self, workspace, file, signature):
        self.file = workspace.directory / file
        self.before = self.file.read_text()
        self.signature = signature
        self.number = 0
        if self.before.count(signature) != 1:
            raise SystemExit("%s has not exactly one line with: %s" % (file, signature))

    def __call__(self):
        """Answers when the file was written and closed, or had its name."""
        self.number += 1
        # A compiler may leave out a local variable that nobody reads; a call stays.
        text = self.before.replace(self.signature, '%s\n        String.valueOf("edited %d");' % (self.signature, self.number), 1)
        if self.number % 2:
            self.file.write_text(text)
        else:
            beside = self.file.with_name(self.file.name + "___tmp___")
            beside.write_text(text)
            os.replace(beside, self.file)
        return time.monotonic()

    def by_rename(self):
        return self.number % 2 == 0
