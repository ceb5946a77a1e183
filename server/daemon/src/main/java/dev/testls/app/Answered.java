package dev.testls.app;

import dev.testls.rpc.StartCall;

/** No daemon was started: the process that was to become one knew the answer of the command line. */
final class Answered extends Exception {
    final transient StartCall.Answer answer;

    Answered(StartCall.Answer answer) {
        super("answered without a daemon");
        this.answer = answer;
    }
}
