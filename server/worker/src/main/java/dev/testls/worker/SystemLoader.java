package dev.testls.worker;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;

/**
 * What {@link ClassLoader#getSystemClassLoader} answers in a JVM that is used again: the loader that the JVM began with,
 * and during a lease the project, as on a plain class path. The JVM makes the one there is; it is named on the command
 * line.
 */
public final class SystemLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static volatile ClassLoader lent;

    /** Called by the JVM. */
    public SystemLoader(ClassLoader parent) {
        super(new URL[0], parent);
    }

    static void lend(ClassLoader project) {
        lent = project;
    }

    static void takeBack() {
        lent = null;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        ClassLoader project = lent;
        if (project != null && !WorkerClasses.isWorkers(name)) {
            try {
                return project.loadClass(name);
            } catch (ClassNotFoundException e) {
                // An agent's, or nobody's.
            }
        }
        return super.loadClass(name, resolve);
    }

    @Override
    public URL getResource(String name) {
        ClassLoader project = lent;
        URL found = project == null ? null : project.getResource(name);
        return found != null ? found : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        ClassLoader project = lent;
        return project == null ? super.getResources(name) : project.getResources(name);
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        ClassLoader project = lent;
        InputStream found = project == null ? null : project.getResourceAsStream(name);
        return found != null ? found : super.getResourceAsStream(name);
    }

    /** Called by the JVM, by name, for each {@code -javaagent}. */
    @SuppressWarnings("unused")
    private void appendToClassPathForInstrumentation(String path) throws MalformedURLException {
        addURL(new File(path).toURI().toURL());
    }
}
