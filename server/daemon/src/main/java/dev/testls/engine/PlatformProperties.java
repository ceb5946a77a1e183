package dev.testls.engine;

import dev.testls.base.FileStamp;
import dev.testls.pool.WorkerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What configures the JUnit Platform of a JVM, for what has to be known before tests run in it: parameters of the build, then
 * system properties, then the first {@code junit-platform.properties} on the class path. A file is read once, and again when its
 * stamp differs. Any thread.
 */
final class PlatformProperties {
    private static final String FILE = "junit-platform.properties";

    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    /** Empty text where nothing sets it. */
    String get(String name, Map<String, String> parameters, WorkerSpec spec) {
        String define = "-D" + name + "=";
        return Stream.<Optional<String>>of(
                        Optional.ofNullable(parameters.get(name)),
                        Optional.ofNullable(spec.systemProperties().get(name)),
                        spec.jvmArguments().stream().filter(it -> it.startsWith(define)).map(it -> it.substring(define.length())).reduce((first, last) -> last))
                .flatMap(Optional::stream).findFirst()
                .or(() -> file(spec).map(it -> it.getProperty(name))).orElse("").strip();
    }

    private Optional<Properties> file(WorkerSpec spec) {
        return spec.classpath().stream().map(this::at).flatMap(Optional::stream).findFirst();
    }

    private Optional<Properties> at(Path entry) {
        boolean jar = entry.toString().endsWith(".jar");
        Path file = jar ? entry : entry.resolve(FILE);
        FileStamp stamp = FileStamp.ofRare(file.toFile());
        if (!stamp.exists()) return Optional.empty();
        return known.compute(file, (path, before) -> before != null && before.stamp.equals(stamp) ? before : new Known(stamp, read(path, jar))).properties;
    }

    /** What cannot be read, the JVM cannot read either, and its tests tell. */
    private static Optional<Properties> read(Path file, boolean jar) {
        try {
            return jar ? readEntry(file) : Optional.of(load(Files.newInputStream(file)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Properties> readEntry(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(FILE);
            return entry == null ? Optional.empty() : Optional.of(load(zip.getInputStream(entry)));
        }
    }

    private static Properties load(InputStream stream) throws IOException {
        try (InputStream in = stream) {
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        }
    }

    private record Known(FileStamp stamp, Optional<Properties> properties) {}
}
