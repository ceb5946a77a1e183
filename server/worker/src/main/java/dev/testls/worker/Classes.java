package dev.testls.worker;

import dev.testls.worker.kept.Leftovers;
import dev.testls.worker.observe.Recorder;
import dev.testls.worker.observe.Registry;
import dev.testls.worker.observe.SharedUse;
import dev.testls.worker.wire.ContextLibraries;
import dev.testls.worker.wire.ToWorker;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Which loader a lease's tests are loaded by. */
abstract class Classes {
    private static final String WARM_UP = "dev.testls.worker.launcher.WarmUp";

    /** A loader for a lease that begins; what is loaded there tells {@code recorder}, unless that is null. */
    abstract ClassLoader open(Recorder recorder);

    /** What watches a lease that begins; null when nothing is to be observed. */
    abstract Recorder recorder();

    /** Whether an agent counts what tests execute. */
    abstract boolean covers();

    /** The lease is about to be over: ends what libraries keep for its tests. On the thread that ran them. */
    abstract void end(ClassLoader loader);

    /** Whether a class is one of a kept jar, and loaded. */
    abstract boolean isKept(String className);

    /** The lease is over; what {@link #open} gave is not used again. */
    abstract void close(ClassLoader loader);

    /** The loader of jars, as far as it can be told from the project's: nothing of the project is found in it. */
    abstract ClassLoader jars();

    /** The loaders that stay when a lease ends, from the one that tests see as the system's on. */
    final List<ClassLoader> kept() {
        List<ClassLoader> kept = new ArrayList<>();
        kept.add(jars());
        for (ClassLoader each = ClassLoader.getSystemClassLoader(); each != null; each = each.getParent()) kept.add(each);
        return kept;
    }

    /** How many loaders of ended leases are not yet collected. */
    abstract int left();

    /** Holds nothing of ended leases that others do not hold. */
    abstract void forget();

    /** A class that has changed since one of these loaders was given it; empty when there is none. */
    abstract String changed();

    /** A class that has changed since the last lease that was given it; empty when there is none. */
    abstract String changedSinceServed();

    /** What the lease that is over left in kept jars, once all has been put back that can be. */
    abstract Leftovers leftovers();

