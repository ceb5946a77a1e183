package dev.testls.graph;

import java.util.Set;
import org.objectweb.asm.Type;

/** Binary names out of descriptors and internal names; the JDK's own are left out, since no edit changes them. */
final class ClassNames {
    private ClassNames() {}

    static boolean isOfJdk(String name) {
        return name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("jdk.") || name.startsWith("sun.");
    }

    /** Adds the class that an internal name, which may be that of an array, stands for. */
    static void addInternal(String internalName, Set<String> names) {
        addType(Type.getObjectType(internalName), names);
    }

    /** Adds all classes of a field's or method's descriptor. */
    static void addDescriptor(String descriptor, Set<String> names) {
        for (int at = descriptor.indexOf('L'); at >= 0; ) {
            int end = descriptor.indexOf(';', at);
            if (end < 0) return;
            add(descriptor.substring(at + 1, end).replace('/', '.'), names);
            at = descriptor.indexOf('L', end);
        }
    }

    static void addType(Type type, Set<String> names) {
        switch (type.getSort()) {
            case Type.ARRAY -> addType(type.getElementType(), names);
            case Type.OBJECT -> add(type.getClassName(), names);
            case Type.METHOD -> addDescriptor(type.getDescriptor(), names);
            default -> {}
        }
    }

    private static void add(String name, Set<String> names) {
        if (!isOfJdk(name)) names.add(name);
    }
}
