package dev.testls.worker.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/** Builds the body of a frame. */
final class FrameOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    FrameOutput(int type) {
        bytes.write(type);
    }

    FrameOutput flag(boolean value) {
        bytes.write(value ? 1 : 0);
        return this;
    }

    FrameOutput choice(Enum<?> value) {
        bytes.write(value.ordinal());
        return this;
    }

    FrameOutput number(int value) {
        bytes.write(value >>> 24);
        bytes.write(value >>> 16);
        bytes.write(value >>> 8);
        bytes.write(value);
        return this;
    }

    FrameOutput number(long value) {
        return number((int) (value >>> 32)).number((int) value);
    }

    FrameOutput raw(byte[] value) {
        bytes.write(value, 0, value.length);
        return this;
    }

    FrameOutput octets(byte[] value) {
        return number(value.length).raw(value);
    }

    FrameOutput text(String value) {
        return octets(value.getBytes(StandardCharsets.UTF_8));
    }

    FrameOutput texts(Collection<String> values) {
        number(values.size());
        for (String value : values) text(value);
        return this;
    }

    FrameOutput pairs(Map<String, String> values) {
        number(values.size());
        for (Map.Entry<String, String> pair : values.entrySet()) text(pair.getKey()).text(pair.getValue());
        return this;
    }

    /** Numbers from zero on that grow: mostly a byte each, for what they grow by. */
    FrameOutput ascending(int[] values) {
        number(values.length);
        int last = -1;
        for (int value : values) {
            int gap = value - last - 1;
            for (; gap >= 0x80; gap >>>= 7) bytes.write(gap & 0x7f | 0x80);
            bytes.write(gap);
            last = value;
        }
        return this;
    }

    byte[] body() {
        return bytes.toByteArray();
    }
}
