package dev.testls.graph;

import dev.testls.base.ContentHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.TypePath;

/** Reads one class file into {@link ClassFacts}. */
final class ClassFileVisitor extends ClassVisitor {
    private static final int CONSTANT_CLASS = 7;
    private static final int CONSTANT_NAME_AND_TYPE = 12;
    private static final int CONSTANT_METHOD_TYPE = 16;

    private final HashInput shape = new HashInput();
    private final HashInput constants = new HashInput();
    /** What stands around the class and what is nested in it, in the order of the file. */
    private final HashInput nesting = new HashInput();
    /** What is part of the whole only. */
    private final HashInput rest = new HashInput();
    /** What else is, in no order that means anything. */
    private final Set<String> unordered = new TreeSet<>();
    private final List<String> supertypes = new ArrayList<>();
    private final Set<String> annotations = new HashSet<>();
    private final Set<String> ownAnnotations = new HashSet<>();
    private final Set<String> references = new HashSet<>();
    private final List<Method> methods = new ArrayList<>();
    private String internalName = "";
    private String source = "";
    private boolean inherits;
    private boolean isInterface;

    private record Method(int access, String name, String descriptor, String signature, HashInput thrown, CodeInput content) {
        String key() {
            return name + descriptor;
        }

        HashInput declaration() {
            return new HashInput().add(access).add(name).add(descriptor).add(signature).add(thrown).add(content.visible);
        }

        boolean isStatic() {
            return (access & Opcodes.ACC_STATIC) != 0;
        }
    }

    private ClassFileVisitor() {
        super(Opcodes.ASM9);
    }

    static ClassFacts read(String name, byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassFileVisitor visitor = new ClassFileVisitor();
        reader.accept(visitor, ClassReader.SKIP_FRAMES);
        visitor.addReferences(reader);
        return visitor.facts(name, ContentHash.of(bytes));
    }

    private ClassFacts facts(String name, ContentHash content) {
        HashInput declared = new HashInput();
        // What the compiler adds for code is no declaration, and comes and goes with the code.
        methods.stream().filter(it -> (it.access & Opcodes.ACC_SYNTHETIC) == 0 && !it.name.equals("<clinit>")).forEach(it -> declared.add(it.declaration()));
        HashInput init = new HashInput().add(constants);
        TreeMap<String, HashInput> virtuals = new TreeMap<>();
        TreeMap<String, HashInput> annotated = new TreeMap<>();
        HashInput full = new HashInput();
        Map<String, MethodFacts> facts = new HashMap<>();
        // A compiler puts bridge methods in one order today and in another tomorrow.
        methods.sort(Comparator.comparing(Method::key));
        for (Method method : methods) {
            CodeInput it = method.content;
            HashInput code = it.code();
            HashInput declaration = method.declaration();
            if (method.name.equals("<clinit>")) init.add(code);
            if (it.annotated) annotated.put(method.key(), it.visible);
            if (takesPart(method)) virtuals.put(method.key(), declaration);
            full.add(declaration).add(it.invisible).add(code);
            boolean initialises = method.name.equals("<clinit>");
            facts.put(method.key(), new MethodFacts(code.hash(), !method.isStatic() && !initialises, List.copyOf(it.mentions)));
        }
        annotated.forEach((key, visible) -> shape.add(key).add(visible));
        HashInput virtual = new HashInput();
        virtuals.values().forEach(virtual::add);
        declared.add(shape).add(nesting);
        full.add(shape).add(init).add(rest).addAll(unordered.toArray());
        references.remove(name);
        return new ClassFacts(name, source, supertypes, content, shape.hash(), init.hash(), virtual.hash(), declared.hash(), full.hash(), annotations, ownAnnotations,
                facts, references);
    }

