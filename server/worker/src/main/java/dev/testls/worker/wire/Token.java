package dev.testls.worker.wire;

import java.security.MessageDigest;
import java.util.Arrays;

/** The secret by which a worker proves that it is the one that was started: 128 bits. Never printed. */
public final class Token {
    public static final int BYTES = 16;

    private final byte[] secret;

    public Token(byte[] secret) {
        if (secret.length != BYTES) throw new IllegalArgumentException("a token of " + secret.length + " bytes");
        this.secret = secret.clone();
    }

    /** Reads what {@link #hex} wrote. */
    public static Token parse(String hex) {
        if (hex.length() != 2 * BYTES) throw new IllegalArgumentException("a token of " + hex.length() + " digits");
        byte[] secret = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) secret[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        return new Token(secret);
    }

    public String hex() {
        StringBuilder hex = new StringBuilder(2 * BYTES);
        for (byte octet : secret) hex.append(String.format("%02x", octet & 0xff));
        return hex.toString();
    }

    byte[] bytes() {
        return secret.clone();
    }

    /** In constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Token && MessageDigest.isEqual(secret, ((Token) other).secret);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(secret);
    }

    @Override
    public String toString() {
        return "a token";
    }
}
