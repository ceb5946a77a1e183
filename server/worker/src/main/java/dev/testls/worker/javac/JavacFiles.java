package dev.testls.worker.javac;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * The files of one compilation: the class path with some class files in place of others, and, in memory, all that is
 * made. Made files bear the names that they will have on disk, since processors look at them.
 */
final class JavacFiles extends ForwardingJavaFileManager<StandardJavaFileManager> implements StandardJavaFileManager {
    private static final byte CLASS = 0;
    private static final byte RESOURCE = 1;
    private static final byte SOURCE = 2;

    private final Map<String, byte[]> overlay;
    private final File classOutput;
    private final File sourceOutput;
    private final Map<String, Made> made = new TreeMap<>();

    /** An empty array in the overlay hides a class file of {@code classOutput}. */
    JavacFiles(StandardJavaFileManager standard, Map<String, byte[]> overlay, File classOutput, File sourceOutput) {
        super(standard);
        this.overlay = overlay;
        this.classOutput = classOutput;
        this.sourceOutput = sourceOutput;
    }

    /** The path of the file that a file object stands for. */
    static String path(FileObject file) {
        URI uri = file.toUri();
        return "file".equals(uri.getScheme()) ? new File(uri).getPath() : file.getName();
    }

    void write(DataOutputStream out) throws IOException {
        List<Made> written = new ArrayList<>();
        for (Made file : made.values()) {
            if (file.content != null) written.add(file);
        }
        out.writeInt(written.size());
        for (Made file : written) {
            out.writeByte(file.type);
            JavacTask.text(out, file.name);
            JavacTask.text(out, file.origin);
            JavacTask.bytes(out, file.content.toByteArray());
        }
    }

    // Reading.

    @Override
    public Iterable<JavaFileObject> list(
            Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse) throws IOException {
        // A module is compiled as a whole: what its output holds is from before.
        if (location == StandardLocation.CLASS_OUTPUT && kinds.contains(JavaFileObject.Kind.CLASS)) return Collections.emptyList();
        Iterable<JavaFileObject> found = super.list(location, packageName, kinds, recurse);
        if (location != StandardLocation.CLASS_PATH || overlay.isEmpty()
                || !kinds.contains(JavaFileObject.Kind.CLASS)) {
            return found;
        }
        List<JavaFileObject> files = new ArrayList<>();
        for (JavaFileObject file : found) {
            boolean isClass = file.getKind() == JavaFileObject.Kind.CLASS;
            byte[] instead = isClass ? overlay.get(binaryName(location, file)) : null;
            if (instead == null || instead.length == 0 && !isIn(classOutput, file)) files.add(file);
        }
        String prefix = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
        for (Map.Entry<String, byte[]> entry : overlay.entrySet()) {
            String name = entry.getKey();
            if (entry.getValue().length == 0 || !name.startsWith(prefix)) continue;
            if (recurse || name.indexOf('/', prefix.length()) < 0) files.add(new Overlaid(name, entry.getValue()));
        }
        return files;
    }

    @Override
    public String inferBinaryName(Location location, JavaFileObject file) {
        if (file instanceof Overlaid) return ((Overlaid) file).binaryName.replace('/', '.');
        if (file instanceof Made) {
            String name = ((Made) file).name;
            return name.substring(0, name.lastIndexOf('.')).replace('/', '.');
        }
        return super.inferBinaryName(location, file);
    }

    @Override
    public boolean hasLocation(Location location) {
        return location == StandardLocation.CLASS_OUTPUT || super.hasLocation(location)
                || location == StandardLocation.SOURCE_OUTPUT && sourceOutput.isDirectory();
    }

    @Override
    public boolean isSameFile(FileObject a, FileObject b) {
        boolean own = a instanceof SimpleJavaFileObject || b instanceof SimpleJavaFileObject;
        return own ? a.toUri().equals(b.toUri()) : super.isSameFile(a, b);
    }

    @Override
    public JavaFileObject getJavaFileForInput(Location location, String className, JavaFileObject.Kind kind)
            throws IOException {
        Made known = made.get(key(location, className.replace('.', '/') + kind.extension));
        if (known != null) return known;
        if (location == StandardLocation.CLASS_OUTPUT && kind == JavaFileObject.Kind.CLASS) return null;
        return super.hasLocation(location) ? super.getJavaFileForInput(location, className, kind) : null;
    }

    @Override
    public FileObject getFileForInput(Location location, String packageName, String relativeName) throws IOException {
        Made known = made.get(key(location, resourceName(packageName, relativeName)));
        if (known != null) return known;
        if (!super.hasLocation(location)) {
            String name = resourceName(packageName, relativeName);
            throw new FileNotFoundException(new File(directory(location), name).getPath());
        }
        return super.getFileForInput(location, packageName, relativeName);
    }

    // What a file manager has from Java 9 on.

