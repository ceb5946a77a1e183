package dev.testls.worker.observe;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts probes into class files: calls and stores, without a branch, a member or a frame that was not there, so that
 * neither the verifier nor serialization nor reflection sees another class.
 */
final class Instrumenter {
    private static final int HASH_BYTES = 16;

    private Instrumenter() {}

    /**
     * The class file with probes; the same as before when the file is.
     *
     * @throws RuntimeException when it cannot be: too new for us, too large with probes, or no numbers are left
     */
    static byte[] instrument(Registry registry, String name, byte[] code) {
        byte[] hash = hash(code);
        ClassFile known = registry.file(name);
        if (known != null && Arrays.equals(known.hash, hash)) {
            byte[] probed = known.probed;
            if (probed != null) return probed;
        } else {
            known = null;
        }
        ClassReader reader = new ClassReader(code);
        Shape shape = new Shape();
        reader.accept(shape, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        int first = known != null ? (known.numbers.length == 0 ? 0 : known.numbers[0]) : registry.reserve(shape.methods.size());
        if (first == Registry.NONE) throw new IllegalStateException("no numbers are left");
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Probing(writer, registry, first), 0);
        byte[] probed = writer.toByteArray();
        int[] numbers = new int[shape.methods.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = first + i;
        registry.put(new ClassFile(name, hash, shape.supers, shape.methods, numbers, shape.statics, shape.initialises, probed));
        return probed;
    }

    private static byte[] hash(byte[] code) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(code), HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether classes of this name are surely none of the project's, or of no interest. */
    private static boolean isForeign(String internalName) {
        for (String prefix : FOREIGN) {
            if (internalName.startsWith(prefix)) return true;
        }
        return false;
    }

    private static final String[] FOREIGN = {
        "java/", "javax/", "jdk/", "sun/", "com/sun/", "org/junit/", "kotlin/", "scala/", "groovy/", "org/slf4j/",
        "org/assertj/", "org/mockito/", "org/hamcrest/"
    };

    /** What there is, without its code. */
    private static final class Shape extends ClassVisitor {
        final List<String> methods = new ArrayList<>();
        final List<String> statics = new ArrayList<>();
        List<String> supers = Collections.emptyList();
        boolean initialises;

        Shape() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
            supers = new ArrayList<>();
            if (superName != null && !isForeign(superName)) supers.add(superName.replace('/', '.'));
            for (String each : interfaces) {
                if (!isForeign(each)) supers.add(each.replace('/', '.'));
            }
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            boolean constant = (access & Opcodes.ACC_FINAL) != 0
                    && (descriptor.length() == 1 || descriptor.equals("Ljava/lang/String;"));
            if ((access & Opcodes.ACC_STATIC) != 0 && !constant) statics.add(name);
            return null;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) return null;
            methods.add(name + descriptor);
            initialises |= name.equals("<clinit>");
            return null;
        }
    }

    private static final class Probing extends ClassVisitor {
        private final Registry registry;
        private int next;
        private String className;

        Probing(ClassVisitor writer, Registry registry, int first) {
            super(Opcodes.ASM9, writer);
            this.registry = registry;
            next = first;
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
            className = name;
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor plain = super.visitMethod(access, name, descriptor, signature, exceptions);
            if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) return plain;
            return new ProbedMethod(plain, registry, className, next++, name.equals("<clinit>"));
        }
    }

    /** One method's code. */
    private static final class ProbedMethod extends MethodVisitor {
        private static final List<String> LOCALS = Arrays.asList("java/lang/ThreadLocal", "java/lang/InheritableThreadLocal");
        private static final String PROBES = Type.getInternalName(Probes.class);

        private final Registry registry;
        private final String className;
        private final int number;
        private final boolean initialiser;

        ProbedMethod(MethodVisitor plain, Registry registry, String className, int number, boolean initialiser) {
            super(Opcodes.ASM9, plain);
            this.registry = registry;
            this.className = className;
            this.number = number;
            this.initialiser = initialiser;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (initialiser) called("enter", number);
            else hit(number);
        }

        @Override
        public void visitInsn(int opcode) {
            if (initialiser && opcode == Opcodes.RETURN) called("exit", number);
            super.visitInsn(opcode);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            boolean ofClass = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
            // What an initialiser does to its own fields is its own doing.
            boolean own = initialiser && owner.equals(className);
            if (ofClass && !own && !isForeign(owner)) {
                hit(registry.number(Thing.Kind.FIELD, owner.replace('/', '.'), name));
            }
            super.visitFieldInsn(opcode, owner, name, descriptor);
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof Type) reflects((Type) value);
            super.visitLdcInsn(value);
        }

        /** A class that names itself, or another of its file, for a logger or an assertion, looks at nothing. */
        private void reflects(Type type) {
            Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
            if (element.getSort() != Type.OBJECT || isForeign(element.getInternalName())) return;
            if (topLevel(element.getInternalName()).equals(topLevel(className))) return;
            hit(registry.number(Thing.Kind.REFLECTED, "", element.getClassName()));
        }

        private static String topLevel(String name) {
            int dollar = name.indexOf('$', name.lastIndexOf('/') + 2);
            return dollar < 0 ? name : name.substring(0, dollar);
        }

        private void hit(int thing) {
            super.visitFieldInsn(Opcodes.GETSTATIC, PROBES, "HIT", "[B");
            push(thing);
            super.visitInsn(Opcodes.ICONST_1);
            super.visitInsn(Opcodes.BASTORE);
        }

        private void called(String probe, int thing) {
            push(thing);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, PROBES, probe, "(I)V", false);
        }

        private void push(int value) {
            if (value == Registry.NONE) throw new IllegalStateException("no numbers are left");
            if (value <= Short.MAX_VALUE) super.visitIntInsn(Opcodes.SIPUSH, value);
            else super.visitLdcInsn(value);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            String probe = owner.startsWith("java/") ? Lookups.probeBefore(owner, name, descriptor) : null;
            if (probe != null) firstOf(opcode, descriptor, probe);
            asksForAll(owner, name, descriptor, false);
            if (opcode == Opcodes.INVOKEVIRTUAL && LOCALS.contains(owner) && local(owner, name, descriptor)) return;
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (owner.startsWith("java/") && Lookups.makesPath(owner, name, descriptor)) {
                super.visitInsn(Opcodes.DUP);
                one("file");
            }
        }

        private void asksForAll(String owner, String name, String descriptor, boolean reference) {
            Thing.Kind all = Lookups.all(owner, name, descriptor, reference);
            if (all != null) hit(registry.number(all, "", ""));
        }

        /** A reference to a method names it, and whoever calls it is not seen. */
        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object each : arguments) {
                if (each instanceof Handle) asksForAll(((Handle) each).getOwner(), ((Handle) each).getName(), ((Handle) each).getDesc(), true);
            }
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        }

        /** Shows a thread-local and its value; whether the call was made, too. */
        private boolean local(String owner, String name, String descriptor) {
            boolean gets = name.equals("get") && descriptor.equals("()Ljava/lang/Object;");
            if (gets) {
                super.visitInsn(Opcodes.DUP);
                super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
                super.visitInsn(Opcodes.DUP_X1);
            } else if (name.equals("set") && descriptor.equals("(Ljava/lang/Object;)V")) {
                super.visitInsn(Opcodes.DUP2);
            } else if (name.equals("remove") && descriptor.equals("()V")) {
                super.visitInsn(Opcodes.DUP);
                super.visitInsn(Opcodes.ACONST_NULL);
            } else {
                return false;
            }
            two("local", true);
            return gets;
        }

        /** Shows the first two of at most three arguments to a probe, and leaves the stack as it was. */
        private void firstOf(int opcode, String descriptor, String probe) {
            Type[] arguments = Type.getArgumentTypes(descriptor);
            boolean receiver = opcode != Opcodes.INVOKESTATIC && opcode != Opcodes.INVOKESPECIAL;
            int count = arguments.length + (receiver ? 1 : 0);
            if (count == 2 && !receiver && arguments[0].getSize() == 1 && arguments[1].getSize() == 2) {
                // The second one out of the way, and back.
                super.visitInsn(Opcodes.DUP2_X1);
                super.visitInsn(Opcodes.POP2);
                super.visitInsn(Opcodes.DUP);
                one(probe);
                super.visitInsn(Opcodes.DUP_X2);
                super.visitInsn(Opcodes.POP);
                return;
            }
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i].getSize() == 2) return;
            }
            if (count == 1) {
                super.visitInsn(Opcodes.DUP);
                one(probe);
            } else if (count == 2) {
                super.visitInsn(Opcodes.DUP2);
                two(probe, isReference(arguments[arguments.length - 1]));
            } else if (count == 3) {
                super.visitInsn(Opcodes.DUP_X2);
                super.visitInsn(Opcodes.POP);
                super.visitInsn(Opcodes.DUP2);
                two(probe, isReference(arguments[arguments.length - 2]));
                super.visitInsn(Opcodes.DUP2_X1);
                super.visitInsn(Opcodes.POP2);
            }
        }

        private static boolean isReference(Type type) {
            return type.getSort() == Type.OBJECT || type.getSort() == Type.ARRAY;
        }

        private void two(String probe, boolean both) {
            if (both) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, PROBES, probe.equals("file") ? "files" : probe,
                        "(Ljava/lang/Object;Ljava/lang/Object;)V", false);
            } else {
                super.visitInsn(Opcodes.POP);
                one(probe);
            }
        }

        private void one(String probe) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, PROBES, probe, "(Ljava/lang/Object;)V", false);
        }
    }
}
