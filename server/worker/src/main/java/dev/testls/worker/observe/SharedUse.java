package dev.testls.worker.observe;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Has libraries tell when a test class asks for something that outlives it: Spring's application contexts where its test support keeps them, and
 * databases where drivers connect to them. Stores and calls without a branch, so that no frame changes.
 */
public final class SharedUse {
    private static final String CONTEXT_CACHE = "org/springframework/test/context/cache/DefaultContextCache";
    private static final String CONTEXT = "Lorg/springframework/context/ApplicationContext;";
    private static final String CONNECT = "(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;";

    private SharedUse() {}

    /** Where the class is that is watched, as a resource. */
    public static String contextCache() {
        return CONTEXT_CACHE + ".class";
    }

    /** The code to define a library's class with. */
    public static byte[] probed(byte[] code) {
        boolean isCache = false;
        try {
            ClassReader reader = new ClassReader(code);
            isCache = reader.getClassName().equals(CONTEXT_CACHE);
            boolean isDriver = false;
            for (String each : reader.getInterfaces()) isDriver |= each.equals("java/sql/Driver");
            if (!isCache && !isDriver) return code;
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(isCache ? new Cache(writer) : new Driver(writer), 0);
            return writer.toByteArray();
        } catch (RuntimeException | LinkageError e) {
            // Too new for us.
            if (isCache) Probes.missContexts();
            return code;
        }
    }

    /** What is taken out, and what is put in. */
    private static final class Cache extends ClassVisitor {
        Cache(ClassVisitor plain) {
            super(Opcodes.ASM9, plain);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor plain = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (plain == null || (access & Opcodes.ACC_PUBLIC) == 0) return plain;
            if (descriptor.endsWith(")" + CONTEXT)) return new Telling(plain, -1);
            Type[] parameters = Type.getArgumentTypes(descriptor);
            int last = parameters.length;
            return last > 0 && parameters[last - 1].getDescriptor().equals(CONTEXT) ? new Telling(plain, last) : plain;
        }
    }

    private static final class Driver extends ClassVisitor {
        Driver(ClassVisitor plain) {
            super(Opcodes.ASM9, plain);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor plain = super.visitMethod(access, name, descriptor, signature, exceptions);
            return plain != null && name.equals("connect") && descriptor.equals(CONNECT) ? new Telling(plain, 1) : plain;
        }
    }

    /** Tells of what is in a variable when the method begins, or of what it returns. */
    private static final class Telling extends MethodVisitor {
        private final int variable;

        /** @param variable negative: what it returns */
        Telling(MethodVisitor plain, int variable) {
            super(Opcodes.ASM9, plain);
            this.variable = variable;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (variable < 0) return;
            super.visitVarInsn(Opcodes.ALOAD, variable);
            tell();
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.ARETURN && variable < 0) {
                super.visitInsn(Opcodes.DUP);
                tell();
            }
            super.visitInsn(opcode);
        }

        private void tell() {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(Probes.class), "shared", "(Ljava/lang/Object;)V", false);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(maxStack + 1, maxLocals);
        }
    }
}
