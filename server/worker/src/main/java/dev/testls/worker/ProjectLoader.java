package dev.testls.worker;

import dev.testls.worker.observe.Project;
import dev.testls.worker.observe.Recorder;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads the project's own classes, for one lease: they win over those of the kept jars. Jars that share packages with
 * the project, or build upon it, are loaded here too.
 *
 * <p>The JDK comes first, as it does on a plain class path. Resources are found in class path order over this loader's
 * entries and the kept jars alike.
 */
final class ProjectLoader extends URLClassLoader implements Project {
    static {
        registerAsParallelCapable();
    }

    /** Packages that the JDK may hold; it is asked before the project. */
    private static final String[] OF_JDK = {
        "java.", "javax.", "jdk.", "sun.", "com.sun.", "org.w3c.", "org.xml.", "org.ietf.", "org.omg.", "netscape."
    };

    private final ClassLoader platform;
    private final ClassLoader worker;
    private final List<File> files;
    private final List<Entry> entries;
    private final List<URL> classpath;
    private final Map<String, Boolean> packages = new ConcurrentHashMap<>();
    /** The class files in directories that classes were made of, by name, each as it was before it was read. */
    private final Map<String, Stamp> made = new ConcurrentHashMap<>();
    /** Whether the JUnit Platform is loaded here, and what talks to it must be too. */
    private final boolean holdsPlatform;
    /** Null: nothing is observed. */
    private final Recorder recorder;

    /**
     * @param files what is loaded here, in order
     * @param archivePackages the packages of those of {@code files} that are archives
     * @param recorder sees what is loaded and looked up; null when nothing is observed
     * @param classpath all entries that resources are found in, those of {@code kept} too, in order
     */
    ProjectLoader(List<File> files, Set<String> archivePackages, List<File> classpath, ClassLoader kept,
            ClassLoader platform, ClassLoader worker, Recorder recorder) {
        super(urls(files), kept);
        this.files = files;
        this.platform = platform;
        this.worker = worker;
        this.recorder = recorder;
        this.classpath = new ArrayList<>();
        for (File file : classpath) this.classpath.add(url(file));
        entries = new ArrayList<>();
        boolean archives = false;
        for (File file : files) {
            if (!file.isFile()) entries.add(new Directory(file, domain(file)));
            else if (!archives) entries.add(new Archives(archivePackages));
            archives |= file.isFile();
        }
        holdsPlatform = findResource("org/junit/platform/launcher/core/LauncherFactory.class") != null;
    }

