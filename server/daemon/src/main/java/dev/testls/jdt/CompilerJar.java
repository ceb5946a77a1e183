package dev.testls.jdt;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFileReader;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFormatException;
import org.eclipse.jdt.internal.compiler.env.IBinaryType;
import org.jspecify.annotations.Nullable;

/**
 * A jar, its table of contents read once. Classes that were asked for stay in memory as long as there is room.
 *
 * <p>In a multi-release jar the newest version that {@code release} allows wins, as for javac.
 */
final class CompilerJar implements CompilerPath, AutoCloseable {
    private static final String VERSIONS = "META-INF/versions/";
    private static final int FIRST_VERSIONED_RELEASE = 9;

    private final ZipFile zip;
    private final Map<String, Map<String, String>> entries = new HashMap<>();
    private final Set<String> packages = new HashSet<>();
    private final Map<String, SoftReference<IBinaryType>> readers = new HashMap<>();

    /** Opens a jar for code of this release. */
    CompilerJar(Path jar, int release) throws IOException {
        zip = new ZipFile(jar.toFile());
        boolean multiRelease = release >= FIRST_VERSIONED_RELEASE && isMultiRelease();
        Map<String, Integer> versions = new HashMap<>();
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements();) {
            String entry = all.nextElement().getName();
            if (!entry.endsWith(".class")) continue;
            String name = entry;
            int version = 0;
            if (entry.startsWith(VERSIONS)) {
                int slash = entry.indexOf('/', VERSIONS.length());
                if (!multiRelease || slash < 0) continue;
                version = versionIn(entry.substring(VERSIONS.length(), slash));
                if (version < FIRST_VERSIONED_RELEASE || version > release) continue;
                name = entry.substring(slash + 1);
            }
            if (versions.merge(name, version, Math::max) == version) add(name, entry);
        }
    }

    @Override
    public boolean hasPackage(String name) {
        return packages.contains(name);
    }

    @Override
    public @Nullable IBinaryType find(String packageName, String className) {
        Map<String, String> inPackage = entries.get(packageName);
        String entry = inPackage == null ? null : inPackage.get(className);
        if (entry == null) return null;
        SoftReference<IBinaryType> known = readers.get(entry);
        IBinaryType reader = known == null ? null : known.get();
        if (reader == null) {
            reader = read(entry);
            readers.put(entry, new SoftReference<>(reader));
        }
        return reader;
    }

    /** The bytes of a file of the jar; empty when it has none of that name. */
    byte[] bytes(String entry) {
        ZipEntry found = zip.getEntry(entry);
        if (found == null) return new byte[0];
        try (InputStream in = zip.getInputStream(found)) {
            return in.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private @Nullable IBinaryType read(String entry) {
        try {
            return new ClassFileReader(bytes(entry), (zip.getName() + "|" + entry).toCharArray());
        } catch (ClassFormatException | ArrayIndexOutOfBoundsException e) {
            return null; // javac, too, takes a damaged class file for a class that is not there until it is used
        }
    }

    private void add(String name, String entry) {
        int slash = name.lastIndexOf('/');
        String packageName = slash < 0 ? "" : name.substring(0, slash);
        String className = name.substring(slash + 1, name.length() - ".class".length());
        entries.computeIfAbsent(packageName, p -> new HashMap<>()).put(className, entry);
        addPackages(packages, packageName);
    }

    /** Adds a package and those around it. */
    static void addPackages(Set<String> packages, String packageName) {
        for (String name = packageName; packages.add(name) && !name.isEmpty();) {
            name = name.substring(0, Math.max(0, name.lastIndexOf('/')));
        }
    }

    private boolean isMultiRelease() throws IOException {
        ZipEntry manifest = zip.getEntry(JarFile.MANIFEST_NAME);
        if (manifest == null) return false;
        try (InputStream in = zip.getInputStream(manifest)) {
            return "true".equalsIgnoreCase(new Manifest(in).getMainAttributes().getValue("Multi-Release"));
        }
    }

    private static int versionIn(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
