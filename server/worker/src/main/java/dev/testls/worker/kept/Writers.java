package dev.testls.worker.kept;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * How the code of classes writes to fields, and to the holder, the collection or the array that a field has.
 *
 * <p>A choice comes from outside: a method that everybody can call stores what it is given, or stores without having asked
 * what is there. What is stored only after the field was found empty, added after a look into the map, counted up, or
 * stored while a class or an object begins, is the library's own doing, and would be made again in any JVM.
 */
final class Writers {
    /** Everybody can give it. */
    static final int SET = 1;
    /** Everybody can have it changed, not knowing to what. */
    static final int CHANGED = 2;
    /** The library's own code gives it, or has it changed. */
    static final int PASSED = 4;
    /** The library makes it when it is first wanted. */
    static final int MADE = 8;
    static final int COUNTED = 16;
    /** Something is taken out of a collection, and everybody can have that done. */
    static final int REMOVED = 32;

    private static final String ATOMIC = "java/util/concurrent/atomic/";
    private static final Set<String> ADDS = new HashSet<>(Arrays.asList(
            "put", "putAll", "add", "addAll", "addFirst", "addLast", "push", "offer", "set", "replace", "replaceAll", "addIfAbsent", "setElementAt", "addElement",
            "merge", "compute", "setProperty", "load", "loadFromXML", "offerFirst", "offerLast", "putFirst", "putLast", "insertElementAt", "addAllAbsent", "transfer"));
    private static final Set<String> REMOVES = new HashSet<>(Arrays.asList("pop", "poll", "remove", "clear", "removeIf", "retainAll", "removeAll", "removeFirst",
            "removeLast", "removeFirstOccurrence", "removeLastOccurrence", "pollFirst", "pollLast", "pollFirstEntry", "pollLastEntry", "take", "takeFirst", "takeLast",
            "drainTo", "removeElement", "removeElementAt", "removeAllElements", "setSize"));
    private static final Set<String> MAKES = new HashSet<>(Arrays.asList("putIfAbsent", "computeIfAbsent"));
    private static final Set<String> ASKS = new HashSet<>(Arrays.asList("get", "containsKey", "contains", "getOrDefault", "isEmpty", "size", "peek",
            "getProperty", "containsValue", "peekFirst", "peekLast", "empty"));

    private final Map<String, Integer> ways = new HashMap<>();

    /** The ways in which those read so far write to it; zero: none does. */
    int ways(String className, String field) {
        Integer known = ways.get(className + '#' + field);
        return known == null ? 0 : known;
    }

