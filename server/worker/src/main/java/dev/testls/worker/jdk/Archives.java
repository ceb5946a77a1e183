package dev.testls.worker.jdk;

import java.io.File;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;

/**
 * Archives that the JDK holds open by their name: those that were read through URLs, and file systems. Those of the class path do not
 * change while the JVM serves; others do.
 */
final class Archives implements Piece {
    private static final String FACTORY = "sun.net.www.protocol.jar.JarFileFactory";

    private final Set<String> classpath;

    Archives(String classpath) {
        this.classpath = new HashSet<>(Arrays.asList(classpath.split(File.pathSeparator)));
    }

    @Override
    public String name() {
        return "archives that are open";
    }

    @Override
    public void putBack(List<String> left) {
        forget(Inside.getStatic(FACTORY, "fileCache"), Inside.getStatic(FACTORY, "urlCache"));
        Object providers = Inside.getStatic("java.nio.file.spi.FileSystemProvider", "installedProviders");
        if (!(providers instanceof List)) return;
        for (Object provider : (List<?>) providers) {
            boolean zip = provider.getClass().getName().equals("jdk.nio.zipfs.ZipFileSystemProvider")
                    || provider.getClass().getName().equals("com.sun.nio.zipfs.ZipFileSystemProvider");
            Object open = zip ? Inside.get(provider, "filesystems") : null;
            if (open instanceof Map && !((Map<?, ?>) open).isEmpty()) left.add("a file system is open: " + ((Map<?, ?>) open).keySet().iterator().next());
        }
    }

    /** Closed by the collector: somebody may still read. */
    private void forget(Object byUrl, Object urls) {
        if (!(byUrl instanceof Map) || !(urls instanceof Map)) return;
        ((Map<?, ?>) byUrl).values().removeIf(jar -> !isOfClasspath(jar));
        ((Map<?, ?>) urls).keySet().removeIf(jar -> !isOfClasspath(jar));
    }

    private boolean isOfClasspath(Object jar) {
        return jar instanceof JarFile && classpath.contains(((JarFile) jar).getName());
    }
}
