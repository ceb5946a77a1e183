package dev.testls.jdt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFileReader;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFormatException;
import org.eclipse.jdt.internal.compiler.env.IBinaryType;
import org.jspecify.annotations.Nullable;

/** A directory of class files that is no module of the workspace. Remembers nothing: others write into it. */
record CompilerDirectory(Path directory) implements CompilerPath {
    @Override
    public boolean hasPackage(String name) {
        return Files.isDirectory(directory.resolve(name));
    }

    @Override
    public @Nullable IBinaryType find(String packageName, String className) {
        Path file = directory.resolve(packageName).resolve(className + ".class");
        if (!Files.isRegularFile(file)) return null;
        try {
            return new ClassFileReader(Files.readAllBytes(file), file.toString().toCharArray());
        } catch (IOException | ClassFormatException | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }
}
