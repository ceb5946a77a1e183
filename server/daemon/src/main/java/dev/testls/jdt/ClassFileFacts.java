package dev.testls.jdt;

import dev.testls.jdt.BuiltClasses.Lines;
import dev.testls.model.SourceRange;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jdt.core.compiler.CharOperation;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFileReader;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFormatException;
import org.eclipse.jdt.internal.compiler.env.ClassSignature;
import org.eclipse.jdt.internal.compiler.env.EnumConstantSignature;
import org.eclipse.jdt.internal.compiler.env.IBinaryAnnotation;
import org.eclipse.jdt.internal.compiler.env.IBinaryElementValuePair;
import org.eclipse.jdt.internal.compiler.env.IBinaryField;
import org.eclipse.jdt.internal.compiler.env.IBinaryMethod;
import org.eclipse.jdt.internal.compiler.env.IBinaryNestedType;
import org.eclipse.jdt.internal.compiler.impl.Constant;
import org.eclipse.jdt.internal.compiler.impl.StringConstant;
import org.eclipse.jdt.internal.compiler.lookup.TagBits;
import org.jspecify.annotations.Nullable;

/** Reads a class file's declarations. Nothing is loaded or linked. */
final class ClassFileFacts {
    private static final SourceRange NOWHERE = new SourceRange(0, 0, 0, 0);
    private static final int ANNOTATION = 0x2000;
    private static final int ENUM = 0x4000;
    private static final int SYNTHETIC = 0x1000;
    private static final int BRIDGE = 0x40;
    private static final int VARARGS = 0x80;

    private ClassFileFacts() {}

    /** @throws ClassFormatException when these are not the bytes of a class */
    static ClassFacts read(byte[] bytes, String name) throws ClassFormatException, IOException {
        return read(bytes, name, Map.of());
    }

    /** @param lines where the code of its methods came from, by name and descriptor */
    static ClassFacts read(byte[] bytes, String name, Map<String, Lines> lines) throws ClassFormatException, IOException {
        ClassFileReader reader = ClassFileReader.read(bytes, name);
        List<String> interfaces = new ArrayList<>();
        char[][] interfaceNames = reader.getInterfaceNames();
        if (interfaceNames != null) {
            for (char[] interfaceName : interfaceNames) interfaces.add(dotted(interfaceName));
        }
        List<MethodFacts> methods = new ArrayList<>();
        IBinaryMethod[] binaryMethods = reader.getMethods();
        if (binaryMethods != null) {
            for (IBinaryMethod method : binaryMethods) {
                if (!method.isClinit() && (method.getModifiers() & SYNTHETIC) == 0) methods.add(method(method, lines));
            }
        }
        Map<String, Value> constants = new HashMap<>();
        Set<String> fieldAnnotations = new LinkedHashSet<>();
        IBinaryField[] fields = reader.getFields();
        if (fields != null) {
            for (IBinaryField field : fields) {
                Constant constant = field.getConstant();
                if (constant instanceof StringConstant) {
                    constants.put(new String(field.getName()), new Value.Text(constant.stringValue()));
                }
                annotations(field.getAnnotations()).forEach(annotation -> fieldAnnotations.add(annotation.type()));
            }
        }
        List<AnnotationFacts> annotations = new ArrayList<>(annotations(reader.getAnnotations()));
        addStandardAnnotations(reader.getTagBits(), annotations);
        char[] superclass = reader.getSuperclassName();
        boolean isInterface = (reader.accessFlags() & Modifier.INTERFACE) != 0;
        return new ClassFacts(dotted(reader.getName()), kind(reader),
                reader.getModifiers() & 0xFFFF & ~Modifier.SYNCHRONIZED,
                superclass == null || isInterface ? "" : dotted(superclass), interfaces, annotations, methods,
                constants, List.copyOf(fieldAnnotations), List.of(), memberNames(reader), NOWHERE);
    }

    private static List<String> memberNames(ClassFileReader reader) {
        IBinaryNestedType[] members = reader.getMemberTypes();
        if (members == null) return List.of();
        List<String> names = new ArrayList<>();
        int prefix = reader.getName().length + 1;
        for (IBinaryNestedType member : members) {
            char[] name = member.getName();
            if (name.length > prefix) names.add(new String(name, prefix, name.length - prefix));
        }
        return names;
    }

    private static ClassFacts.Kind kind(ClassFileReader reader) {
        if ((reader.accessFlags() & ANNOTATION) != 0) return ClassFacts.Kind.ANNOTATION;
        if ((reader.accessFlags() & Modifier.INTERFACE) != 0) return ClassFacts.Kind.INTERFACE;
        if ((reader.accessFlags() & ENUM) != 0) return ClassFacts.Kind.ENUM;
        return reader.isRecord() ? ClassFacts.Kind.RECORD : ClassFacts.Kind.CLASS;
    }

