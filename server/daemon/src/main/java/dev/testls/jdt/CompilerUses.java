package dev.testls.jdt;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;

/** The classes that a class file mentions: in code, signatures and annotations. */
final class CompilerUses {
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int FLOAT = 4;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private CompilerUses() {}

    /**
     * Adds the binary names, with slashes, of what the class mentions, itself too; never one of {@code java}. A text that
     * looks like a descriptor counts as one.
     */
    static void addTo(Set<String> uses, byte[] classFile) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            in.skipBytes(8);
            int count = in.readUnsignedShort();
            String[] texts = new String[count];
            int[] classes = new int[count];
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case UTF8 -> texts[i] = in.readUTF();
                    case CLASS -> classes[i] = in.readUnsignedShort();
                    case STRING, METHOD_TYPE, MODULE, PACKAGE -> in.skipBytes(2);
                    case METHOD_HANDLE -> in.skipBytes(3);
                    case INTEGER, FLOAT -> in.skipBytes(4);
                    case LONG, DOUBLE -> {
                        in.skipBytes(8);
                        i++;
                    }
                    default -> in.skipBytes(4);
                }
            }
            for (int index : classes) {
                if (index != 0 && texts[index] != null && !texts[index].startsWith("[")) add(uses, texts[index]);
            }
            for (String text : texts) {
                if (text != null) addDescriptor(uses, text);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a class file", e);
        }
    }

    private static void addDescriptor(Set<String> uses, String text) {
        if (text.isEmpty() || text.indexOf(';') < 0 || "L[(<".indexOf(text.charAt(0)) < 0) return;
        int start = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (start < 0) {
                if (c == 'L') start = i + 1;
            } else if (c == ';' || c == '<') {
                if (i > start) add(uses, text.substring(start, i));
                start = -1;
            } else if (c != '/' && !Character.isJavaIdentifierPart(c)) {
                start = -1;
            }
        }
    }

    private static void add(Set<String> uses, String name) {
        if (!name.startsWith("java/")) uses.add(name);
    }
}
