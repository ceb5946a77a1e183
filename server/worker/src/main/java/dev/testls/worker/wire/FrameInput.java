package dev.testls.worker.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the body of a frame apart, believing nothing. */
final class FrameInput {
    private final ByteBuffer rest;

    FrameInput(byte[] body) {
        rest = ByteBuffer.wrap(body);
    }

    int type() throws WireException {
        return octet();
    }

    boolean flag() throws WireException {
        int value = octet();
        if (value > 1) throw new WireException("a flag of value " + value);
        return value == 1;
    }

    <E extends Enum<E>> E choice(E[] values) throws WireException {
        int ordinal = octet();
        if (ordinal >= values.length) {
            throw new WireException("choice " + ordinal + " of " + values[0].getDeclaringClass().getSimpleName());
        }
        return values[ordinal];
    }

    int number() throws WireException {
        need(4);
        return rest.getInt();
    }

    long longNumber() throws WireException {
        need(8);
        return rest.getLong();
    }

    byte[] raw(int length) throws WireException {
        need(length);
        byte[] value = new byte[length];
        rest.get(value);
        return value;
    }

    byte[] octets() throws WireException {
        return raw(count(1));
    }

    String text() throws WireException {
        int length = number();
        if (length < 0) throw new WireException("a text of " + length + " bytes");
        need(length);
        ByteBuffer encoded = rest.slice();
        encoded.limit(length);
        rest.position(rest.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
        } catch (CharacterCodingException e) {
            throw new WireException("a text that is not UTF-8: " + e.getMessage());
        }
    }

    List<String> texts() throws WireException {
        int count = count(4);
        List<String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) values.add(text());
        return values;
    }

    Map<String, String> pairs() throws WireException {
        int count = count(8);
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) values.put(text(), text());
        return values;
    }

    /** See {@link FrameOutput#ascending}; each gap is written in one way only. */
    int[] ascending() throws WireException {
        int count = count(1);
        int[] values = new int[count];
        long last = -1;
        for (int i = 0; i < count; i++) {
            last += 1 + gap();
            if (last > Integer.MAX_VALUE) throw new WireException("a number beyond all bounds");
            values[i] = (int) last;
        }
        return values;
    }

    private long gap() throws WireException {
        long gap = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int octet = octet();
            gap |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                if (octet == 0 && shift > 0) throw new WireException("a number with zeros in front");
                return gap;
            }
        }
        throw new WireException("a number that is too long");
    }

    /** A number of things that take at least {@code bytesEach}: a lie about it must not make us reserve memory. */
    int count(int bytesEach) throws WireException {
        int count = number();
        if (count < 0 || count > rest.remaining() / bytesEach) {
            throw new WireException(count + " things announced, " + rest.remaining() + " bytes left");
        }
        return count;
    }

    void end() throws WireException {
        if (rest.hasRemaining()) throw new WireException(rest.remaining() + " bytes too many");
    }

    private int octet() throws WireException {
        need(1);
        return rest.get() & 0xff;
    }

    private void need(int bytes) throws WireException {
        if (rest.remaining() < bytes) {
            throw new WireException("cut short: " + bytes + " bytes needed, " + rest.remaining() + " left");
        }
    }
}
