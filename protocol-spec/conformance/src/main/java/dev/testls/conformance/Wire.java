package dev.testls.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection to a server. */
public interface Wire extends AutoCloseable {
    InputStream in();

    OutputStream out();

    @Override
    void close() throws IOException;

    /** Makes connections: to a socket, to a process, to whatever serves. */
    @FunctionalInterface
    interface Dialer {
        Wire dial() throws IOException;
    }

    /** Of streams that are there already. */
    static Wire of(InputStream in, OutputStream out, AutoCloseable closing) {
        return new Wire() {
            @Override
            public InputStream in() {
                return in;
            }

            @Override
            public OutputStream out() {
                return out;
            }

            @Override
            public void close() throws IOException {
                try {
                    closing.close();
                } catch (IOException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        };
    }

    /** Of a socket; reading and writing do not wait for each other. */
    static Wire of(SocketChannel channel) {
        InputStream in = new InputStream() {
            private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).flip();

            @Override
            public int read() throws IOException {
                if (!buffer.hasRemaining()) {
                    buffer.clear();
                    int count = channel.read(buffer);
                    buffer.flip();
                    if (count < 0) return -1;
                }
                return buffer.get() & 0xff;
            }
        };
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                ByteBuffer buffer = ByteBuffer.wrap(from, offset, length);
                while (buffer.hasRemaining()) channel.write(buffer);
            }
        };
        return of(in, out, channel);
    }
}
