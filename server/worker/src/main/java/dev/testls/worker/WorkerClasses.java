package dev.testls.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The worker's own classes, which are the same in every loader but for {@code launcher}, which lives beside JUnit. */
final class WorkerClasses {
    private static final String OWN = "dev.testls.worker.";
    private static final String LAUNCHER = OWN + "launcher.";

    private WorkerClasses() {}

    static boolean isWorkers(String className) {
        return className.startsWith(OWN);
    }

    static boolean isLaunchers(String className) {
        return className.startsWith(LAUNCHER);
    }

    /** The class file of a class that the loader finds. */
    static byte[] code(ClassLoader loader, String className) throws ClassNotFoundException {
        String path = className.replace('.', '/') + ".class";
        try (InputStream in = loader.getResourceAsStream(path)) {
            if (in == null) throw new ClassNotFoundException(className);
            ByteArrayOutputStream code = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) code.write(buffer, 0, read);
            return code.toByteArray();
        } catch (IOException e) {
            throw new ClassNotFoundException(className, e);
        }
    }
}
