package dev.testls.jdt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A class file's bytes with their constant pool resolved; read from front to end, as far as a reader wants. */
final class CompilerClassFile {
    private static final int MAGIC = 0xcafebabe;

    private final ByteBuffer bytes;
    /** Where each constant's content is, after its tag. */
    private final int[] constants;

    /** Reads the constant pool; what follows it is next. */
    CompilerClassFile(byte[] classFile) {
        bytes = ByteBuffer.wrap(classFile);
        if (bytes.getInt() != MAGIC) throw new IllegalArgumentException("not a class file");
        bytes.getInt();
        constants = new int[u2()];
        for (int i = 1; i < constants.length; i++) {
            int tag = u1();
            constants[i] = bytes.position();
            if (tag == Tag.UTF8) skip(u2());
            else skip(Tag.length(tag));
            if (tag == Tag.LONG || tag == Tag.DOUBLE) i++;
        }
    }

    /** The kinds of constants. */
    private static final class Tag {
        static final int UTF8 = 1;
        static final int INTEGER = 3;
        static final int FLOAT = 4;
        static final int LONG = 5;
        static final int DOUBLE = 6;
        static final int CLASS = 7;
        static final int STRING = 8;
        static final int METHOD_HANDLE = 15;
        static final int METHOD_TYPE = 16;
        static final int MODULE = 19;
        static final int PACKAGE = 20;

        static int length(int tag) {
            return switch (tag) {
                case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> 2;
                case METHOD_HANDLE -> 3;
                case LONG, DOUBLE -> 8;
                default -> 4;
            };
        }
    }

    int u1() {
        return bytes.get() & 0xff;
    }

    int u2() {
        return bytes.getShort() & 0xffff;
    }

    int u4() {
        return bytes.getInt();
    }

    void skip(int count) {
        bytes.position(bytes.position() + count);
    }

    int position() {
        return bytes.position();
    }

    void position(int position) {
        bytes.position(position);
    }

    int constantCount() {
        return constants.length;
    }

    /** Whether a constant of this number names a class. */
    boolean isClass(int constant) {
        return tag(constant) == Tag.CLASS;
    }

    boolean isText(int constant) {
        return tag(constant) == Tag.UTF8;
    }

    /** The text of a constant, or of the one it refers to; empty for zero. */
    String text(int constant) {
        if (constant == 0) return "";
        int at = constants[constant];
        return switch (tag(constant)) {
            case Tag.UTF8 -> new String(
                    bytes.array(), at + 2, bytes.getShort(at) & 0xffff, StandardCharsets.ISO_8859_1);
            case Tag.INTEGER, Tag.FLOAT -> Integer.toString(bytes.getInt(at));
            case Tag.LONG, Tag.DOUBLE -> Long.toString(bytes.getLong(at));
            case Tag.CLASS, Tag.STRING, Tag.METHOD_TYPE -> text(bytes.getShort(at) & 0xffff);
            default -> throw new IllegalArgumentException("a constant without a text of its own");
        };
    }

    /** A name that may hold characters beyond ASCII, which {@link #text} leaves encoded. */
    static String decoded(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    private int tag(int constant) {
        int at = constants[constant];
        return at == 0 ? 0 : bytes.get(at - 1);
    }
}