    /** JDT tells the JDK's own meta-annotations as flags only. */
    private static void addStandardAnnotations(long flags, List<AnnotationFacts> annotations) {
        if ((flags & TagBits.AnnotationRetentionMASK) == TagBits.AnnotationRuntimeRetention) {
            annotations.add(new AnnotationFacts("java.lang.annotation.Retention",
                    Map.of("value", new Value.Name("RUNTIME"))));
        }
        if ((flags & TagBits.AnnotationInherited) != 0) {
            annotations.add(new AnnotationFacts("java.lang.annotation.Inherited", Map.of()));
        }
    }

    private static MethodFacts method(IBinaryMethod method, Map<String, Lines> lines) {
        String descriptor = new String(method.getMethodDescriptor());
        List<String> parameters = new ArrayList<>();
        int position = 1;
        while (position < descriptor.length() && descriptor.charAt(position) != ')') {
            int end = typeEnd(descriptor, position);
            parameters.add(simpleName(descriptor.substring(position, end)));
            position = end;
        }
        Lines code = lines.get(new String(method.getSelector()) + descriptor);
        char[] signature = method.getGenericSignature();
        boolean generic = signature != null && mentionsVariable(new String(signature));
        return new MethodFacts(method.isConstructor() ? MethodFacts.CONSTRUCTOR : new String(method.getSelector()),
                method.getModifiers() & 0xFFFF & ~(BRIDGE | VARARGS),
                simpleName(descriptor.substring(position + 1)), parameters, generic,
                annotations(method.getAnnotations()), code == null ? NOWHERE : BuiltFacts.code(code));
    }

    /** Whether a parameter or the result is a bare type variable: {@code (TT;)V}. */
    private static boolean mentionsVariable(String signature) {
        int position = signature.indexOf('(') + 1;
        for (int depth = 0; position < signature.length(); position++) {
            char c = signature.charAt(position);
            if (c == '<') depth++;
            else if (c == '>') depth--;
            else if (c == 'T' && depth == 0) return true;
            else if (c == 'L') {
                int last = signature.length() - 1;
                while (position < last && "<;".indexOf(signature.charAt(position + 1)) < 0) position++;
            }
        }
        return false;
    }

    private static int typeEnd(String descriptor, int start) {
        int position = start;
        while (descriptor.charAt(position) == '[') position++;
        return descriptor.charAt(position) == 'L' ? descriptor.indexOf(';', position) + 1 : position + 1;
    }

    private static String simpleName(String descriptor) {
        int dimensions = descriptor.lastIndexOf('[') + 1;
        String element = switch (descriptor.charAt(dimensions)) {
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'D' -> "double";
            case 'F' -> "float";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'S' -> "short";
            case 'Z' -> "boolean";
            case 'V' -> "void";
            default -> {
                String name = descriptor.substring(dimensions + 1, descriptor.length() - 1);
                yield name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1);
            }
        };
        return element + "[]".repeat(dimensions);
    }

    private static List<AnnotationFacts> annotations(IBinaryAnnotation @Nullable [] annotations) {
        if (annotations == null || annotations.length == 0) return List.of();
        List<AnnotationFacts> facts = new ArrayList<>();
        for (IBinaryAnnotation annotation : annotations) {
            if (annotation == null) continue;
            AnnotationFacts read = annotation(annotation);
            if (AnnotationFacts.isRelevant(read.type())) facts.add(read);
        }
        return facts;
    }

    private static AnnotationFacts annotation(IBinaryAnnotation annotation) {
        String type = ofDescriptor(annotation.getTypeName());
        if (!AnnotationFacts.keepsValues(type)) return new AnnotationFacts(type, Map.of());
        Map<String, Value> values = new LinkedHashMap<>();
        for (IBinaryElementValuePair pair : annotation.getElementValuePairs()) {
            values.put(new String(pair.getName()), value(pair.getValue()));
        }
        return new AnnotationFacts(type, values);
    }

    private static Value value(Object value) {
        if (value instanceof Constant constant) return new Value.Text(constant.stringValue());
        if (value instanceof EnumConstantSignature constant) {
            return new Value.Name(new String(constant.getEnumConstantName()));
        }
        if (value instanceof ClassSignature signature) {
            return new Value.ClassName(ofDescriptor(signature.getTypeName()));
        }
        if (value instanceof IBinaryAnnotation annotation) return new Value.Nested(annotation(annotation));
        if (value instanceof Object[] values) {
            List<Value> many = new ArrayList<>(values.length);
            for (Object element : values) many.add(value(element));
            return new Value.Many(many);
        }
        return Value.Unknown.INSTANCE;
    }

    private static String ofDescriptor(char[] descriptor) {
        String name = new String(descriptor).replace('/', '.');
        return name.startsWith("L") && name.endsWith(";") ? name.substring(1, name.length() - 1) : name;
    }

    private static String dotted(char[] internalName) {
        return new String(CharOperation.replaceOnCopy(internalName, '/', '.'));
    }
}
