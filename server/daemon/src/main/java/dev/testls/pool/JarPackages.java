package dev.testls.pool;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The packages that a jar's classes are of, and those that they refer to, all with dots. */
record JarPackages(Set<String> defined, Set<String> referred) {
    JarPackages {
        defined = Set.copyOf(defined);
        referred = Set.copyOf(referred);
    }

    /** Reads the constant pools of all classes; a file that is no jar holds nothing, as on a class path. */
    static JarPackages read(Path jar) {
        Set<String> defined = new HashSet<>();
        Set<String> referred = new HashSet<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName().replaceFirst("^META-INF/versions/[0-9]+/", "");
                if (!name.endsWith(".class") || name.endsWith("module-info.class")) continue;
                addPackage(name, defined);
                try (InputStream in = zip.getInputStream(entry)) {
                    readPool(new DataInputStream(new BufferedInputStream(in, 4096)), referred);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            return new JarPackages(defined, referred);
        }
        return new JarPackages(defined, referred);
    }

    boolean touches(Set<String> packages) {
        for (String each : packages) {
            if (defined.contains(each) || referred.contains(each)) return true;
        }
        return false;
    }

    /** JVMS 4.4. What follows the pool is not read, nor even inflated. */
    private static void readPool(DataInputStream in, Set<String> packages) throws IOException {
        if (in.readInt() != 0xCAFEBABE) return;
        in.readInt();
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> addPackages(in.readUTF(), packages);
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                default -> throw new IOException("no class file: tag " + tag);
            }
        }
    }

    /** Class names, descriptors and signatures all stand in such a constant; so do texts, which do no harm. */
    private static void addPackages(String constant, Set<String> packages) {
        if (constant.indexOf('/') < 0) return;
        if (constant.indexOf(';') < 0) {
            addPackage(constant, packages);
            return;
        }
        int from = 0;
        for (int i = 0; i < constant.length(); i++) {
            char c = constant.charAt(i);
            if (c == '(' || c == ')' || c == '[' || c == ';' || c == '<' || c == '>' || c == ':') {
                addPackage(constant.substring(from, i), packages);
                from = i + 1;
            }
        }
    }

    /** Of {@code a/b/C}, or of {@code La/b/C} as descriptors have it, where primitive types may stand before the L. */
    private static void addPackage(String name, Set<String> packages) {
        int slash = name.lastIndexOf('/');
        String packageName = slash < 0 ? "" : name.substring(0, slash).replace('/', '.');
        packages.add(packageName);
        int start = 0;
        while (start < packageName.length() && "BCDFIJSZV*+-".indexOf(packageName.charAt(start)) >= 0) start++;
        boolean ofDescriptor = start < packageName.length() && packageName.charAt(start) == 'L';
        if (ofDescriptor) packages.add(packageName.substring(start + 1));
    }
}
