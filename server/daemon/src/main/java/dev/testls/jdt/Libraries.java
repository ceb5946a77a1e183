package dev.testls.jdt;

import dev.testls.base.FileStamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The class files of jars and of class directories outside the workspace, read where they are asked for and remembered.
 *
 * <p>Between {@link #refresh} and {@link #release} the files are taken to stay as they are; jars are open meanwhile.
 * Not for two threads at once.
 */
final class Libraries {
    private final Map<Path, Library> libraries = new HashMap<>();
    private final Map<String, Boolean> jdkTypes = new HashMap<>();
    private final List<String> notices = new ArrayList<>();

    /**
     * Looks whether the files are those that were read.
     *
     * @return the paths whose content is another than before, or that are new
     */
    Set<Path> refresh(Set<Path> paths) {
        libraries.keySet().retainAll(paths);
        Set<Path> changed = new HashSet<>();
        for (Path path : paths) {
            Library known = libraries.get(path);
            if (known != null && known.isCurrent()) continue;
            libraries.put(path, Files.isDirectory(path) ? new Directory(path) : new Jar(path));
            changed.add(path);
        }
        return changed;
    }

    /** Closes the jars. What was read stays known. */
    void release() {
        libraries.values().forEach(Library::close);
    }

    /** What could not be read since the last call, for people. */
    List<String> takeNotices() {
        List<String> taken = List.copyOf(notices);
        notices.clear();
        return taken;
    }

    /** The class with this binary name in one library. */
    Optional<ClassFacts> find(Path path, String binaryName) {
        Library library = libraries.get(path);
        return library == null ? Optional.empty() : library.find(binaryName);
    }

    /**
     * Whether the JDK has this type. The daemon's own JDK answers for the project's: only names are asked, and names
     * below {@code java.} that only another JDK has are taken on trust where they are imported.
     */
    boolean jdkHas(String binaryName) {
        return jdkTypes.computeIfAbsent(binaryName,
                name -> ClassLoader.getPlatformClassLoader().getResource(name.replace('.', '/') + ".class") != null);
    }

    private abstract class Library {
        private final Map<String, Optional<ClassFacts>> known = new HashMap<>();

        final Optional<ClassFacts> find(String binaryName) {
            Optional<ClassFacts> facts = known.get(binaryName);
            if (facts == null) {
                facts = mayHave(binaryName) ? read(binaryName) : Optional.empty();
                known.put(binaryName, facts);
            }
            return facts;
        }

        private Optional<ClassFacts> read(String binaryName) {
            try {
                byte @Nullable [] bytes = bytes(binaryName.replace('.', '/') + ".class");
                return bytes == null ? Optional.empty() : Optional.of(ClassFileFacts.read(bytes, binaryName));
            } catch (IOException | ClassFormatException | RuntimeException e) {
                notices.add("Cannot read class " + binaryName + " in " + this + " (" + e
                        + "). Tests that it hands down are not seen.");
                return Optional.empty();
            }
        }

        abstract boolean isCurrent();

        abstract boolean mayHave(String binaryName);

        abstract byte @Nullable [] bytes(String entry) throws IOException;

        abstract void close();
    }

    /** A jar. A path that is nothing at all is one too: an empty one. */
    private final class Jar extends Library {
        private final Path path;
        private final FileStamp stamp;
        private @Nullable Set<String> packages;
        private @Nullable ZipFile open;

        Jar(Path path) {
            this.path = path;
            this.stamp = FileStamp.of(path);
        }

        @Override
        boolean isCurrent() {
            return stamp.equals(FileStamp.of(path));
        }

        @Override
        boolean mayHave(String binaryName) {
            int dot = binaryName.lastIndexOf('.');
            return packages().contains(dot < 0 ? "" : binaryName.substring(0, dot));
        }

        private Set<String> packages() {
            Set<String> found = packages;
            if (found == null) {
                found = new HashSet<>();
                packages = found;
                if (stamp.exists()) readPackages(found);
            }
            return found;
        }

        private void readPackages(Set<String> found) {
            try {
                Enumeration<? extends ZipEntry> entries = open().entries();
                String last = "\0";
                while (entries.hasMoreElements()) {
                    String name = entries.nextElement().getName();
                    if (!name.endsWith(".class")) continue;
                    int slash = name.lastIndexOf('/');
                    if (last.length() == Math.max(slash, 0) && name.startsWith(last)) continue;
                    last = slash < 0 ? "" : name.substring(0, slash);
                    found.add(last.replace('/', '.'));
                }
            } catch (IOException e) {
                notices.add("Cannot read " + path + " (" + e.getMessage()
                        + "). Tests that its classes hand down are not seen.");
            }
        }

        @Override
        byte @Nullable [] bytes(String entry) throws IOException {
            ZipFile zip = open();
            ZipEntry found = zip.getEntry(entry);
            if (found == null) return null;
            try (InputStream in = zip.getInputStream(found)) {
                return in.readAllBytes();
            }
        }

        private ZipFile open() throws IOException {
            ZipFile zip = open;
            if (zip == null) {
                zip = new ZipFile(path.toFile());
                open = zip;
            }
            return zip;
        }

        @Override
        void close() {
            ZipFile zip = open;
            open = null;
            if (zip == null) return;
            try {
                zip.close();
            } catch (IOException e) {
                // It was only read; nothing is lost.
            }
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A directory of class files. */
    private final class Directory extends Library {
        private final Path path;
        private final Map<String, FileStamp> stamps = new HashMap<>();

        Directory(Path path) {
            this.path = path;
        }

        /** True while each file that was asked for, there or not, is what it was. */
        @Override
        boolean isCurrent() {
            return Files.isDirectory(path) && stamps.entrySet().stream()
                    .allMatch(e -> FileStamp.of(path.resolve(e.getKey())).equals(e.getValue()));
        }

        @Override
        boolean mayHave(String binaryName) {
            return true;
        }

        @Override
        byte @Nullable [] bytes(String entry) throws IOException {
            Path file = path.resolve(entry);
            stamps.put(entry, FileStamp.of(file));
            return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
        }

        @Override
        void close() {}

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
