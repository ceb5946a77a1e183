package dev.testls.cli;

import dev.testls.base.Cancel;

/** What a command has to do with: the daemon, who called, and where the answer goes. */
record Context(Host daemon, Cancel cancel, Call call, Console console) {}
