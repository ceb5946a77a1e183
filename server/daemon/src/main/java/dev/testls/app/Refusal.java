package dev.testls.app;

/** Why a process cannot do its work here: a line for people, with what to do about it. */
final class Refusal extends Exception {
    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
