"""The floor below every way to run a test class: a JVM that stays up, with nobody to tell."""

import os
import subprocess

from measure import BENCH


class Floor:
    """The class through the Launcher in a JVM that stays up, in a new loader each time. Each call answers seconds."""

    def __init__(self, workspace, directories, jars, class_name):
        classes = subprocess.run([BENCH / "classes"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
        self.class_name = class_name
        self.process = subprocess.Popen(
            ["java", "-cp", os.pathsep.join([classes] + jars), "dev.testls.floor.Floor", os.pathsep.join(directories)],
            cwd=workspace.directory, env=workspace.environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def __call__(self):
        self.process.stdin.write(self.class_name + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        # What a test prints comes before the answer.
        while len(answer) != 3 or not all(word.isdigit() for word in answer):
            if not answer and self.process.poll() is not None:
                raise SystemExit("the floor's JVM ended with %d" % self.process.returncode)
            answer = self.process.stdout.readline().split()
        nanoseconds, tests, failed = map(int, answer)
        if tests == 0 or failed > 0:
            raise SystemExit("the floor ran %d tests of %s, and %d failed" % (tests, self.class_name, failed))
        return nanoseconds / 1e9

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def full_name(workspace, class_name):
    for source in (workspace.directory / "src/test/java").rglob(class_name + ".java"):
        return ".".join(source.relative_to(workspace.directory / "src/test/java").with_suffix("").parts)
    raise SystemExit("no test class " + class_name)
