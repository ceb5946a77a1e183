package dev.testls.worker;

import dev.testls.worker.wire.ToDaemon;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/**
 * Stands in for {@link System#out} or {@link System#err} and sends what is written to the daemon, with who wrote it.
 *
 * <p>Text is handed on as it is; only bytes are decoded, with the JVM's charset: a test may print what that charset
 * cannot express, as it may under Surefire.
 */
final class Capture extends PrintStream {
    /** So much output of no test is sent in one lease, in characters. */
    private static final int KEPT_STRAY = 4 << 20;
    private static final String STRAY_LEFT_OUT = "[tls: more output of no test was left out]";

    private static final String NEW_LINE = System.lineSeparator();

    private final Sink sink;
    private final Attribution attribution;
    private final boolean error;
    private final CharsetDecoder decoder;
    /** Bytes of a character that is not complete. Guarded by this. */
    private ByteBuffer partial = ByteBuffer.allocate(16);
    /** Guarded by this. */
    private int strayLeft = KEPT_STRAY;

    Capture(Sink sink, Attribution attribution, boolean error, Charset charset) {
        super(new Nowhere());
        this.sink = sink;
        this.attribution = attribution;
        this.error = error;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    /** A lease begins, with limits of its own. */
    synchronized void begin() {
        strayLeft = KEPT_STRAY;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.allocate(partial.position() + length);
        partial.flip();
        in.put(partial).put(bytes, offset, length).flip();
        CharBuffer decoded = CharBuffer.allocate((int) Math.ceil(in.remaining() * (double) decoder.maxCharsPerByte()) + 1);
        decoder.reset();
        decoder.decode(in, decoded, false);
        partial = ByteBuffer.allocate(Math.max(16, in.remaining()));
        partial.put(in);
        decoded.flip();
        tell(decoded.toString());
    }

    @Override
    public void print(String text) {
        tell(String.valueOf(text));
    }

    @Override
    public void print(char[] text) {
        tell(new String(text));
    }

    @Override
    public void print(boolean value) {
        tell(String.valueOf(value));
    }

    @Override
    public void print(char value) {
        tell(String.valueOf(value));
    }

    @Override
    public void print(int value) {
        tell(String.valueOf(value));
    }

    @Override
    public void print(long value) {
        tell(String.valueOf(value));
    }

    @Override
    public void print(float value) {
        tell(String.valueOf(value));
    }

    @Override
    public void print(double value) {
        tell(String.valueOf(value));
    }

    @Override
    public void print(Object value) {
        tell(String.valueOf(value));
    }

    @Override
    public void println() {
        tell(NEW_LINE);
    }

    @Override
    public void println(String text) {
        tell(text + NEW_LINE);
    }

    @Override
    public void println(char[] text) {
        tell(new String(text) + NEW_LINE);
    }

    @Override
    public void println(boolean value) {
        tell(value + NEW_LINE);
    }

    @Override
    public void println(char value) {
        tell(value + NEW_LINE);
    }

    @Override
    public void println(int value) {
        tell(value + NEW_LINE);
    }

    @Override
    public void println(long value) {
        tell(value + NEW_LINE);
    }

    @Override
    public void println(float value) {
        tell(value + NEW_LINE);
    }

    @Override
    public void println(double value) {
        tell(value + NEW_LINE);
    }

    @Override
    public void println(Object value) {
        tell(value + NEW_LINE);
    }

    /** A test that closes its standard output closes it for itself at most. */
    @Override
    public void close() {}

    @Override
    public void flush() {}

    @Override
    public boolean checkError() {
        return false;
    }

    private void tell(String text) {
        if (text.isEmpty()) return;
        Attribution.Running writer = attribution.current();
        String kept = writer == null ? text.substring(0, keepStray(text.length())) : (error ? writer.err : writer.out).beginning(text);
        int node = writer == null ? ToDaemon.Output.STRAY : writer.node;
        sink.sendOutput(node, error, kept);
    }

    private synchronized int keepStray(int more) {
        int kept = Math.min(strayLeft, more);
        if (kept < more && strayLeft > 0) {
            sink.sendSoon(new ToDaemon.Output(ToDaemon.Output.STRAY, error, NEW_LINE + STRAY_LEFT_OUT + NEW_LINE));
        }
        strayLeft -= kept;
        return kept;
    }

    private static final class Nowhere extends OutputStream {
        @Override
        public void write(int octet) {}
    }
}
