package dev.testls.worker.kept;

/** What is to be known of the loaders of a JVM that is used again. */
public interface Libraries {
    /** That of the kept jars. */
    ClassLoader loader();

    /** A class of theirs; null when it is not loaded. */
    Class<?> loaded(String className);

    /** A class file of theirs; null when it cannot be read. */
    byte[] code(String className);

    /** The name of the file that one of its classes came from: for people, and to know it again. */
    String jar(String className);

    /** The class files of the project whose classes the lease loaded. */
    Iterable<byte[]> projectCode();

    /** Whether classes of this loader end with their lease. */
    boolean endsWithLease(ClassLoader loader);
}
