package dev.testls.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What some bytes are, in 32 hex digits: the first half of their SHA-256. Equal content, equal hash. */
public record ContentHash(String hex) {
    private static final int BYTES = 16;

    public ContentHash {
        if (hex.length() != 2 * BYTES) throw new IllegalArgumentException("not a content hash: " + hex);
    }

    public static ContentHash of(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new ContentHash(HexFormat.of().formatHex(digest, 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** The hash that these 16 bytes are; the reverse of {@link #high} and {@link #low}. */
    public static ContentHash of(long high, long low) {
        return new ContentHash(HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low));
    }

    /** The first half of it. */
    public long high() {
        return Long.parseUnsignedLong(hex, 0, 2 * Long.BYTES, 16);
    }

    /** The second half of it. */
    public long low() {
        return Long.parseUnsignedLong(hex, 2 * Long.BYTES, 2 * BYTES, 16);
    }

    public static ContentHash of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
