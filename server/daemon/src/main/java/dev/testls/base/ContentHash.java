package dev.testls.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What some bytes are, in 32 hex digits: the first half of their SHA-256. Equal content, equal hash. */
public record ContentHash(String hex) {
    private static final int BYTES = 16;
    private static final int AT_ONCE = 1 << 20;

    public ContentHash {
        if (hex.length() != 2 * BYTES) throw new IllegalArgumentException("not a content hash: " + hex);
    }

    public static ContentHash of(byte[] content) {
        return of(digest(), content);
    }

    /** Of all that the file holds, however much that is. */
    public static ContentHash of(Path file) throws IOException {
        if (Files.size(file) <= AT_ONCE) return of(Files.readAllBytes(file));
        MessageDigest digest = digest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] part = new byte[AT_ONCE];
            for (int read = in.read(part); read >= 0; read = in.read(part)) digest.update(part, 0, read);
        }
        return of(digest, new byte[0]);
    }

    private static ContentHash of(MessageDigest digest, byte[] last) {
        return new ContentHash(HexFormat.of().formatHex(digest.digest(last), 0, BYTES));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
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
