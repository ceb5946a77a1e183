import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Copies ASM among the worker's classes under a name of the worker's own, and makes the worker's classes use it: of a
 * class file only the texts in its constant pool are changed. Run by the build, with the jar and the directory of
 * classes. Doing it again changes nothing.
 */
final class OwnAsm {
    private static final String THEIRS = "org/objectweb/asm/";
    private static final String OURS = "dev/testls/worker/shaded/asm/";

    public static void main(String[] arguments) throws IOException {
        Path classes = Path.of(arguments[1]);
        try (JarFile jar = new JarFile(arguments[0])) {
            for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                if (!entry.getName().startsWith(THEIRS) || !entry.getName().endsWith(".class")) continue;
                Path target = classes.resolve(renamed(entry.getName()));
                Files.createDirectories(target.getParent());
                Files.write(target, renamed(jar.getInputStream(entry).readAllBytes()));
            }
        }
        for (String user : List.of("observe", "kept")) {
            try (Stream<Path> own = Files.list(classes.resolve("dev/testls/worker").resolve(user))) {
                for (Path file : (List<Path>) own.filter(it -> it.toString().endsWith(".class")).toList()) rename(file);
            }
        }
    }

    private static void rename(Path file) throws IOException {
        byte[] before = Files.readAllBytes(file);
        byte[] after = renamed(before);
        if (after.length != before.length) Files.write(file, after);
    }

    private static byte[] renamed(byte[] classFile) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(in.readLong());
        int count = in.readUnsignedShort();
        out.writeShort(count);
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            switch (tag) {
                case 1 -> out.writeUTF(renamed(in.readUTF()));
                case 3, 4, 9, 10, 11, 12, 17, 18 -> out.write(in.readNBytes(4));
                case 5, 6 -> {
                    out.write(in.readNBytes(8));
                    i++;
                }
                case 7, 8, 16, 19, 20 -> out.write(in.readNBytes(2));
                case 15 -> out.write(in.readNBytes(3));
                default -> throw new IOException("a constant of kind " + tag);
            }
        }
        in.transferTo(out);
        return bytes.toByteArray();
    }

    private static String renamed(String text) {
        return text.replace(THEIRS, OURS).replace(THEIRS.replace('/', '.'), OURS.replace('/', '.'));
    }
}
