package dev.testls.select;

/** A selector or expression that nobody can read; the message says what is wrong with it and what would be right. */
public final class BadExpression extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadExpression(String message) {
        super(message);
    }
}