    /**
     * Runs an empty test while nobody waits, so that the first real one need not wait for the platform's own classes.
     * No code of the project runs. What goes wrong here will go wrong again, where it is told.
     */
    final void warmUp() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(jars());
            ((Runnable) Class.forName(WARM_UP, true, jars()).getConstructor().newInstance()).run();
        } catch (Exception | LinkageError e) {
            // No platform among the jars, or one that is too old to be told to leave the project alone.
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    static Classes of(ToWorker.Setup setup) {
        ClassLoader worker = Classes.class.getClassLoader();
        return setup.reloads ? new Reloaded(setup, worker) : new Plain(worker, setup.covers);
    }

    /** All on the JVM's own class path. */
    private static final class Plain extends Classes {
        private final ClassLoader worker;
        private final boolean covers;

        Plain(ClassLoader worker, boolean covers) {
            this.worker = worker;
            this.covers = covers;
        }

        @Override
        ClassLoader open(Recorder recorder) {
            return worker;
        }

        @Override
        Recorder recorder() {
            return null;
        }

        @Override
        boolean covers() {
            return covers;
        }

        @Override
        void end(ClassLoader loader) {}

        @Override
        boolean isKept(String className) {
            return false;
        }

        @Override
        void close(ClassLoader loader) {}

        @Override
        ClassLoader jars() {
            return new JarResources(worker);
        }

        @Override
        int left() {
            return 0;
        }

        @Override
        void forget() {}

        @Override
        String changed() {
            return "";
        }

        @Override
        String changedSinceServed() {
            return "";
        }

        @Override
        Leftovers leftovers() {
            return new Leftovers();
        }
    }

    /** The project's classes anew for each lease, the jars once. */
    private static final class Reloaded extends Classes {
        private final List<File> reloaded;
        private final List<File> classpath;
        private final Set<String> archivePackages;
        private final ClassLoader worker;
        private final ClassLoader platform;
        private final KeptLoader kept;
        private final boolean assertions;
        private final String observedRoot;
        private final boolean keepsContexts;
        private final Registry registry = new Registry();
        private final List<WeakReference<ProjectLoader>> ended = new ArrayList<>();
        /** The class files that leases were given, by class. */
        private final Map<String, ProjectLoader.Stamp> served = new HashMap<>();

        Reloaded(ToWorker.Setup setup, ClassLoader worker) {
            this.worker = worker;
            reloaded = files(setup.reloaded);
            classpath = files(setup.classpath);
            archivePackages = packages(reloaded);
            platform = platform();
            kept = new KeptLoader(files(setup.kept), platform, worker);
            assertions = setup.assertions;
            observedRoot = setup.observedRoot;
            keepsContexts = ContextLibraries.areAmong(unwatched(setup));
            kept.setDefaultAssertionStatus(assertions);
        }

        @Override
        ClassLoader open(Recorder recorder) {
            ProjectLoader loader =
                    new ProjectLoader(reloaded, archivePackages, classpath, kept, platform, worker, recorder);
            loader.setDefaultAssertionStatus(assertions);
            if (recorder != null) recorder.begin(loader);
            return loader;
        }

        @Override
        Recorder recorder() {
            return observedRoot.isEmpty() ? null : new Recorder(registry, observedRoot, keepsContexts);
        }

        @Override
        boolean covers() {
            return false;
        }

        /** The class path without what tells which test class uses the contexts that it keeps. */
        private List<String> unwatched(ToWorker.Setup setup) {
            URL watched = kept.findResource(SharedUse.contextCache());
            List<String> others = new ArrayList<>(setup.classpath);
            others.removeIf(entry -> watched != null && watched.toString().startsWith("jar:" + ProjectLoader.url(new File(entry)) + "!"));
            return others;
        }

        @Override
        ClassLoader jars() {
            return kept;
        }

        @Override
        void end(ClassLoader loader) {
            Class<?> own = ((ProjectLoader) loader).loaded(TestContexts.HOLDER);
            Class<?> holder = own != null ? own : kept.loaded(TestContexts.HOLDER);
            if (holder != null) TestContexts.close(holder);
        }

        @Override
        boolean isKept(String className) {
            return kept.loaded(className) != null;
        }

        @Override
        void close(ClassLoader loader) {
            // Bundles are held softly, and their classes with them, for as long as the heap has room.
            ResourceBundle.clearCache(loader);
            forgetAnnotations(loader);
            try {
                ((Closeable) loader).close();
            } catch (IOException e) {
                // A jar that cannot be closed is held open a little longer: by the collector's mercy.
            }
            ProjectLoader project = (ProjectLoader) loader;
            ended.add(new WeakReference<>(project));
            project.addMade(served);
            kept.over(project);
        }

        /** JUnit remembers for ever which annotations it has met are containers of repeated ones; among them the project's. */
        private void forgetAnnotations(ClassLoader loader) {
            try {
                Field cache = Class.forName("org.junit.platform.commons.util.AnnotationUtils", false, kept).getDeclaredField("repeatableAnnotationContainerCache");
                cache.setAccessible(true);
                ((Map<?, ?>) cache.get(null)).keySet().removeIf(it -> it instanceof Class && ((Class<?>) it).getClassLoader() == loader);
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                // Another release, without it; what holds loaders is counted.
            }
        }

        @Override
        int left() {
            for (Iterator<WeakReference<ProjectLoader>> all = ended.iterator(); all.hasNext(); ) {
                if (all.next().get() == null) all.remove();
            }
            return ended.size();
        }

        @Override
        void forget() {
            kept.forget();
        }

        @Override
        String changed() {
            Set<ProjectLoader.Stamp> same = new HashSet<>();
            for (WeakReference<ProjectLoader> each : ended) {
                ProjectLoader loader = each.get();
                String changed = loader == null ? "" : loader.changed(same);
                if (!changed.isEmpty()) return changed;
            }
            return "";
        }

        @Override
        String changedSinceServed() {
            return ProjectLoader.changed(served, new HashSet<>(), reloaded);
        }

        @Override
        Leftovers leftovers() {
            return kept.leftovers();
        }

        private static List<File> files(List<String> paths) {
            List<File> files = new ArrayList<>(paths.size());
            for (String path : paths) files.add(new File(path));
            return files;
        }

        private static Set<String> packages(List<File> files) {
            Set<String> packages = new HashSet<>();
            for (File file : files) {
                if (file.isFile()) addPackages(file, packages);
            }
            return packages;
        }

        private static void addPackages(File archive, Set<String> packages) {
            try (ZipFile zip = new JarFile(archive, false)) {
                for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                    String name = all.nextElement().getName().replaceFirst("^META-INF/versions/[0-9]+/", "");
                    int slash = name.lastIndexOf('/');
                    if (name.endsWith(".class")) packages.add(slash < 0 ? "" : name.substring(0, slash));
                }
            } catch (IOException e) {
                // What is no archive holds no classes, on a plain class path too.
            }
        }

        private static ClassLoader platform() {
            try {
                return (ClassLoader) ClassLoader.class.getMethod("getPlatformClassLoader").invoke(null);
            } catch (ReflectiveOperationException e) {
                return ClassLoader.getSystemClassLoader().getParent();
            }
        }
    }

    /** The class path without what stands in directories: service files of the project's own, and configuration. */
    private static final class JarResources extends ClassLoader {
        JarResources(ClassLoader classpath) {
            super(classpath);
        }

        @Override
        public URL getResource(String name) {
            try {
                Enumeration<URL> all = getResources(name);
                return all.hasMoreElements() ? all.nextElement() : null;
            } catch (IOException e) {
                return null;
            }
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> inJars = new ArrayList<>();
            for (URL url : Collections.list(getParent().getResources(name))) {
                if (!url.getProtocol().equals("file")) inJars.add(url);
            }
            return Collections.enumeration(inJars);
        }
    }
}
