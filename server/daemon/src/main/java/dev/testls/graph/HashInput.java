package dev.testls.graph;

import dev.testls.base.ContentHash;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Values in a row, to be hashed. Each is told from its neighbours by its kind and length. */
final class HashInput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(bytes);

    HashInput add(int value) {
        try {
            out.writeInt(value);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HashInput add(String text) {
        add(text.length());
        try {
            out.writeChars(text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HashInput addAll(Object[] texts) {
        add(texts.length);
        for (Object text : texts) add(String.valueOf(text));
        return this;
    }

    HashInput add(HashInput other) {
        byte[] others = other.bytes.toByteArray();
        add(others.length);
        bytes.writeBytes(others);
        return this;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    ContentHash hash() {
        return ContentHash.of(toBytes());
    }
}
