package dev.testls.select;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Numbers in few bytes: seven bits in each, the last one with its high bit unset. */
final class Varints {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(int number) {
        int rest = number;
        while ((rest & ~0x7F) != 0) {
            bytes.write(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes.write(rest);
    }

    void add(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        add(utf8.length);
        bytes.writeBytes(utf8);
    }

    void add(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    /** Numbers that grow, as their differences. */
    void addAscending(int[] numbers) {
        add(numbers.length);
        int last = 0;
        for (int number : numbers) {
            add(number - last);
            last = number;
        }
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean atEnd() {
            return at == bytes.length;
        }

        int next() {
            int number = 0;
            for (int shift = 0; ; shift += 7) {
                byte part = bytes[at++];
                number |= (part & 0x7F) << shift;
                if (part >= 0) return number;
            }
        }

        long nextLong() {
            at += Long.BYTES;
            return ByteBuffer.wrap(bytes, at - Long.BYTES, Long.BYTES).getLong();
        }

        String nextText() {
            int length = next();
            if (length < 0 || length > bytes.length - at) throw new IllegalArgumentException("a text that is longer than what is there");
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.UTF_8);
        }

        int[] nextAscending() {
            int length = next();
            if (length < 0 || length > bytes.length - at) throw new IllegalArgumentException("more numbers than what is there");
            int[] numbers = new int[length];
            int last = 0;
            for (int i = 0; i < length; i++) {
                last += next();
                numbers[i] = last;
            }
            return numbers;
        }
    }
}
