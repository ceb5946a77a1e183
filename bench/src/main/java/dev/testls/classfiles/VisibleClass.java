package dev.testls.classfiles;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeAnnotationNode;

/**
 * What reflection, stack traces, serialization and those who read parameter names from a class file see of it.
 *
 * <p>Each fact has a kind, and a text: two class files are alike to a test where all texts are equal.
 */
record VisibleClass(String name, Map<String, String> facts) {
    private static final int SEEN_OF_CLASS = ~Opcodes.ACC_SUPER;

    static VisibleClass of(byte[] bytes) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, ClassReader.SKIP_FRAMES);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", String.valueOf(node.version & 0xffff));
        facts.put("access", Integer.toHexString(node.access & SEEN_OF_CLASS));
        facts.put("supertypes", node.superName + " " + node.interfaces);
        facts.put("signature", String.valueOf(node.signature));
        facts.put("source", String.valueOf(node.sourceFile));
        facts.put("annotations", annotations(node.visibleAnnotations) + typeAnnotations(node.visibleTypeAnnotations));
        facts.put("nest", node.nestHostClass + " " + sorted(node.nestMembers));
        facts.put("permitted", String.valueOf(node.permittedSubclasses));
        facts.put("enclosing", node.outerClass + " " + node.outerMethod + " " + node.outerMethodDesc);
        facts.put("record", node.recordComponents == null ? "" : node.recordComponents.stream()
                .map(it -> it.name + it.descriptor + it.signature + annotations(it.visibleAnnotations) + typeAnnotations(it.visibleTypeAnnotations))
                .collect(Collectors.joining(", ")));
        facts.put("member classes", node.innerClasses.stream().filter(it -> node.name.equals(it.outerName)).map(VisibleClass::text).collect(Collectors.joining(", ")));
        facts.put("own class entry", node.innerClasses.stream().filter(it -> node.name.equals(it.name)).map(VisibleClass::text).collect(Collectors.joining(", ")));
        List<FieldNode> fields = node.fields;
        facts.put("fields", fields.stream().filter(it -> !isSynthetic(it.access)).map(VisibleClass::text).collect(Collectors.joining("\n")));
        facts.put("synthetic fields", fields.stream().filter(it -> isSynthetic(it.access)).map(VisibleClass::text).sorted().collect(Collectors.joining("\n")));
        facts.put("methods", node.methods.stream().filter(it -> !isSynthetic(it.access)).map(it -> text(it, node.name)).sorted().collect(Collectors.joining("\n")));
        facts.put("order of methods", node.methods.stream().filter(it -> !isSynthetic(it.access)).map(it -> it.name + it.desc).collect(Collectors.joining("\n")));
        facts.put("bridges", node.methods.stream().filter(it -> (it.access & Opcodes.ACC_BRIDGE) != 0).map(it -> text(it, node.name)).sorted().collect(Collectors.joining("\n")));
        facts.put("bodies of lambdas", node.methods.stream().filter(VisibleClass::isLambda).map(it -> it.name + it.desc).sorted().collect(Collectors.joining("\n")));
        facts.put("other synthetic methods", node.methods.stream()
                .filter(it -> isSynthetic(it.access) && (it.access & Opcodes.ACC_BRIDGE) == 0 && !isLambda(it)).map(it -> it.name + it.desc).sorted().collect(Collectors.joining("\n")));
        facts.put("serial version", hasSerialVersion(node) ? "own" : serialMembers(node));
        facts.put("parameters' names", node.methods.stream().filter(it -> !isSynthetic(it.access)).map(VisibleClass::variables).sorted().collect(Collectors.joining("\n")));
        facts.put("lines", node.methods.stream().map(VisibleClass::lines).filter(it -> !it.isEmpty()).sorted().collect(Collectors.joining("\n")));
        return new VisibleClass(node.name, facts);
    }

    private static boolean isSynthetic(int access) {
        return (access & Opcodes.ACC_SYNTHETIC) != 0;
    }

    private static boolean isLambda(MethodNode method) {
        return isSynthetic(method.access) && method.name.startsWith("lambda$");
    }

    private static String text(InnerClassNode it) {
        return it.name + " " + it.outerName + " " + it.innerName + " " + Integer.toHexString(it.access);
    }

    private static String text(FieldNode it) {
        return Integer.toHexString(it.access) + " " + it.name + " " + it.desc + " " + it.signature + " " + it.value + annotations(it.visibleAnnotations) + typeAnnotations(it.visibleTypeAnnotations);
    }

    private static String text(MethodNode it, String owner) {
        StringBuilder text = new StringBuilder(Integer.toHexString(it.access)).append(' ').append(it.name).append(it.desc).append(' ').append(it.signature)
                .append(" throws ").append(it.exceptions).append(annotations(it.visibleAnnotations)).append(typeAnnotations(it.visibleTypeAnnotations));
        if (it.annotationDefault != null) text.append(" default ").append(value(it.annotationDefault));
        if (it.parameters != null) it.parameters.forEach(parameter -> text.append(" parameter ").append(parameter.name).append(' ').append(parameter.access));
        if (it.visibleParameterAnnotations != null) {
            // A compiler may leave out those that it adds itself; reflection takes the numbers apart in the same way for both.
            text.append(" on parameters ").append(Stream.of(it.visibleParameterAnnotations).map(VisibleClass::annotations).toList());
        }
        return text.toString();
    }

    private static String annotations(@Nullable List<AnnotationNode> all) {
        return all == null || all.isEmpty() ? "" : " " + all.stream().map(VisibleClass::text).toList();
    }

    private static String typeAnnotations(@Nullable List<TypeAnnotationNode> all) {
        return all == null || all.isEmpty() ? "" : " types " + all.stream().map(it -> Integer.toHexString(it.typeRef) + " " + it.typePath + " " + text(it)).sorted().toList();
    }

    private static String text(AnnotationNode it) {
        StringBuilder text = new StringBuilder(it.desc).append('(');
        for (int i = 0; it.values != null && i < it.values.size(); i += 2) text.append(it.values.get(i)).append('=').append(value(it.values.get(i + 1))).append(' ');
        return text.append(')').toString();
    }

    private static String value(Object value) {
        if (value instanceof AnnotationNode annotation) return text(annotation);
        if (value instanceof String[] constant) return String.join(".", constant);
        if (value instanceof List<?> list) return list.stream().map(VisibleClass::value).toList().toString();
        return value + ":" + value.getClass().getSimpleName();
    }

    private static List<String> sorted(@Nullable List<String> all) {
        List<String> sorted = new ArrayList<>(Objects.requireNonNullElse(all, List.of()));
        Collections.sort(sorted);
        return sorted;
    }

    private static boolean hasSerialVersion(ClassNode node) {
        return node.fields.stream().anyMatch(it -> it.name.equals("serialVersionUID"));
    }

    /** What a computed serial version is made of, as the serialization specification says (4.6), with what compilers add. */
    private static String serialMembers(ClassNode node) {
        TreeSet<String> members = new TreeSet<>();
        for (FieldNode it : node.fields) {
            boolean left = (it.access & Opcodes.ACC_PRIVATE) != 0 && (it.access & (Opcodes.ACC_STATIC | Opcodes.ACC_TRANSIENT)) != 0;
            if (!left) members.add(Integer.toHexString(it.access & 0xdf) + " " + it.name + it.desc);
        }
        for (MethodNode it : node.methods) {
            if ((it.access & Opcodes.ACC_PRIVATE) == 0) members.add(Integer.toHexString(it.access & 0xd3f) + " " + it.name + it.desc);
        }
        return String.join("\n", members);
    }

    /** Those who find parameters' names without {@code -parameters} read the local variables. */
    private static String variables(MethodNode method) {
        if (method.localVariables == null) return "";
        int slots = ((method.access & Opcodes.ACC_STATIC) != 0 ? 0 : 1) + Stream.of(Type.getArgumentTypes(method.desc)).mapToInt(Type::getSize).sum();
        TreeMap<Integer, String> names = new TreeMap<>();
        for (LocalVariableNode it : method.localVariables) if (it.index < slots) names.putIfAbsent(it.index, it.name + " " + it.desc + " " + it.signature);
        return method.name + method.desc + " " + names;
    }

    /** The lines at which calls are made and exceptions thrown: those that a stack trace tells. Lambdas' bodies by their descriptor. */
    private static String lines(MethodNode method) {
        List<String> lines = new ArrayList<>();
        int line = 0;
        for (AbstractInsnNode it : method.instructions) {
            if (it instanceof LineNumberNode number) line = number.line;
            else if (it instanceof MethodInsnNode call && !isOfCompiler(call)) lines.add(call.name + call.desc + " " + line);
            else if (it instanceof InsnNode insn && insn.getOpcode() == Opcodes.ATHROW) lines.add("throw " + line);
        }
        Collections.sort(lines);
        return lines.isEmpty() ? "" : (isLambda(method) ? "lambda" : method.name) + method.desc + " " + lines;
    }

    /** Calls that a compiler writes for what is no call in the source: boxes, texts that are put together, null checks. */
    private static boolean isOfCompiler(MethodInsnNode call) {
        return call.owner.equals("java/lang/StringBuilder") || call.name.equals("requireNonNull") && call.owner.equals("java/util/Objects")
                || call.name.equals("getClass") || call.name.startsWith("$") || call.name.equals("addSuppressed") || call.name.equals("ordinal") || call.name.equals("hashCode")
                || call.name.equals("clone") || call.name.equals("values") || call.name.endsWith("Value") || call.name.equals("valueOf");
    }
}
