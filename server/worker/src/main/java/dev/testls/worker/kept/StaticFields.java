package dev.testls.worker.kept;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The static fields of a class file that can carry something from test to test, and a probe where they have their first values. */
final class StaticFields {
    /** So many are watched in a class; those that can be assigned come first. */
    private static final int MOST = 200;

    private static final Set<String> IMMUTABLE = new HashSet<>(Arrays.asList(
            "Ljava/lang/String;", "Ljava/lang/Class;", "Ljava/lang/Integer;", "Ljava/lang/Long;", "Ljava/lang/Boolean;", "Ljava/lang/Double;",
            "Ljava/lang/Character;", "Ljava/util/regex/Pattern;", "Ljava/nio/charset/Charset;", "Ljava/util/Locale;", "Ljava/util/UUID;",
            "Ljava/math/BigInteger;", "Ljava/math/BigDecimal;", "Ljava/lang/reflect/Method;", "Ljava/lang/reflect/Field;",
            "Ljava/lang/reflect/Constructor;", "Ljava/lang/invoke/MethodHandle;", "Ljava/lang/invoke/VarHandle;", "Ljava/lang/invoke/MethodType;",
            "Ljava/util/concurrent/atomic/AtomicIntegerFieldUpdater;", "Ljava/util/concurrent/atomic/AtomicLongFieldUpdater;",
            "Ljava/util/concurrent/atomic/AtomicReferenceFieldUpdater;", "[Ljava/io/ObjectStreamField;", "Lsun/misc/Unsafe;",
            "Ljava/time/Duration;", "Ljava/time/Instant;", "Ljava/time/ZoneOffset;", "Ljava/time/format/DateTimeFormatter;",
            "Ljava/util/logging/Logger;", "Lorg/slf4j/Logger;", "Lorg/slf4j/Marker;", "Lorg/apache/commons/logging/Log;",
            "Lorg/apache/logging/log4j/Logger;", "Lorg/apache/log4j/Logger;", "Lorg/jboss/logging/Logger;", "Lorg/junit/platform/commons/logging/Logger;"));

    final String superName;
    final boolean initialises;
    final String[] names;
    final String[] descriptors;
    final int[] modifiers;

    private StaticFields(String superName, boolean initialises, List<Found> fields) {
        this.superName = superName;
        this.initialises = initialises;
        int count = Math.min(MOST, fields.size());
        names = new String[count];
        descriptors = new String[count];
        modifiers = new int[count];
        for (int i = 0; i < count; i++) {
            names[i] = fields.get(i).name;
            descriptors[i] = fields.get(i).descriptor;
            modifiers[i] = fields.get(i).modifiers;
        }
    }

