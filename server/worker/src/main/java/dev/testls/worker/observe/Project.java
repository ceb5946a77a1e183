package dev.testls.worker.observe;

/** What the loader of a lease knows of the project. */
public interface Project {
    /** Whether the class stands in a directory of the project. */
    boolean owns(String className);

    /** The class, if the loader has defined it; else null. */
    Class<?> loaded(String className);

    /** Whether it is this lease's loader. */
    boolean isLoader(ClassLoader loader);
}
