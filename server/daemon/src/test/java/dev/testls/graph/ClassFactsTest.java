package dev.testls.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class ClassFactsTest {
    /** A class with bridge methods, nested classes and lambdas. */
    private abstract static class Sample implements Comparable<Sample> {
        private final List<String> names = new ArrayList<>();

        @Override
        public int compareTo(Sample other) {
            return names.size() - other.names.size();
        }

        Runnable adds(String name) {
            return () -> names.add(name);
        }

        private static final class First {}

        private static final class Second {}
    }

    @Test
    void theOrderOfMethodsMeansNothingButToAScan() throws IOException {
        byte[] code = code(Sample.class);
        List<String> methods = new ArrayList<>();
        ClassWriter reversed = new ClassWriter(0);
        new ClassReader(code).accept(new Without(reversed, methods), 0);
        Collections.reverse(methods);
        for (String method : methods) new ClassReader(code).accept(new Only(reversed, method), 0);
        ClassFacts before = ClassFacts.of("Sample", code);
        ClassFacts after = ClassFacts.of("Sample", reversed.toByteArray());
        assertThat(after.content()).isNotEqualTo(before.content());
        assertThat(after).usingRecursiveComparison().ignoringFields("content", "declared").isEqualTo(before);
        assertThat(after.declared()).isNotEqualTo(before.declared());
    }

    private static byte[] code(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream("ClassFactsTest$" + type.getSimpleName() + ".class")) {
            return in.readAllBytes();
        }
    }

    /** All but the methods, which it lists. */
    private static final class Without extends ClassVisitor {
        private final List<String> methods;

        Without(ClassVisitor next, List<String> methods) {
            super(Opcodes.ASM9, next);
            this.methods = methods;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            methods.add(name + descriptor);
            return null;
        }
    }

    /** One method. */
    private static final class Only extends ClassVisitor {
        private final ClassVisitor to;
        private final String method;

        Only(ClassVisitor to, String method) {
            super(Opcodes.ASM9);
            this.to = to;
            this.method = method;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            return method.equals(name + descriptor) ? to.visitMethod(access, name, descriptor, signature, exceptions) : null;
        }
    }
}
