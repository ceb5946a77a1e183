"""What the JVMs of a daemon hold on to."""

import re
import subprocess

from measure import children, resident

JVM_COLUMNS = ["JVM", "pid", "classes loaded now", "metaspace", "heap after collecting", "resident"]


def jvms(daemon):
    """A row for each JVM, of the columns JVM_COLUMNS."""
    yield row("daemon", daemon)
    for pid in children(daemon):
        try:
            if "java" in command(pid):
                yield row("worker", pid)
        except (FileNotFoundError, ProcessLookupError, subprocess.CalledProcessError):
            # It ended while it was looked at, and holds nothing.
            continue


def row(name, pid):
    """By jcmd, which asks the JVM itself: the daemon keeps no performance counters for jstat."""
    jcmd(pid, "GC.run")
    classes = number(r"Total = \d+ +(\d+)", jcmd(pid, "VM.classloader_stats"))
    heap_info = jcmd(pid, "GC.heap_info")
    metaspace = number(r"Metaspace +used (\d+)K", heap_info)
    heap = sum(int(kib) for kib in re.findall(r"^ *(?:garbage-first heap|def new generation|tenured generation|PSYoungGen|ParOldGen)"
                                              r" +total \d+K, used (\d+)K", heap_info, re.MULTILINE))
    return [name, pid, "%d" % classes, "%.1f MB" % (metaspace * 1024 / 1e6), "%.1f MB" % (heap * 1024 / 1e6),
            "%.0f MB" % resident(pid)]


def jcmd(pid, *words):
    return subprocess.run(["jcmd", str(pid), *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def number(pattern, text):
    found = re.search(pattern, text)
    if not found:
        raise SystemExit("jcmd said nothing of %s:\n%s" % (pattern, text))
    return int(found.group(1))


def command(pid):
    with open("/proc/%d/cmdline" % pid, "rb") as words:
        return words.read().split(b"\0")[0].decode()
