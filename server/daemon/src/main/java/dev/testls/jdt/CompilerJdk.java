package dev.testls.jdt;

import dev.testls.project.Jdk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFileReader;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFormatException;
import org.eclipse.jdt.internal.compiler.env.IBinaryModule;
import org.eclipse.jdt.internal.compiler.env.IBinaryType;
import org.eclipse.jdt.internal.compiler.env.IModule.IPackageExport;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a JDK as javac shows them to code outside of named modules. Read on demand, kept while there is room.
 *
 * <p>Three layouts: the image of 9 and later, its {@code lib/ct.sym} for an older {@code --release}, and the jars of 8.
 */
abstract class CompilerJdk implements CompilerPath, AutoCloseable {
    /**
     * Opens the classes for {@code --release release}; zero stands for the JDK's own.
     *
     * @throws IOException when no JDK is there, with what to do
     */
    static CompilerJdk open(Path home, int release) throws IOException {
        if (Files.exists(home.resolve("lib/jrt-fs.jar"))) {
            if (release != 0 && release != Jdk.version(home)) {
                Optional<CompilerJdk> older = Symbols.ofRelease(home.resolve("lib/ct.sym"), release);
                if (older.isPresent()) return older.get();
            }
            return new Image(home);
        }
        for (String lib : List.of("jre/lib", "lib")) {
            if (Files.exists(home.resolve(lib).resolve("rt.jar"))) return new Jars(home.resolve(lib));
        }
        throw new IOException("No JDK in " + home + ": neither lib/jrt-fs.jar nor lib/rt.jar is there."
                + " Point the build's toolchain or JAVA_HOME to a JDK.");
    }

    /** Whether code outside of named modules may use this package. */
    abstract boolean exports(String packageName);

    @Override
    public abstract void close() throws IOException;

    /** What the packages of a module are, as its {@code module-info} tells. */
    private static Set<String> exportsOf(byte[] moduleInfo) {
        Set<String> exports = new HashSet<>();
        try {
            IBinaryModule module = new ClassFileReader(moduleInfo, "module-info.class".toCharArray())
                    .getModuleDeclaration();
            if (module == null) return exports;
            for (IPackageExport export : module.exports()) {
                if (!export.isQualified()) exports.add(new String(export.name()).replace('.', '/'));
            }
        } catch (ClassFormatException e) {
            throw new UncheckedIOException(new IOException("a damaged module-info in the JDK", e));
        }
        return exports;
    }

    /** The run-time image of 9 and later. */
    private static final class Image extends CompilerJdk {
        private final FileSystem files;
        private final boolean own;
        private final Map<String, Set<String>> exports = new HashMap<>();
        private final Map<String, Package> packages = new HashMap<>();
        private final Map<String, SoftReference<IBinaryType>> readers = new HashMap<>();

