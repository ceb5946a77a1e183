package dev.testls.worker.observe;

import java.util.Arrays;
import java.util.List;

/**
 * Tells Spring's reading of class files, which passes over code, from that of others. It asks for class files by name, or for the directory of
 * a package and then reads the files below that unseen: the bodies of methods are nothing to it.
 *
 * <p>Whoever is not known for it is taken to read all bytes.
 */
final class Scans {
    /** How a call is described that tells where the class stands that was found. */
    static final String PLACE = "()Lorg/springframework/core/io/Resource;";

    private static final String SPRING = "org.springframework.";
    /** Opens what it is told to. */
    private static final String RESOURCES = SPRING + "core.io.";
    /** Reads class files, and tells no more than what they declare. */
    private static final String READERS = SPRING + "core.type.classreading.";
    /** Those that open a directory to give all files below to such a reader, and to nobody else. */
    private static final List<String> SCANNERS = Arrays.asList(
            SPRING + "context.annotation.ClassPathScanningCandidateComponentProvider",
            SPRING + "orm.jpa.persistenceunit.PersistenceManagedTypesScanner",
            SPRING + "orm.jpa.persistenceunit.DefaultPersistenceUnitManager");

    private Scans() {}

    /** Whether it is worth asking who asks for the resource: a class file, or a directory. */
    static boolean mayBe(String resource) {
        return resource.isEmpty() || resource.endsWith("/") || resource.endsWith(".class");
    }

    /** @param stack of whoever asks a loader, the latest call first */
    static boolean isOne(StackTraceElement[] stack) {
        for (StackTraceElement each : stack) {
            String type = each.getClassName();
            boolean lists = type.startsWith(SPRING) && each.getMethodName().equals("getResources");
            if (lists || type.startsWith(RESOURCES) || type.startsWith("java.") || type.startsWith("dev.testls.worker.")) continue;
            return type.startsWith(READERS) || SCANNERS.contains(type);
        }
        return false;
    }
}