    /** Which module a source belongs to, where its directory is patched into one. */
    @SuppressWarnings("unused")
    public JavaFileManager.Location getLocationForModule(JavaFileManager.Location location, JavaFileObject file) throws IOException {
        JavaFileObject onDisk = file instanceof SimpleJavaFileObject ? fileManager.getJavaFileObjects(new File(file.toUri())).iterator().next() : file;
        return (JavaFileManager.Location) since9("getLocationForModule", JavaFileObject.class, location, onDisk);
    }

    /** All sources are where the build says that sources are. */
    @SuppressWarnings("unused")
    public boolean contains(JavaFileManager.Location location, FileObject file) throws IOException {
        return file instanceof SimpleJavaFileObject || (Boolean) since9("contains", FileObject.class, location, file);
    }

    private Object since9(String method, Class<?> type, JavaFileManager.Location location, FileObject file) throws IOException {
        try {
            return JavaFileManager.class.getMethod(method, JavaFileManager.Location.class, type).invoke(fileManager, location, file);
        } catch (ReflectiveOperationException e) {
            throw new IOException(method + " of javac's file manager: " + (e.getCause() == null ? e : e.getCause()), e);
        }
    }

    private String binaryName(Location location, JavaFileObject file) {
        String name = super.inferBinaryName(location, file);
        return name == null ? "" : name.replace('.', '/');
    }

    private static boolean isIn(File directory, JavaFileObject file) {
        return path(file).startsWith(directory.getPath() + File.separator);
    }

    // Writing, to memory.

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
        return make(location, className.replace('.', '/') + kind.extension, kind, sibling);
    }

    @Override
    public FileObject getFileForOutput(Location location, String packageName, String relativeName, FileObject sibling) {
        return make(location, resourceName(packageName, relativeName), JavaFileObject.Kind.OTHER, sibling);
    }

    private Made make(Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
        String origin = sibling == null ? "" : path(sibling);
        Made file = new Made(new File(directory(location), name).toURI(), kind, typeOf(kind), name, origin);
        made.put(key(location, name), file);
        return file;
    }

    private static byte typeOf(JavaFileObject.Kind kind) {
        if (kind == JavaFileObject.Kind.CLASS) return CLASS;
        return kind == JavaFileObject.Kind.SOURCE ? SOURCE : RESOURCE;
    }

    private File directory(Location location) {
        return location == StandardLocation.SOURCE_OUTPUT ? sourceOutput : classOutput;
    }

    private static String key(Location location, String name) {
        return location.getName() + " " + name;
    }

    private static String resourceName(String packageName, String relativeName) {
        return packageName.isEmpty() ? relativeName : packageName.replace('.', '/') + "/" + relativeName;
    }

    // What a StandardJavaFileManager has besides.

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(Iterable<? extends File> files) {
        return fileManager.getJavaFileObjectsFromFiles(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
        return fileManager.getJavaFileObjects(files);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
        return fileManager.getJavaFileObjectsFromStrings(names);
    }

    @Override
    public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
        return fileManager.getJavaFileObjects(names);
    }

    @Override
    public void setLocation(JavaFileManager.Location location, Iterable<? extends File> path) throws IOException {
        fileManager.setLocation(location, path);
    }

    @Override
    public Iterable<? extends File> getLocation(JavaFileManager.Location location) {
        Iterable<? extends File> set = fileManager.getLocation(location);
        return set == null && hasLocation(location) ? Collections.singleton(directory(location)) : set;
    }

    /** A source, its text as the daemon has it. */
    static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(new File(path).toURI(), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** A class file in place of one on the class path. */
    private static final class Overlaid extends SimpleJavaFileObject {
        private final String binaryName;
        private final byte[] bytes;

        Overlaid(String binaryName, byte[] bytes) {
            super(URI.create("overlay:///" + binaryName.replace("$", "%24") + ".class"), Kind.CLASS);
            this.binaryName = binaryName;
            this.bytes = bytes;
        }

        @Override
        public InputStream openInputStream() {
            return new ByteArrayInputStream(bytes);
        }
    }

    /** A file that javac or a processor makes. */
    private static final class Made extends SimpleJavaFileObject {
        private final byte type;
        private final String name;
        private final String origin;
        private ByteArrayOutputStream content;

        Made(URI uri, Kind kind, byte type, String name, String origin) {
            super(uri, kind);
            this.type = type;
            this.name = name;
            this.origin = origin;
        }

        @Override
        public OutputStream openOutputStream() {
            content = new ByteArrayOutputStream();
            return content;
        }

        /** In UTF-8 whatever the platform's encoding is: the daemon reads it so. */
        @Override
        public Writer openWriter() {
            return new OutputStreamWriter(openOutputStream(), StandardCharsets.UTF_8);
        }

        @Override
        public InputStream openInputStream() throws IOException {
            return new ByteArrayInputStream(written());
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
            return new String(written(), StandardCharsets.UTF_8);
        }

        private byte[] written() throws IOException {
            if (content == null) throw new FileNotFoundException(getName());
            return content.toByteArray();
        }
    }
}
