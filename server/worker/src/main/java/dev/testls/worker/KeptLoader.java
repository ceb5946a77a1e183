package dev.testls.worker;

import dev.testls.worker.kept.KeptState;
import dev.testls.worker.kept.Leftovers;
import dev.testls.worker.kept.Libraries;
import dev.testls.worker.observe.SharedUse;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Loads the jars that no edit changes, once in a worker's life, so that their code stays compiled; their static state is watched. */
final class KeptLoader extends URLClassLoader implements Libraries {
    static {
        registerAsParallelCapable();
    }

    private final ClassLoader worker;
    /** By the text of the archive's URL. */
    private final Map<String, Archive> archives = new HashMap<>();
    private final KeptState state;
    private final List<ProjectLoader> over = new ArrayList<>();

    KeptLoader(List<File> files, ClassLoader platform, ClassLoader worker) {
        super(ProjectLoader.urls(files), platform);
        this.worker = worker;
        for (File file : files) {
            if (file.isFile()) archives.put(ProjectLoader.url(file).toString(), new Archive(file));
        }
        state = new KeptState(this);
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

    /** As the JDK does it, which lets nobody see the class file. */
    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/').concat(".class");
        Archive archive = archiveOf(path);
        try {
            JarFile jar = archive == null ? null : archive.open();
            JarEntry entry = jar == null ? null : jar.getJarEntry(path);
            if (entry == null) return super.findClass(name);
            byte[] code = read(jar, entry);
            int dot = name.lastIndexOf('.');
            if (dot > 0) definePackage(name.substring(0, dot), archive, jar);
            byte[] probed = state.define(name, SharedUse.probed(code));
            return defineClass(name, probed, 0, probed.length, archive.source(entry));
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Null when it is in no archive that was named: one that the manifest of another names, or a directory. */
    private Archive archiveOf(String path) {
        URL found = findResource(path);
        if (found == null || !found.getProtocol().equals("jar")) return null;
        String inside = found.getPath();
        return archives.get(inside.substring(0, inside.indexOf("!/")));
    }

    @SuppressWarnings("deprecation")
    private void definePackage(String name, Archive archive, JarFile jar) throws IOException {
        if (getPackage(name) != null) return;
        try {
            if (jar.getManifest() == null) definePackage(name, null, null, null, null, null, null, null);
            else definePackage(name, jar.getManifest(), archive.url);
        } catch (IllegalArgumentException e) {
            // Another thread was first.
        }
    }

    private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] code = new byte[(int) Math.max(0, entry.getSize())];
            int length = 0;
            while (length < code.length) {
                int read = in.read(code, length, code.length - length);
                if (read < 0) throw new IOException("the class file ends too early");
                length += read;
            }
            // Also for the signature of a signed one, which is known when its end was read.
            if (in.read() >= 0) throw new IOException("the class file is longer than its archive says");
            return code;
        }
    }

    @Override
    public ClassLoader loader() {
        return this;
    }

    @Override
    public Class<?> loaded(String className) {
        return findLoadedClass(className);
    }

    @Override
    public byte[] code(String className) {
        try {
            return WorkerClasses.code(this, className);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    @Override
    public String jar(String className) {
        Class<?> type = findLoadedClass(className);
        CodeSource source = type == null ? null : type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) return "?";
        String path = source.getLocation().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The loader of a lease, or of a part of it, that is over. */
    void over(ProjectLoader project) {
        over.add(project);
    }

    /** What the lease left, once all its loaders are over. */
    Leftovers leftovers() {
        try {
            return state.afterLease();
        } finally {
            over.clear();
        }
    }

    /** Holds nothing of ended leases that no library holds. */
    void forget() {
        state.forget();
    }

    @Override
    public Iterable<byte[]> projectCode() {
        List<byte[]> code = new ArrayList<>();
        for (ProjectLoader each : over) each.addCode(code);
        return code;
    }

    @Override
    public boolean endsWithLease(ClassLoader loader) {
        return ProjectLoader.endsWithLease(loader);
    }

    private static final class Archive {
        final URL url;
        private final File file;
        private JarFile jar;
        private CodeSource unsigned;

        Archive(File file) {
            this.file = file;
            url = ProjectLoader.url(file);
        }

        synchronized JarFile open() throws IOException {
            if (jar == null) jar = openVersioned(file);
            return jar;
        }

        synchronized CodeSource source(JarEntry entry) {
            CodeSigner[] signers = entry.getCodeSigners();
            if (signers != null) return new CodeSource(url, signers);
            if (unsigned == null) unsigned = new CodeSource(url, (CodeSigner[]) null);
            return unsigned;
        }

        /** From Java 9 on a class file may be there in several versions. */
        private static JarFile openVersioned(File file) throws IOException {
            try {
                Class<?> version = Class.forName("java.lang.Runtime$Version");
                Object now = JarFile.class.getMethod("runtimeVersion").invoke(null);
                return JarFile.class.getConstructor(File.class, boolean.class, int.class, version).newInstance(file, true, JarFile.OPEN_READ, now);
            } catch (ReflectiveOperationException e) {
                return new JarFile(file);
            }
        }
    }
}
