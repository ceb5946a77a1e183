package dev.testls.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A socket's two directions as streams that do not wait for each other: those of {@link java.nio.channels.Channels}
 * share a lock before Java 19, so that a thread that waits for input would keep all others from writing.
 */
final class ChannelStreams {
    private static final int BUFFER = 16 << 10;

    private ChannelStreams() {}

    /** Buffered. For one thread. */
    static InputStream input(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return fill() ? buffer.get() & 0xff : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (length == 0) return 0;
                if (!fill()) return -1;
                int count = Math.min(length, buffer.remaining());
                buffer.get(into, offset, count);
                return count;
            }

            private boolean fill() throws IOException {
                if (buffer.hasRemaining()) return true;
                buffer.clear();
                int count = channel.read(buffer);
                buffer.flip();
                return count > 0;
            }
        };
    }

    /** Not buffered. For one thread. */
    static OutputStream output(SocketChannel channel) {
        return new OutputStream() {
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
    }
}
