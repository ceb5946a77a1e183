package dev.testls.worker.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** How frames lie in a stream: four bytes of length, big-endian, then as many bytes. */
public final class Frames {
    /** The longest frame either side sends or accepts, in bytes. */
    public static final int MAX_FRAME = 8 << 20;

    /** The longest frame that is read from a peer that has not proved itself. */
    public static final int MAX_HELLO = 64;

    private Frames() {}

    /**
     * The next frame's body; waits for it.
     *
     * @throws EOFException at the end of the stream, also in the midst of a frame
     * @throws WireException when the length is not between 1 and {@code max}
     */
    public static byte[] read(InputStream in, int max) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int length = data.readInt();
        if (length < 1 || length > max) {
            throw new WireException("a frame of " + length + " bytes; allowed are 1 to " + max);
        }
        byte[] body = new byte[length];
        data.readFully(body);
        return body;
    }

    /** Writes a frame; flushing is the caller's. */
    public static void write(OutputStream out, byte[] body) throws IOException {
        if (body.length < 1 || body.length > MAX_FRAME) {
            throw new WireException("cannot send a frame of " + body.length + " bytes; allowed are 1 to " + MAX_FRAME);
        }
        byte[] length = {
            (byte) (body.length >>> 24), (byte) (body.length >>> 16), (byte) (body.length >>> 8), (byte) body.length
        };
        out.write(length);
        out.write(body);
    }
}