    /** Those of a class file; null when it has none that matter. */
    static StaticFields of(ClassReader reader) {
        if (!mayHold(reader)) return null;
        Shape shape = new Shape();
        reader.accept(shape, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        List<Found> fields = new ArrayList<>(shape.assigned);
        fields.addAll(shape.held);
        if (shape.changes) fields.addAll(shape.constants);
        return fields.isEmpty() ? null : new StaticFields(shape.superName, shape.initialises, fields);
    }

    /** Most classes have none: a look at the table of fields is enough for those. */
    private static boolean mayHold(ClassReader reader) {
        char[] text = new char[reader.getMaxStringLength()];
        int at = reader.header + 6;
        at += 2 + 2 * reader.readUnsignedShort(at);
        int fields = reader.readUnsignedShort(at);
        at += 2;
        for (int i = 0; i < fields; i++) {
            int access = reader.readUnsignedShort(at);
            boolean counts = (access & Opcodes.ACC_STATIC) != 0 && (access & Opcodes.ACC_SYNTHETIC) == 0;
            if (counts && ((access & Opcodes.ACC_FINAL) == 0 || !isImmutable(reader.readUTF8(at + 4, text)))) return true;
            int attributes = reader.readUnsignedShort(at + 6);
            at += 8;
            for (int j = 0; j < attributes; j++) at += 6 + reader.readInt(at + 2);
        }
        return false;
    }

    /** The class file, telling {@link Births} what the initialiser left where it ends. */
    byte[] probed(ClassReader reader, int number) {
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
                MethodVisitor plain = super.visitMethod(access, name, descriptor, signature, exceptions);
                // What is not touched is copied as it is.
                return name.equals("<clinit>") ? new Telling(plain, reader.getClassName(), number) : plain;
            }
        }, 0);
        return writer.toByteArray();
    }

    /** What the fields have before anyone gives them a value. */
    Object[] untouched() {
        Object[] values = new Object[names.length];
        for (int i = 0; i < values.length; i++) {
            switch (descriptors[i].charAt(0)) {
                case 'Z': values[i] = false; break;
                case 'C': values[i] = (char) 0; break;
                case 'B': values[i] = (byte) 0; break;
                case 'S': values[i] = (short) 0; break;
                case 'I': values[i] = 0; break;
                case 'J': values[i] = 0L; break;
                case 'F': values[i] = 0f; break;
                case 'D': values[i] = 0d; break;
                default: break;
            }
        }
        return values;
    }

    /** Whether an object of this type can never change. */
    static boolean isImmutable(Class<?> type) {
        return isImmutable(Type.getDescriptor(type));
    }

    private static boolean isImmutable(String descriptor) {
        return descriptor.length() == 1 || IMMUTABLE.contains(descriptor);
    }

    private static final class Found {
        final String name;
        final String descriptor;
        final int modifiers;

        Found(String name, String descriptor, int modifiers) {
            this.name = name;
            this.descriptor = descriptor;
            this.modifiers = modifiers;
        }
    }

    private static final class Shape extends ClassVisitor {
        final List<Found> assigned = new ArrayList<>();
        final List<Found> held = new ArrayList<>();
        final List<Found> constants = new ArrayList<>();
        String superName;
        boolean initialises;
        /** Whether an instance can change. */
        boolean changes;

        Shape() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
            this.superName = superName == null ? "java.lang.Object" : superName.replace('/', '.');
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            boolean isFinal = (access & Opcodes.ACC_FINAL) != 0;
            if ((access & Opcodes.ACC_STATIC) == 0) {
                changes |= !isFinal || !isImmutable(descriptor);
                return null;
            }
            if ((access & Opcodes.ACC_SYNTHETIC) != 0) return null;
            Found field = new Found(name, descriptor, access);
            if ((access & Opcodes.ACC_ENUM) != 0) constants.add(field);
            else if (!isFinal) assigned.add(field);
            else if (!isImmutable(descriptor)) held.add(field);
            return null;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            initialises |= name.equals("<clinit>");
            return null;
        }
    }

    /** A static initialiser's code. Stores and a call, without a branch, so that no frame changes. */
    private final class Telling extends MethodVisitor {
        private static final int STACK = 7;

        private final String className;
        private final int number;

        Telling(MethodVisitor plain, String className, int number) {
            super(Opcodes.ASM9, plain);
            this.className = className;
            this.number = number;
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.RETURN) tell();
            super.visitInsn(opcode);
        }

        private void tell() {
            push(number);
            push(names.length);
            super.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
            for (int i = 0; i < names.length; i++) {
                super.visitInsn(Opcodes.DUP);
                push(i);
                super.visitFieldInsn(Opcodes.GETSTATIC, className, names[i], descriptors[i]);
                box(descriptors[i]);
                super.visitInsn(Opcodes.AASTORE);
            }
            super.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(Births.class), "born", "(I[Ljava/lang/Object;)V", false);
        }

        private void push(int value) {
            if (value <= Short.MAX_VALUE) super.visitIntInsn(Opcodes.SIPUSH, value);
            else super.visitLdcInsn(value);
        }

        private void box(String descriptor) {
            String box;
            switch (descriptor.charAt(0)) {
                case 'Z': box = "Boolean"; break;
                case 'C': box = "Character"; break;
                case 'B': box = "Byte"; break;
                case 'S': box = "Short"; break;
                case 'I': box = "Integer"; break;
                case 'J': box = "Long"; break;
                case 'F': box = "Float"; break;
                case 'D': box = "Double"; break;
                default: return;
            }
            super.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/" + box, "valueOf", "(" + descriptor + ")Ljava/lang/" + box + ";", false);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(maxStack + STACK, maxLocals);
        }
    }
}
