package dev.testls.worker.javac;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A javac that stays: reads compilations from its standard input, and writes what came of them to its standard output,
 * one after the other, until the input ends.
 *
 * <p>Both directions carry frames: a length of four bytes, then so many bytes. What processors print goes to the
 * standard error. Needs nothing but a JDK from 8 on.
 */
public final class JavacMain {
    /** Grows when the frames change their form; the first number of each. */
    public static final int PROTOCOL = 1;
    /** No frame is longer: more is a sign of a peer that speaks otherwise. */
    private static final int MAX_FRAME = 1 << 30;

    private JavacMain() {}

    public static void main(String[] arguments) throws IOException {
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        InputStream in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
        System.setOut(System.err);
        System.setIn(new ByteArrayInputStream(new byte[0]));
        serve(new DataInputStream(in), new DataOutputStream(out));
    }

    private static void serve(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException e) {
                return;
            }
            if (length < 0 || length > MAX_FRAME) throw new IOException("a frame of " + length + " bytes");
            byte[] request = new byte[length];
            in.readFully(request);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            JavacTask.read(new DataInputStream(new ByteArrayInputStream(request))).run(new DataOutputStream(answer));
            out.writeInt(answer.size());
            answer.writeTo(out);
            out.flush();
        }
    }
}