    /** Whether it is the loader of a lease, or one below: mocks and the like are made by such. */
    static boolean endsWithLease(ClassLoader loader) {
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            if (each instanceof ProjectLoader) return true;
        }
        return false;
    }

    static URL[] urls(List<File> files) {
        URL[] urls = new URL[files.size()];
        for (int i = 0; i < urls.length; i++) urls[i] = url(files.get(i));
        return urls;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) loaded = load(name);
            if (resolve) resolveClass(loaded);
            return loaded;
        }
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        if (WorkerClasses.isWorkers(name) && !hasOwn(name)) return loadWorkers(name);
        if (!mayHold(packageOf(name))) return getParent().loadClass(name);
        if (mayBeOfJdk(name)) {
            try {
                return platform.loadClass(name);
            } catch (ClassNotFoundException e) {
                // The project extends a namespace of the JDK's, as javax.inject does.
            }
        }
        Class<?> own = findOwn(name);
        return own != null ? own : loadKept(name);
    }

    private Class<?> loadKept(String name) throws ClassNotFoundException {
        try {
            return getParent().loadClass(name);
        } catch (ClassNotFoundException e) {
            if (recorder != null) recorder.missing(name);
            throw e;
        }
    }

    /** When the project is tls itself, its own classes of these names are what its tests want. */
    private boolean hasOwn(String name) {
        return !WorkerClasses.isLaunchers(name) && mayHold(packageOf(name)) && find(name) != null;
    }

    private Class<?> loadWorkers(String name) throws ClassNotFoundException {
        if (!WorkerClasses.isLaunchers(name)) return worker.loadClass(name);
        if (!holdsPlatform) return getParent().loadClass(name);
        byte[] code = WorkerClasses.code(worker, name);
        return defineClass(name, code, 0, code.length);
    }

    private Class<?> findOwn(String name) throws ClassNotFoundException {
        Found found = find(name);
        if (found == null) return null;
        if (found.code == null) return super.findClass(name);
        made.put(name, found.stamp);
        if (getPackage(packageOf(name)) == null) definePackageOnce(packageOf(name));
        byte[] code = recorder == null ? found.code : recorder.define(name, found.code);
        return defineClass(name, code, 0, code.length, found.domain);
    }

    /**
     * What classes may do, as {@link java.security.SecureClassLoader} says it, but that it does not name the loader. Every thread
     * that a test starts inherits the domains of all code that it was started by, and so do mocks: the loader of a lease that has
     * ended would live as long as they.
     */
    private ProtectionDomain domain(File root) {
        CodeSource source = new CodeSource(url(root), (Certificate[]) null);
        return new ProtectionDomain(source, getPermissions(source), null, null);
    }

    private Found find(String name) {
        String path = name.replace('.', '/').concat(".class");
        for (Entry entry : entries) {
            Found found = entry.find(path);
            if (found != null) return found;
        }
        return null;
    }

    /** Adds the class files in directories that classes were made of, each as it was. */
    void addMade(Map<String, Stamp> all) {
        all.putAll(made);
    }

    /** Adds the class files in directories that classes were made of. */
    void addCode(List<byte[]> code) {
        for (String name : made.keySet()) {
            Found found = find(name);
            if (found != null && found.code != null) code.add(found.code);
        }
    }

    /** The names of the classes that were made of class files in directories. */
    Set<String> made() {
        return made.keySet();
    }

    /**
     * Loads classes while nobody waits, without initialising them: no code of the project runs. One that cannot be loaded
     * will tell so when a test wants it.
     *
     * @param ran by name, whether its code is likely to run: then it is verified and linked as well
     */
    void loadAhead(Map<String, Boolean> ran) {
        for (Map.Entry<String, Boolean> each : ran.entrySet()) {
            try {
                Class<?> loaded = loadClass(each.getKey());
                // HotSpot links a class before it tells of its members; of all ways to ask, this one loads least.
                if (each.getValue()) loaded.getDeclaredConstructors();
            } catch (ClassNotFoundException | LinkageError e) {
                // Gone, or broken, by now.
            }
        }
    }

    /** Whether a loader that is made now would load the same, so far; to be asked before a loader made ahead is used. */
    boolean isCurrent() {
        packages.clear();
        return changed(new HashSet<>()).isEmpty();
    }

    /** As {@link #changed(Map, Set, List)}, of the classes of this loader. */
    String changed(Set<Stamp> same) {
        return changed(made, same, files);
    }

    /**
     * A class that a loader that is made now would make of another file, or of none; empty when there is none.
     *
     * @param made the file that each class was made of, by the class's name
     * @param same files that are known to be as they were; those that are found to be so are added
     * @param files what such a loader would load, in order
     */
    static String changed(Map<String, Stamp> made, Set<Stamp> same, List<File> files) {
        for (Map.Entry<String, Stamp> each : made.entrySet()) {
            if (same.contains(each.getValue())) continue;
            if (!each.getValue().equals(stamp(each.getKey().replace('.', '/').concat(".class"), files))) return each.getKey();
            same.add(each.getValue());
        }
        return "";
    }

    private static Stamp stamp(String path, List<File> files) {
        for (File file : files) {
            Stamp stamp = Stamp.of(new File(file, path));
            if (stamp != null) return stamp;
        }
        return null;
    }

    /** Whether a directory of the project tells the JUnit Platform of code to run when it starts, or how to start. */
    boolean configuresLauncher() {
        for (Entry entry : entries) {
            if (!(entry instanceof Directory)) continue;
            String[] services = ((Directory) entry).file("META-INF/services").list();
            for (String service : services == null ? new String[0] : services) {
                if (service.startsWith("org.junit.platform.")) return true;
            }
        }
        return holdsPlatform || getResource("META-INF/services/org.junit.platform.launcher.LauncherSessionListener") != null;
    }

    private void definePackageOnce(String name) {
        if (name.isEmpty()) return;
        try {
            definePackage(name, null, null, null, null, null, null, null);
        } catch (IllegalArgumentException e) {
            // Another thread was first.
        }
    }

    /** Whether this loader may hold classes of the package; true for a package it knows nothing of. */
    private boolean mayHold(String packageName) {
        Boolean known = packages.get(packageName);
        if (known != null) return known;
        String path = packageName.replace('.', '/');
        boolean holds = false;
        for (Entry entry : entries) holds |= entry.mayHold(path);
        packages.put(packageName, holds);
        return holds;
    }

    private static boolean mayBeOfJdk(String name) {
        for (String prefix : OF_JDK) {
            if (name.startsWith(prefix)) return true;
        }
        return false;
    }

    private static String packageOf(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        Class<?> own = findOwn(name);
        if (own == null) throw new ClassNotFoundException(name);
        return own;
    }

    @Override
    public URL getResource(String name) {
        if (recorder != null) recorder.resource(name);
        URL own = findResource(name);
        URL kept = getParent().getResource(name);
        if (own == null || kept == null) return own == null ? kept : own;
        return position(own) < position(kept) ? own : kept;
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        URL url = getResource(name);
        try {
            if (url == null) return null;
            if (url.getProtocol().equals("file")) return Files.newInputStream(new File(url.toURI()).toPath());
            URLConnection connection = url.openConnection();
            // A cached jar would be held open for the life of the JVM, and told from stale memory.
            connection.setUseCaches(false);
            return connection.getInputStream();
        } catch (IOException | URISyntaxException e) {
            return null;
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (recorder != null) recorder.resource(name);
        List<URL> own = Collections.list(findResources(name));
        List<URL> kept = Collections.list(getParent().getResources(name));
        if (kept.isEmpty()) return Collections.enumeration(own);
        List<URL> inOrder = new ArrayList<>(own.size() + kept.size());
        List<URL> ofClasspath = new ArrayList<>(own);
        for (URL url : kept) {
            // What stands on no entry of the class path is the JDK's, which comes first.
            if (position(url) < 0) inOrder.add(url);
            else ofClasspath.add(url);
        }
        ofClasspath.sort((a, b) -> Integer.compare(position(a), position(b)));
        inOrder.addAll(ofClasspath);
        return Collections.enumeration(inOrder);
    }

    @Override
    public boolean owns(String className) {
        String path = className.replace('.', '/').concat(".class");
        for (Entry entry : entries) {
            if (entry.owns(path)) return true;
        }
        return false;
    }

    @Override
    public Class<?> loaded(String className) {
        return findLoadedClass(className);
    }

    @Override
    public boolean isLoader(ClassLoader loader) {
        return loader == this;
    }

    private int position(URL resource) {
        String text = resource.toString();
        if (text.startsWith("jar:")) text = text.substring("jar:".length());
        for (int i = 0; i < classpath.size(); i++) {
            String entry = classpath.get(i).toString();
            if (text.startsWith(entry) && (entry.endsWith("/") || text.startsWith("!/", entry.length()))) return i;
        }
        return -1;
    }

    static URL url(File file) {
        try {
            return file.toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("no class path entry: " + file, e);
        }
    }

    /** A class file. Without {@code code} it lies in an archive, where the JDK reads it better than we could. */
    private static final class Found {
        final byte[] code;
        final ProtectionDomain domain;
        final Stamp stamp;

        Found(byte[] code, ProtectionDomain domain, Stamp stamp) {
            this.code = code;
            this.domain = domain;
            this.stamp = stamp;
        }
    }

    /**
     * What tells that a file was written again: as the daemon's {@code FileStamp}, of which Java 8 shares nothing. No two class
     * files of a name are written within the grain of the file system's clock and a lease between them.
     */
    static final class Stamp {
        private static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

        private final File file;
        /** Size, time of writing and, where the system tells, time of change and inode. */
        private final List<Object> state;

        private Stamp(File file, List<Object> state) {
            this.file = file;
            this.state = state;
        }

        /** Null when it is not there. */
        static Stamp of(File file) {
            try {
                if (!UNIX) {
                    BasicFileAttributes told = Files.readAttributes(file.toPath(), BasicFileAttributes.class);
                    return new Stamp(file, Arrays.<Object>asList(told.size(), told.lastModifiedTime()));
                }
                Map<String, Object> told = Files.readAttributes(file.toPath(), "unix:size,lastModifiedTime,ctime,ino");
                return new Stamp(file, Arrays.asList(told.get("size"), told.get("lastModifiedTime"), told.get("ctime"), told.get("ino")));
            } catch (IOException | InvalidPathException e) {
                return null;
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Stamp && file.equals(((Stamp) other).file) && state.equals(((Stamp) other).state);
        }

        @Override
        public int hashCode() {
            return file.hashCode();
        }
    }

    private interface Entry {
        /** Null when it is not there. */
        Found find(String path);

        boolean mayHold(String packagePath);

        /** Whether it is the project's own, and there. */
        boolean owns(String path);
    }

    /** Reads files itself: the JDK's way costs a URL and a canonical path for each class. */
    private static final class Directory implements Entry {
        private final File root;
        private final ProtectionDomain domain;

        Directory(File root, ProtectionDomain domain) {
            this.root = root;
            this.domain = domain;
        }

        @Override
        public Found find(String path) {
            Stamp stamp = Stamp.of(file(path));
            if (stamp == null) return null;
            try {
                return new Found(Files.readAllBytes(stamp.file.toPath()), domain, stamp);
            } catch (IOException | InvalidPathException e) {
                // Not there, mostly; unreadable is not there for a class path.
                return null;
            }
        }

        @Override
        public boolean mayHold(String packagePath) {
            return packagePath.isEmpty() || file(packagePath).isDirectory();
        }

        File file(String path) {
            return new File(root, path);
        }

        @Override
        public boolean owns(String path) {
            return new File(root, path).isFile();
        }
    }

    /** The archives are one question to {@link URLClassLoader}, which knows manifests, signers and releases. */
    private final class Archives implements Entry {
        private final Set<String> packagePaths;

        Archives(Set<String> packagePaths) {
            this.packagePaths = packagePaths;
        }

        @Override
        public Found find(String path) {
            int slash = path.lastIndexOf('/');
            if (!mayHold(slash < 0 ? "" : path.substring(0, slash))) return null;
            return findResource(path) == null ? null : new Found(null, null, null);
        }

        @Override
        public boolean mayHold(String packagePath) {
            return packagePaths.contains(packagePath);
        }

        @Override
        public boolean owns(String path) {
            return false;
        }
    }
}
