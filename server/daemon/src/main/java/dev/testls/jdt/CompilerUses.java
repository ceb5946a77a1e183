package dev.testls.jdt;

import java.util.Set;

/** The classes that a class file mentions: in code, signatures and annotations. */
final class CompilerUses {
    private CompilerUses() {}

    /**
     * Adds the binary names, with slashes, of what the class mentions, itself too; never one of {@code java}. A text
     * that looks like a descriptor counts as one.
     */
    static void addTo(Set<String> uses, byte[] classFile) {
        CompilerClassFile in = new CompilerClassFile(classFile);
        for (int i = 1; i < in.constantCount(); i++) {
            if (in.isClass(i)) {
                String name = in.text(i);
                if (!name.startsWith("[")) add(uses, name);
            } else if (in.isText(i)) {
                addDescriptor(uses, in.text(i));
            }
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
            } else if (c < 0x80 && c != '/' && !Character.isJavaIdentifierPart(c)) {
                start = -1;
            }
        }
    }

    private static void add(Set<String> uses, String name) {
        if (!name.startsWith("java/")) uses.add(CompilerClassFile.decoded(name));
    }
}