    /** @throws RuntimeException when it is no class file that is known to us */
    void read(byte[] code) {
        ClassReader reader = new ClassReader(code);
        reader.accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
                if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) return null;
                return new Code(access, name, descriptor, reader.getClassName());
            }
        }, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    private void add(String key, int way) {
        ways.merge(key, way, (before, now) -> before | now);
    }

    /** One method's code, from its first instruction to its last; jumps are not followed. */
    private final class Code extends MethodVisitor {
        /** A class or an object begins. */
        private final boolean begins;
        private final String className;
        private final int parameterSlots;
        private final int firstParameter;
        /** Whether everybody can call it. */
        private final boolean open;
        private final boolean hidden;
        /** Fields that a condition asked for. */
        private final Set<String> asked = new HashSet<>();
        /** Those that were read since the last condition or store. */
        private final Set<String> read = new HashSet<>();
        private final Map<Integer, String> fieldOfLocal = new HashMap<>();
        /** The field that was read last, by what its type begins with. */
        private final Map<String, String> lastRead = new HashMap<>();
        /** On top of the stack, if it is known: what was read from this field. */
        private String onTop;
        private boolean parameterOnTop;
        private boolean sumOnTop;

        Code(int access, String name, String descriptor, String className) {
            super(Opcodes.ASM9);
            begins = name.startsWith("<");
            this.className = className;
            boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
            firstParameter = isStatic ? 0 : 1;
            int slots = firstParameter;
            for (Type each : Type.getArgumentTypes(descriptor)) slots += each.getSize();
            parameterSlots = slots;
            open = !begins && (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0 && (access & Opcodes.ACC_SYNTHETIC) == 0;
            hidden = (access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) != 0 || slots == firstParameter;
        }

        private void top(String field, boolean parameter, boolean sum) {
            onTop = field;
            parameterOnTop = parameter;
            sumOnTop = sum;
        }

        private int way(String key) {
            if (sumOnTop) return COUNTED;
            if (parameterOnTop) return open ? SET : begins ? MADE : PASSED;
            if (begins || asked.contains(key)) return MADE;
            return open ? CHANGED : hidden ? MADE : PASSED;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            String key = owner.replace('/', '.') + '#' + name;
            if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.GETFIELD) {
                lastRead.put(family(descriptor), key);
                read.add(key);
                top(key, false, false);
                return;
            }
            // What it gives itself then is how it begins.
            if (!begins || !owner.equals(className)) add(key, way(key));
            read.clear();
            top(null, false, false);
        }

        private String family(String descriptor) {
            if (descriptor.startsWith("[")) return "[";
            if (descriptor.startsWith("L" + ATOMIC)) return descriptor.substring(1, descriptor.length() - 1);
            return descriptor.startsWith("Ljava/util/") ? "java/util/" : descriptor;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            String asks = null;
            if (owner.startsWith(ATOMIC)) asks = holder(owner, name);
            else if (owner.startsWith("java/util/")) asks = collection(name);
            top(asks, false, false);
        }

        private String holder(String owner, String name) {
            String key = lastRead.get(owner);
            if (key == null) return null;
            if (name.startsWith("get") && name.length() <= "getAcquire".length() && !name.contains("And")) return key;
            if (name.startsWith("compareAnd") || name.startsWith("weakCompareAnd")) add(key, MADE);
            else if (name.contains("crement") || name.contains("Add") || name.equals("add")) add(key, COUNTED);
            else if (!name.startsWith("<") && !name.equals("toString")) add(key, way(key));
            return null;
        }

        private String collection(String name) {
            String key = lastRead.get("java/util/");
            if (key == null) return null;
            if (ASKS.contains(name)) {
                asked.add(key);
                return key;
            }
            if (MAKES.contains(name)) add(key, MADE);
            else if (ADDS.contains(name)) add(key, open && !asked.contains(key) ? SET : MADE);
            else if (REMOVES.contains(name)) add(key, open ? REMOVED : MADE);
            return null;
        }

        @Override
        public void visitVarInsn(int opcode, int local) {
            boolean loads = opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD;
            if (loads) {
                boolean parameter = local >= firstParameter && local < parameterSlots;
                top(fieldOfLocal.get(local), parameter, false);
            } else {
                if (onTop != null) fieldOfLocal.put(local, onTop);
                read.clear();
                top(null, false, false);
            }
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.DUP || opcode == Opcodes.NOP) return;
            if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.DCONST_1) {
                parameterOnTop = false;
                sumOnTop = false;
                return;
            }
            if (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
                String key = lastRead.get("[");
                if (key != null) add(key, sumOnTop ? COUNTED : parameterOnTop && open ? SET : MADE);
                read.clear();
            }
            boolean sum = opcode == Opcodes.IADD || opcode == Opcodes.LADD || opcode == Opcodes.ISUB || opcode == Opcodes.LSUB;
            boolean kept = sumOnTop && (opcode >= Opcodes.DUP_X1 && opcode <= Opcodes.DUP2_X2 || opcode >= Opcodes.I2L && opcode <= Opcodes.I2S);
            top(null, false, sum || kept);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (opcode != Opcodes.GOTO && opcode != Opcodes.JSR) {
                if (onTop != null) asked.add(onTop);
                asked.addAll(read);
            }
            read.clear();
            top(null, false, false);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (opcode != Opcodes.CHECKCAST) top(null, false, false);
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            parameterOnTop = false;
            sumOnTop = false;
        }

        @Override
        public void visitLdcInsn(Object value) {
            top(null, false, false);
        }

        @Override
        public void visitIincInsn(int local, int increment) {}

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, org.objectweb.asm.Handle bootstrap, Object... arguments) {
            top(null, false, false);
        }
    }
}