    private boolean takesPart(Method method) {
        if (method.name.equals("<clinit>")) return false;
        if (method.content.annotated) return true;
        if (method.isStatic()) return inherits && (method.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC)) == 0;
        if (method.name.equals("<init>")) return false;
        return (method.access & Opcodes.ACC_PRIVATE) == 0;
    }

    @Override
    public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
        internalName = name;
        isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
        inherits = !isInterface && superName != null && !superName.equals("java/lang/Object");
        rest.add(version & 0xFFFF);
        shape.add(access & ~Opcodes.ACC_DEPRECATED).add(String.valueOf(signature)).add(String.valueOf(superName)).addAll(interfaces);
        addSupertype(superName);
        for (String each : interfaces) addSupertype(each);
    }

    private void addSupertype(String internal) {
        if (internal == null) return;
        String name = internal.replace('/', '.');
        if (!ClassNames.isOfJdk(name)) supertypes.add(name);
    }

    @Override
    public void visitSource(String file, String debug) {
        source = String.valueOf(file);
    }

    @Override
    public ModuleVisitor visitModule(String name, int access, String version) {
        shape.add("module").add(name).add(access).add(String.valueOf(version));
        return new ModuleInput(shape);
    }

    @Override
    public void visitNestHost(String host) {
        shape.add("host").add(host);
    }

    @Override
    public void visitNestMember(String member) {
        // An anonymous class, too, is a member: no use of this class can tell.
        unordered.add("member " + member);
    }

    @Override
    public void visitOuterClass(String owner, String name, String descriptor) {
        String text = "outer " + owner + " " + name + " " + descriptor;
        rest.add(text);
        nesting.add(text);
    }

    @Override
    public void visitPermittedSubclass(String subclass) {
        shape.add("permits").add(subclass);
    }

    @Override
    public void visitInnerClass(String name, String outer, String inner, int access) {
        String text = "inner " + name + " " + outer + " " + inner + " " + access;
        if (name.equals(internalName)) shape.add(text);
        else unordered.add(text);
        // Others only stand there for code that names them.
        if (name.equals(internalName) || internalName.equals(outer)) nesting.add(text);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean runtime) {
        if (runtime) ClassNames.addDescriptor(descriptor, ownAnnotations);
        return AnnotationInput.of(descriptor, runtime ? shape : rest, annotations);
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(int typeRef, TypePath path, String descriptor, boolean runtime) {
        HashInput input = runtime ? shape : rest;
        input.add(typeRef).add(String.valueOf(path));
        return AnnotationInput.of(descriptor, input, annotations);
    }

    @Override
    public void visitAttribute(Attribute attribute) {
        rest.add("attribute").add(attribute.type);
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(String name, String descriptor, String signature) {
        shape.add("component").add(name).add(descriptor).add(String.valueOf(signature));
        return new RecordComponentVisitor(Opcodes.ASM9) {
            @Override
            public AnnotationVisitor visitAnnotation(String annotation, boolean runtime) {
                return AnnotationInput.of(annotation, runtime ? shape : rest, annotations);
            }
        };
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
        ClassNames.addDescriptor(descriptor, references);
        String constant = value == null ? "" : value.getClass().getSimpleName() + " " + value;
        shape.add("field").add(access & ~Opcodes.ACC_DEPRECATED).add(name).add(descriptor).add(String.valueOf(signature)).add(constant);
        if (value != null) constants.add(name).add(constant);
        return new FieldVisitor(Opcodes.ASM9) {
            @Override
            public AnnotationVisitor visitAnnotation(String annotation, boolean runtime) {
                return AnnotationInput.of(annotation, runtime ? shape : rest, annotations);
            }

            @Override
            public AnnotationVisitor visitTypeAnnotation(int typeRef, TypePath path, String annotation, boolean runtime) {
                HashInput input = runtime ? shape : rest;
                input.add(typeRef).add(String.valueOf(path));
                return AnnotationInput.of(annotation, input, annotations);
            }
        };
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
        ClassNames.addDescriptor(descriptor, references);
        HashInput thrown = new HashInput();
        if (exceptions != null) thrown.addAll(exceptions);
        CodeInput content = new CodeInput(annotations);
        methods.add(new Method(access & ~Opcodes.ACC_DEPRECATED, name, descriptor, String.valueOf(signature), thrown, content));
        return content;
    }

    private void addReferences(ClassReader reader) {
        char[] buffer = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int offset = reader.getItem(i);
            if (offset == 0) continue;
            switch (reader.readByte(offset - 1)) {
                case CONSTANT_CLASS -> ClassNames.addInternal(reader.readUTF8(offset, buffer), references);
                case CONSTANT_NAME_AND_TYPE -> ClassNames.addDescriptor(reader.readUTF8(offset + 2, buffer), references);
                case CONSTANT_METHOD_TYPE -> ClassNames.addDescriptor(reader.readUTF8(offset, buffer), references);
                default -> {}
            }
        }
        references.addAll(annotations);
        references.addAll(supertypes);
    }
}
