package dev.testls.worker;

import java.io.File;
import java.net.URLClassLoader;
import java.util.List;

/** Loads the jars that no edit changes, once in a worker's life, so that their code stays compiled. */
final class KeptLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader worker;

    KeptLoader(List<File> files, ClassLoader platform, ClassLoader worker) {
        super(ProjectLoader.urls(files), platform);
        this.worker = worker;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!WorkerClasses.isWorkers(name)) return super.loadClass(name, resolve);
        if (!WorkerClasses.isLaunchers(name)) return worker.loadClass(name);
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) return loaded;
            byte[] code = WorkerClasses.code(worker, name);
            return defineClass(name, code, 0, code.length);
        }
    }
}
