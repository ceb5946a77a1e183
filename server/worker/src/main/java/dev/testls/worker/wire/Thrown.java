package dev.testls.worker.wire;

/** Why a test is red, as text. {@code expected} and {@code actual} count where {@code compares}. */
public final class Thrown {
    public final String type;
    public final String message;
    public final String trace;
    public final boolean compares;
    public final String expected;
    public final String actual;

    public Thrown(String type, String message, String trace, boolean compares, String expected, String actual) {
        this.type = type;
        this.message = message;
        this.trace = trace;
        this.compares = compares;
        this.expected = expected;
        this.actual = actual;
    }

    static Thrown read(FrameInput in) throws WireException {
        return new Thrown(in.text(), in.text(), in.text(), in.flag(), in.text(), in.text());
    }

    void write(FrameOutput out) {
        out.text(type).text(message).text(trace).flag(compares).text(expected).text(actual);
    }
}
