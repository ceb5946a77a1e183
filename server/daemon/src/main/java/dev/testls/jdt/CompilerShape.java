package dev.testls.jdt;

import dev.testls.base.ContentHash;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What other sources can see of a class when they are compiled: its kind and super types, the members that are neither
 * private nor synthetic, their types, constants and annotations. Code is no part of it, nor is the order of members.
 *
 * <p>Private fields count, since one that hides an inherited field makes uses of it an error; private methods never
 * stand in the way of another.
 */
final class CompilerShape {
    private static final int PRIVATE = 0x0002;
    private static final int SYNTHETIC = 0x1000;
    /** Of the flags of a method those that a caller can tell: not synchronized, bridge, native and strictfp. */
    private static final int METHOD_FLAGS = 0xffff & ~(0x0020 | 0x0040 | 0x0100 | 0x0800);
    /** Of a class all but the one that means nothing any more. */
    private static final int CLASS_FLAGS = 0xffff & ~0x0020;

    private final CompilerClassFile in;
    private final List<String> lines = new ArrayList<>();

    private CompilerShape(CompilerClassFile in) {
        this.in = in;
    }

    /** A digest of the shape: equal for equal shapes. */
    static String of(byte[] classFile) {
        try {
            CompilerShape shape = new CompilerShape(new CompilerClassFile(classFile));
            shape.readClass();
            Collections.sort(shape.lines);
            return ContentHash.of(String.join("\n", shape.lines)).hex();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            return ContentHash.of(classFile).hex(); // no class file of a form that is known: any difference counts
        }
    }

    /**
     * Whether a class of this binary name lives inside a method, where no other source can name it: its simple name
     * starts with a digit.
     */
    static boolean isLocal(String name) {
        for (int i = name.indexOf('$'); i >= 0; i = name.indexOf('$', i + 1)) {
            if (i + 1 < name.length() && Character.isDigit(name.charAt(i + 1))) return true;
        }
        return false;
    }

    private void readClass() {
        int flags = in.u2() & CLASS_FLAGS;
        String name = in.text(in.u2());
        StringBuilder type = new StringBuilder("class ").append(name).append(' ').append(flags);
        type.append(" extends ").append(in.text(in.u2()));
        for (int left = in.u2(); left > 0; left--) type.append(" implements ").append(in.text(in.u2()));
        readMembers("field", Set.of());
        readMembers("method", Set.of(PRIVATE));
        readAttributes(type, name);
        lines.add(type.toString());
    }

    /** Reads fields or methods, leaving out synthetic ones, and those with one of the flags. */
    private void readMembers(String kind, Set<Integer> hidden) {
        for (int left = in.u2(); left > 0; left--) {
            int flags = in.u2();
            StringBuilder member = new StringBuilder(kind).append(' ').append(in.text(in.u2()));
            member.append(in.text(in.u2())).append(' ').append(kind.equals("method") ? flags & METHOD_FLAGS : flags);
            readAttributes(member, "");
            boolean seen = (flags & SYNTHETIC) == 0 && hidden.stream().noneMatch(flag -> (flags & flag) != 0);
            if (seen) lines.add(member.toString());
        }
    }

    private void readAttributes(StringBuilder to, String className) {
        for (int left = in.u2(); left > 0; left--) {
            String attribute = in.text(in.u2());
            int length = in.u4();
            int end = in.position() + length;
            switch (attribute) {
                case "Signature", "ConstantValue" ->
                        to.append(' ').append(attribute).append(' ').append(in.text(in.u2()));
                case "Deprecated" -> to.append(" deprecated");
                case "Exceptions", "PermittedSubclasses", "MissingTypes", "org.eclipse.jdt.MissingTypes" -> {
                    to.append(' ').append(attribute);
                    for (int count = in.u2(); count > 0; count--) to.append(' ').append(in.text(in.u2()));
                }
                case "AnnotationDefault" -> {
                    to.append(" default ");
                    readValue(to);
                }
                case "RuntimeVisibleAnnotations", "RuntimeInvisibleAnnotations" -> readAnnotations(to);
                case "RuntimeVisibleParameterAnnotations", "RuntimeInvisibleParameterAnnotations" -> {
                    for (int parameters = in.u1(); parameters > 0; parameters--) {
                        to.append(" parameter");
                        readAnnotations(to);
                    }
                }
                case "RuntimeVisibleTypeAnnotations", "RuntimeInvisibleTypeAnnotations" -> readTypeAnnotations(to);
                case "InnerClasses" -> readInnerClasses(to, className);
                case "Record" -> readRecord(to);
                default -> {}
            }
            in.position(end);
        }
    }

    /** Reads the flags of the class itself, where it is a member, and its own members. */
    private void readInnerClasses(StringBuilder to, String className) {
        for (int count = in.u2(); count > 0; count--) {
            String inner = in.text(in.u2());
            String outer = in.text(in.u2());
            in.u2();
            int flags = in.u2();
            if (inner.equals(className)) to.append(" member ").append(flags);
            else if (outer.equals(className) && (flags & SYNTHETIC) == 0) lines.add("member " + inner + " " + flags);
        }
    }

    /** The order of components counts: patterns take a record apart by it. */
    private void readRecord(StringBuilder to) {
        for (int count = in.u2(); count > 0; count--) {
            to.append(" component ").append(in.text(in.u2())).append(' ').append(in.text(in.u2()));
            readAttributes(to, "");
        }
    }

    private void readTypeAnnotations(StringBuilder to) {
        for (int count = in.u2(); count > 0; count--) {
            int target = in.u1();
            to.append(" on ").append(target);
            int length = switch (target) {
                case 0x00, 0x01, 0x16 -> 1;
                case 0x10, 0x11, 0x12, 0x17 -> 2;
                case 0x13, 0x14, 0x15 -> 0;
                default -> throw new IllegalArgumentException("a type annotation on " + target);
            };
            for (int i = 0; i < length; i++) to.append(' ').append(in.u1());
            for (int steps = in.u1(); steps > 0; steps--) to.append(" at ").append(in.u1()).append(' ').append(in.u1());
            readAnnotation(to);
        }
    }

    private void readAnnotations(StringBuilder to) {
        for (int count = in.u2(); count > 0; count--) readAnnotation(to);
    }

    private void readAnnotation(StringBuilder to) {
        to.append(" @").append(in.text(in.u2())).append('(');
        for (int pairs = in.u2(); pairs > 0; pairs--) {
            to.append(in.text(in.u2())).append('=');
            readValue(to);
        }
        to.append(')');
    }

    private void readValue(StringBuilder to) {
        int tag = in.u1();
        to.append((char) tag);
        switch (tag) {
            case 'e' -> to.append(in.text(in.u2())).append('.').append(in.text(in.u2()));
            case '@' -> readAnnotation(to);
            case '[' -> {
                for (int count = in.u2(); count > 0; count--) readValue(to);
                to.append(']');
            }
            default -> to.append(in.text(in.u2())).append(',');
        }
    }
}
