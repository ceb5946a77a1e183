package dev.testls.graph;

import java.util.Set;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Adds an annotation, or a default value, to what is hashed, and collects the types that it names. */
final class AnnotationInput extends AnnotationVisitor {
    private final HashInput input;
    private final Set<String> types;

    AnnotationInput(HashInput input, Set<String> types) {
        super(Opcodes.ASM9);
        this.input = input;
        this.types = types;
    }

    static AnnotationInput of(String descriptor, HashInput input, Set<String> types) {
        ClassNames.addDescriptor(descriptor, types);
        input.add("@").add(descriptor);
        return new AnnotationInput(input, types);
    }

    @Override
    public void visit(String name, Object value) {
        input.add(String.valueOf(name));
        if (value instanceof Type type) {
            ClassNames.addType(type, types);
            input.add("class").add(type.getDescriptor());
        } else {
            input.add(value.getClass().getName()).add(text(value));
        }
    }

    @Override
    public void visitEnum(String name, String descriptor, String value) {
        ClassNames.addDescriptor(descriptor, types);
        input.add(String.valueOf(name)).add("enum").add(descriptor).add(value);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String name, String descriptor) {
        input.add(String.valueOf(name));
        return of(descriptor, input, types);
    }

    @Override
    public AnnotationVisitor visitArray(String name) {
        input.add(String.valueOf(name)).add("[");
        return this;
    }

    @Override
    public void visitEnd() {
        input.add("end");
    }

    /** Arrays of primitive values come as one value. */
    private static String text(Object value) {
        if (!value.getClass().isArray()) return value.toString();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < java.lang.reflect.Array.getLength(value); i++) text.append(java.lang.reflect.Array.get(value, i)).append(',');
        return text.toString();
    }
}