        Image(Path home) throws IOException {
            own = !home.toRealPath().equals(Path.of(System.getProperty("java.home")).toRealPath());
            files = own
                    ? FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString()))
                    : FileSystems.getFileSystem(URI.create("jrt:/"));
        }

        @Override
        boolean exports(String packageName) {
            return packageOf(packageName).exported();
        }

        @Override
        public boolean hasPackage(String name) {
            return name.isEmpty() || packageOf(name).exists();
        }

        @Override
        public @Nullable IBinaryType find(String packageName, String className) {
            Path file = packageOf(packageName).classes().get(className);
            if (file == null) return null;
            String name = packageName + "/" + className;
            SoftReference<IBinaryType> known = readers.get(name);
            IBinaryType reader = known == null ? null : known.get();
            if (reader == null) {
                reader = read(file);
                readers.put(name, new SoftReference<>(reader));
            }
            return reader;
        }

        @Override
        public void close() throws IOException {
            if (own) files.close();
        }

        private IBinaryType read(Path file) {
            try {
                return new ClassFileReader(Files.readAllBytes(file), file.toString().toCharArray());
            } catch (IOException | ClassFormatException e) {
                throw new UncheckedIOException(new IOException("Cannot read " + file + " of the JDK.", e));
            }
        }

        private Package packageOf(String name) {
            return packages.computeIfAbsent(name, this::readPackage);
        }

        private Package readPackage(String name) {
            Path links = files.getPath("/packages", name.replace('/', '.'));
            if (name.isEmpty() || !Files.isDirectory(links)) return new Package(false, false, Map.of());
            Map<String, Path> classes = new HashMap<>();
            boolean exported = false;
            try (DirectoryStream<Path> modules = Files.newDirectoryStream(links)) {
                for (Path link : modules) {
                    String module = link.getFileName().toString();
                    Path directory = files.getPath("/modules", module, name);
                    if (!Files.isDirectory(directory)) continue;
                    int before = classes.size();
                    try (DirectoryStream<Path> inPackage = Files.newDirectoryStream(directory)) {
                        for (Path file : inPackage) {
                            String fileName = file.getFileName().toString();
                            if (fileName.endsWith(".class")) {
                                classes.put(fileName.substring(0, fileName.length() - ".class".length()), file);
                            }
                        }
                    }
                    exported |= classes.size() > before && exportsOfModule(module).contains(name);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(new IOException("Cannot list package " + name + " of the JDK.", e));
            }
            return new Package(true, exported, classes);
        }

        private Set<String> exportsOfModule(String module) {
            return exports.computeIfAbsent(module, name -> {
                try {
                    return exportsOf(Files.readAllBytes(files.getPath("/modules", name, "module-info.class")));
                } catch (IOException e) {
                    throw new UncheckedIOException(new IOException("Cannot read module " + name + " of the JDK.", e));
                }
            });
        }

        private record Package(boolean exists, boolean exported, Map<String, Path> classes) {}
    }

    /** The symbols of older releases that a JDK carries for {@code --release}. */
    private static final class Symbols extends CompilerJdk {
        private static final String SUFFIX = ".sig";

        private final ZipFile zip;
        private final Map<String, Map<String, ZipEntry>> entries = new HashMap<>();
        private final Set<String> packages = new HashSet<>();
        private final Set<String> exported = new HashSet<>();
        private final Map<ZipEntry, SoftReference<IBinaryType>> readers = new HashMap<>();
        private boolean modular;

        private Symbols(Path file) throws IOException {
            zip = new ZipFile(file.toFile());
        }

        /** The symbols of {@code release}; empty when the file has none of it. */
        static Optional<CompilerJdk> ofRelease(Path file, int release) throws IOException {
            if (!Files.exists(file)) return Optional.empty();
            Symbols symbols = new Symbols(file);
            symbols.index(Character.toUpperCase(Character.forDigit(release, Character.MAX_RADIX)));
            if (symbols.entries.containsKey("java/lang")) return Optional.of(symbols);
            symbols.close();
            return Optional.empty();
        }

        /** Directories are named after the releases that share their files: {@code 89A/java.base/java/lang/Foo.sig}. */
        private void index(char code) throws IOException {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements();) {
                ZipEntry entry = all.nextElement();
                String path = entry.getName();
                int first = path.indexOf('/');
                if (first < 0 || !path.endsWith(SUFFIX)) continue;
                String releases = path.substring(0, first).replace("-modules", "");
                if (releases.indexOf(code) < 0) continue;
                int second = path.indexOf('/', first + 1);
                // JDK 12 and later put the module's name between, and every module's name has a dot.
                boolean named = second > 0 && path.substring(first + 1, second).indexOf('.') > 0;
                String name = path.substring(named ? second + 1 : first + 1, path.length() - SUFFIX.length());
                if (name.equals("module-info")) {
                    modular = true;
                    exported.addAll(exportsOf(bytes(entry)));
                    continue;
                }
                int slash = name.lastIndexOf('/');
                if (slash < 0) continue;
                String packageName = name.substring(0, slash);
                entries.computeIfAbsent(packageName, p -> new HashMap<>()).put(name.substring(slash + 1), entry);
                CompilerJar.addPackages(packages, packageName);
            }
        }

        @Override
        boolean exports(String packageName) {
            return !modular || exported.contains(packageName);
        }

        @Override
        public boolean hasPackage(String name) {
            return packages.contains(name);
        }

        @Override
        public @Nullable IBinaryType find(String packageName, String className) {
            ZipEntry entry = entries.getOrDefault(packageName, Map.of()).get(className);
            if (entry == null) return null;
            SoftReference<IBinaryType> known = readers.get(entry);
            IBinaryType reader = known == null ? null : known.get();
            if (reader == null) {
                try {
                    reader = new ClassFileReader(bytes(entry), entry.getName().toCharArray());
                } catch (IOException | ClassFormatException e) {
                    throw new UncheckedIOException(new IOException("Cannot read " + entry + " of " + zip.getName(), e));
                }
                readers.put(entry, new SoftReference<>(reader));
            }
            return reader;
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }

        private byte[] bytes(ZipEntry entry) throws IOException {
            try (InputStream in = zip.getInputStream(entry)) {
                return in.readAllBytes();
            }
        }
    }

    /** The jars of JDK 8. */
    private static final class Jars extends CompilerJdk {
        private final List<CompilerJar> jars = new ArrayList<>();

        Jars(Path lib) throws IOException {
            for (String name : List.of("resources.jar", "rt.jar", "jsse.jar", "jce.jar", "charsets.jar", "jfr.jar")) {
                if (Files.exists(lib.resolve(name))) jars.add(new CompilerJar(lib.resolve(name), 8));
            }
            if (!Files.isDirectory(lib.resolve("ext"))) return;
            try (DirectoryStream<Path> extensions = Files.newDirectoryStream(lib.resolve("ext"), "*.jar")) {
                for (Path jar : extensions) jars.add(new CompilerJar(jar, 8));
            }
        }

        @Override
        boolean exports(String packageName) {
            return true;
        }

        @Override
        public boolean hasPackage(String name) {
            return jars.stream().anyMatch(jar -> jar.hasPackage(name));
        }

        @Override
        public @Nullable IBinaryType find(String packageName, String className) {
            for (CompilerJar jar : jars) {
                IBinaryType found = jar.find(packageName, className);
                if (found != null) return found;
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            for (CompilerJar jar : jars) jar.close();
        }
    }
}
