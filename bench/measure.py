"""What the measuring scripts share: a project to measure on, alternated timing, tables.

Whole processes are timed by hyperfine, one run at a time, so that the peers take turns and a busy minute of the machine
hits all of them alike. Each figure is the median of the rounds.
"""

import argparse
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BENCH = Path(__file__).resolve().parent

# Checks that a build makes say nothing about tests; without them the peers are as fast as they can be.
CHECKS_OFF = ["-D%s.skip" % check for check in (
    "rat", "enforcer", "checkstyle", "jacoco", "spotbugs", "pmd", "cpd", "animal.sniffer", "cyclonedx", "spdx",
    "moditect", "spring-javaformat", "spotless.check", "maven.javadoc")]

COMMONS_LANG_EDIT = ("src/main/java/org/apache/commons/lang3/BooleanUtils.java",
                     "public static int compare(final boolean x, final boolean y) {")


# Of a project that a script writes, by its name.
JUPITER_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId><artifactId>%s</artifactId><version>1</version>
  <properties><maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
  <dependencies><dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId>
    <version>5.14.1</version><scope>test</scope></dependency></dependencies></project>
"""


def arguments(description, project=True, class_name=False, rounds=5):
    """The options that all scripts understand, and those that this one does."""
    # Ends as by Ctrl-C: what was started is ended, what was copied deleted.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--tls", default=os.environ.get("TLS", str(BENCH.parent / "tls")),
                        help="the command to measure (TLS; the one at the root)")
    parser.add_argument("--maven", default=os.environ.get("MAVEN", "mvn"), help="(MAVEN; mvn)")
    if rounds:
        parser.add_argument("--rounds", type=int, default=rounds, help="(%(default)s)")
    if project:
        parser.add_argument("--project", required=True, help="a checkout; never changed, a copy is measured")
    if class_name:
        parser.add_argument("--class", dest="class_name", default="BooleanUtilsTest", help="(%(default)s)")
        parser.add_argument("--mvnd", default=os.environ.get("MVND", ""), help="(MVND; left out where there is none)")
    return parser


def build_output(directory, names):
    """What Maven built: a target beside a pom. A package may have that name as well."""
    return ["target"] if "target" in names and "pom.xml" in names else []


class Workspace:
    """A copy of a project, built by Maven once, with a daemon and a state directory of its own."""

    def __init__(self, options, project):
        self.options = options
        self.name = Path(project).name
        self.place = Path(tempfile.mkdtemp(prefix="bench"))
        self.directory = self.place / self.name
        self.environment = dict(os.environ, TLS_HOME=str(self.place / "s"))
        self.take(project)

    def take(self, project):
        shutil.copytree(project, self.directory, symlinks=True, ignore=build_output)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.tls("stop", check=False)
        shutil.rmtree(self.place, ignore_errors=True)

    def run(self, command, check=True, keep=True):
        """Runs a command in the project, and ends the script with all it said where it fails and must not."""
        words = [str(word) for word in command]
        process = subprocess.Popen(words, cwd=self.directory, env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE if keep else subprocess.DEVNULL, stderr=subprocess.STDOUT,
                                   text=True, start_new_session=True)
        try:
            said, _ = process.communicate()
        except BaseException:
            # With what it started, which would run on beside the next figure.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        if check and process.returncode != 0:
            sys.exit("%s exits with %d in %s:\n%s" % (" ".join(words), process.returncode, self.directory, said))
        return subprocess.CompletedProcess(words, process.returncode, said)

    def tls(self, *words, check=True):
        return self.run([self.options.tls, *words], check=check)

    def maven(self, *words):
        return [self.options.maven, "-o", "-q", *words, *CHECKS_OFF]

    def build(self):
        """What every peer but tls needs: classes in target/, and everything in the local repository, what runs tests included."""
        tests = sorted(self.directory.rglob("src/test/java/**/*Test.java"), key=lambda it: it.stat().st_size)
        if not tests:
            sys.exit("%s: no *Test.java below any src/test/java" % self.name)
        self.run([self.options.maven, "-q", "-B", "-ntp", "test", "-Dtest=" + tests[0].stem, "-Dsurefire.failIfNoSpecifiedTests=false",
                  "-Dmaven.test.failure.ignore=true", *CHECKS_OFF])

    def test_class_path(self):
        """The directories and the jars that Surefire would run the tests of a single module with."""
        out = self.place / "class-path"
        self.run([self.options.maven, "-q", "-B", "-ntp",
                  "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
                  "-DincludeScope=test", "-Dmdep.outputFile=%s" % out, *CHECKS_OFF])
        directories = [str(self.directory / "target" / name) for name in ("test-classes", "classes")]
        return directories, out.read_text().strip().split(os.pathsep)

    def launcher(self, jars):
        """The Launcher and the console of the JUnit Platform, of the version that the jars have."""
        versions = [match.group(1) for match in
                    (re.search(r"junit-platform-engine-([\w.-]+)\.jar$", jar) for jar in jars) if match]
        if not versions:
            sys.exit("%s: no junit-platform-engine on the test class path; this script needs JUnit 5" % self.name)
        pom = self.place / "launcher" / "pom.xml"
        pom.parent.mkdir()
        pom.write_text("""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
          <groupId>bench</groupId><artifactId>launcher</artifactId><version>1</version><dependencies><dependency>
          <groupId>org.junit.platform</groupId><artifactId>junit-platform-console</artifactId><version>%s</version>
          </dependency></dependencies></project>""" % versions[0])
        out = self.place / "launcher-class-path"
        self.run([self.options.maven, "-q", "-B", "-ntp", "-f", pom,
                  "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
                  "-Dmdep.outputFile=%s" % out])
        return [jar for jar in out.read_text().strip().split(os.pathsep) if jar not in jars]

    def seconds(self, *command, exits=(0,), output="null"):
        """How long a process took, by hyperfine; `output` is the file that its standard output goes to."""
        result = self.place / "hyperfine.json"
        words = " ".join(quoted(str(word)) for word in command)
        self.run(["hyperfine", "-N", "--style", "none", "--runs", "1", "--ignore-failure", "--export-json", result,
                  "--output=%s" % output, words])
        measured = json.loads(result.read_text())["results"][0]
        if measured["exit_codes"][0] not in exits:
            said = self.run(command, check=False)
            sys.exit("%s exited with %s, now with %d:\n%s" % (words, measured["exit_codes"][0], said.returncode,
                                                             said.stdout))
        return measured["times"][0]

    def suite(self, isolation):
        """How long all tests take; one that fails for Maven fails for tls too, and costs the same."""
        return self.seconds(self.options.tls, "run", "-n", "auto", "--isolation", isolation, exits=(0, 1))

    def daemon_pid(self):
        """Asks the daemon; its status is JSON, and its own process is the first that it names."""
        status = self.tls("status", "--json").stdout
        pid = re.search(r'"pid"\s*:\s*(\d+)', status)
        if not pid:
            sys.exit("tls status --json names no pid:\n" + status)
        return int(pid.group(1))


def processor_ticks(pid):
    """What a process and its children have used so far; 0 for one that is gone."""
    try:
        fields = Path("/proc/%d/stat" % pid).read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(fields[11]) + int(fields[12]) + sum(processor_ticks(child) for child in children(pid))


def settle(pid, quiet=0.1):
    """Waits until the daemon and its workers do nothing: after a run they still prepare the next one and write down what they saw."""
    before = processor_ticks(pid)
    while True:
        time.sleep(quiet)
        now = processor_ticks(pid)
        if now <= before + 1:
            return
        before = now


def quoted(word):
    return "'" + word.replace("'", "'\\''") + "'"


class Edit:
    """An edit of the body of one method: each call writes another number into it."""

    def __init__(self, workspace, file, signature):
        self.file = workspace.directory / file
        self.before = self.file.read_text()
        self.signature = signature
        self.number = 0
        if signature not in self.before:
            sys.exit("%s has no line with: %s" % (file, signature))

    def __call__(self):
        self.number += 1
        self.file.write_text(self.before.replace(
            self.signature, self.signature + "\n        int edited = %d;" % self.number, 1))


def alternated(rounds, peers):
    """Runs the peers in turn, `rounds` times. Peers are functions by name; each answers seconds, or any number."""
    figures = {name: [] for name in peers}
    for number in range(rounds):
        for name, peer in peers.items():
            figures[name].append(peer())
        print("round %d of %d: %s" % (number + 1, rounds, ", ".join(
            "%s %.3f" % (name, values[-1]) for name, values in figures.items())), file=sys.stderr)
    return figures


def median(values):
    return statistics.median(values)


def milliseconds(values):
    return "%.0f ms (%.0f to %.0f)" % (median(values) * 1e3, min(values) * 1e3, max(values) * 1e3)


def table(title, head, rows):
    print("\n%s\n" % title)
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")
    sys.stdout.flush()


def verdict(holds):
    return "holds" if holds else "**missed**"


def resident(pid):
    """Resident memory in megabytes (10^6)."""
    status = Path("/proc/%d/status" % pid).read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024 / 1e6


def children(pid):
    """The processes whose parent this is."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(text.rsplit(")", 1)[1].split()[1]) == pid:
            found.append(int(stat.parent.name))
    return sorted(found)
