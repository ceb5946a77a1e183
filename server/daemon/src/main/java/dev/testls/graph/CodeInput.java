package dev.testls.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypePath;

/**
 * Reads one method. Places in the code are told as numbers of instructions, so that labels which only debug information
 * needs leave no trace.
 */
final class CodeInput extends MethodVisitor {
    /** Of {@code Class}, those that tell no more than the name: the class itself need not be looked into. */
    private static final Set<String> NAME_ONLY = Set.of("desiredAssertionStatus", "getName", "getSimpleName", "getCanonicalName",
            "getTypeName", "getPackageName", "getPackage", "getClassLoader", "hashCode", "toString");

    /** Annotations that last to run time, parameter names, an annotation element's default. */
    final HashInput visible = new HashInput();
    final HashInput invisible = new HashInput();
    final SortedSet<Mention> mentions = new TreeSet<>();
    boolean annotated;

    private final Set<String> annotationTypes;
    private final HashInput code = new HashInput();
    private final Map<Label, Integer> places = new HashMap<>();
    private final List<Label> targets = new ArrayList<>();
    private final Set<String> scratch = new TreeSet<>();
    private int instruction;
    private Type literal = Type.VOID_TYPE;

    CodeInput(Set<String> annotationTypes) {
        super(Opcodes.ASM9);
        this.annotationTypes = annotationTypes;
    }

    /** What the code is, once all of it was visited. */
    HashInput code() {
        HashInput all = new HashInput().add(code);
        for (Label target : targets) all.add(places.getOrDefault(target, -1));
        return all;
    }

    @Override
    public void visitParameter(String name, int access) {
        visible.add("parameter").add(String.valueOf(name)).add(access);
    }

    @Override
    public AnnotationVisitor visitAnnotationDefault() {
        annotated = true;
        visible.add("default");
        return new AnnotationInput(visible, annotationTypes);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean runtime) {
        annotated |= runtime;
        return AnnotationInput.of(descriptor, runtime ? visible : invisible, annotationTypes);
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(int typeRef, TypePath path, String descriptor, boolean runtime) {
        annotated |= runtime;
        HashInput input = runtime ? visible : invisible;
        input.add(typeRef).add(String.valueOf(path));
        return AnnotationInput.of(descriptor, input, annotationTypes);
    }

    @Override
    public AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor, boolean runtime) {
        annotated |= runtime;
        HashInput input = runtime ? visible : invisible;
        input.add(parameter);
        return AnnotationInput.of(descriptor, input, annotationTypes);
    }

    @Override
    public void visitInsn(int opcode) {
        next(opcode);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        next(opcode).add(operand);
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
        next(opcode).add(variable);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        next(opcode).add(type);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        next(opcode).add(owner).add(name).add(descriptor);
        if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) mention(Mention.Level.USE, Type.getObjectType(owner));
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
        if (literal.getSort() != Type.VOID && namesOnly(owner, name)) {
            mention(Mention.Level.USE, literal);
            literal = Type.VOID_TYPE;
        }
        next(opcode).add(owner).add(name).add(descriptor).add(ofInterface ? 1 : 0);
        String className = owner.replace('/', '.');
        if (opcode == Opcodes.INVOKESTATIC && !ClassNames.isOfJdk(className)) {
            mentions.add(new Mention(Mention.Level.STATIC_CALL, className, name + descriptor));
        }
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        next(Opcodes.INVOKEDYNAMIC).add(name).add(descriptor);
        addConstant(bootstrap);
        for (Object argument : arguments) addConstant(argument);
        // An object that the JVM makes up implements this interface, its default methods included.
        Type made = Type.getReturnType(descriptor);
        if (made.getSort() == Type.OBJECT) mention(Mention.Level.INSTANCE, made);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        next(opcode);
        targets.add(label);
    }

    @Override
    public void visitLabel(Label label) {
        places.put(label, instruction);
    }

    @Override
    public void visitLdcInsn(Object value) {
        next(Opcodes.LDC);
        addConstant(value);
        if (value instanceof Type type && type.getSort() != Type.METHOD) literal = type;
    }

    @Override
    public void visitIincInsn(int variable, int increment) {
        next(Opcodes.IINC).add(variable).add(increment);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
        next(Opcodes.TABLESWITCH).add(min).add(max);
        targets.add(otherwise);
        targets.addAll(List.of(labels));
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
        next(Opcodes.LOOKUPSWITCH).add(keys.length);
        for (int key : keys) code.add(key);
        targets.add(otherwise);
        targets.addAll(List.of(labels));
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        next(Opcodes.MULTIANEWARRAY).add(descriptor).add(dimensions);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
        code.add("catch").add(String.valueOf(type));
        targets.addAll(List.of(start, end, handler));
    }

    @Override
    public void visitEnd() {
        next(Opcodes.NOP);
    }

    private HashInput next(int opcode) {
        if (literal.getSort() != Type.VOID) mention(Mention.Level.FULL, literal);
        literal = Type.VOID_TYPE;
        instruction++;
        return code.add(opcode);
    }

    private static boolean namesOnly(String owner, String name) {
        return owner.equals("java/lang/Class") && NAME_ONLY.contains(name) || name.equals("getLogger") || name.equals("getLog");
    }

    private void addConstant(Object value) {
        if (value instanceof Handle handle) {
            code.add("handle").add(handle.getTag()).add(handle.getOwner()).add(handle.getName()).add(handle.getDesc());
            String owner = handle.getOwner().replace('/', '.');
            boolean call = handle.getTag() == Opcodes.H_INVOKESTATIC;
            if (call && !ClassNames.isOfJdk(owner)) mentions.add(new Mention(Mention.Level.STATIC_CALL, owner, handle.getName() + handle.getDesc()));
            if (handle.getTag() == Opcodes.H_GETSTATIC) mention(Mention.Level.USE, Type.getObjectType(handle.getOwner()));
        } else if (value instanceof ConstantDynamic dynamic) {
            code.add("dynamic").add(dynamic.getName()).add(dynamic.getDescriptor());
            addConstant(dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) addConstant(dynamic.getBootstrapMethodArgument(i));
        } else if (value instanceof Type type) {
            code.add("type").add(type.getDescriptor());
            // Bootstrap methods of pattern switches get the classes that they tell apart.
            if (type.getSort() != Type.METHOD) mention(Mention.Level.USE, type);
        } else {
            code.add(value.getClass().getName()).add(value.toString());
        }
    }

    private void mention(Mention.Level level, Type type) {
        scratch.clear();
        ClassNames.addType(type, scratch);
        scratch.forEach(name -> mentions.add(Mention.of(level, name)));
    }
}
