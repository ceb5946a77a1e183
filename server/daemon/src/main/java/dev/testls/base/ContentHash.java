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

    public static ContentHash of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
