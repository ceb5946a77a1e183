package dev.testls.project;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * A class path split in two, as Maven's plugins do it for a module that has a descriptor: what the module reaches is the module
 * path; all else stays on the class path. Both are in class path order.
 */
public record ModulePath(List<Path> modules, List<Path> classpath) {
    private static final String DESCRIPTOR = "module-info.class";
    private static final Pattern VERSION = Pattern.compile("-\\d+(\\.|$)");
    /** That of Java 9: what stands in a descriptor is the same in all later ones, and the daemon's own Java reads none of a later one. */
    private static final short CLASS_FILE_VERSION = 53;

    public ModulePath {
        modules = List.copyOf(modules);
        classpath = List.copyOf(classpath);
    }

    /** What is reached besides what a module requires; a closed set. {@code STATIC}: what its modules require for compiling only. */
    public enum Also { STATIC, PROVIDERS }

    /**
     * Splits a class path for a module that is on it, or that is about to be compiled against it.
     *
     * @param release of the JDK, which decides what a multi-release jar holds
     */
    public static ModulePath of(ModuleDescriptor root, List<Path> entries, int release, Set<Also> also) {
        Map<Path, ModuleDescriptor> descriptors = new LinkedHashMap<>();
        entries.forEach(entry -> descriptor(entry, release).ifPresent(it -> descriptors.put(entry, it)));
        Map<String, ModuleDescriptor> byName = new LinkedHashMap<>();
        descriptors.values().forEach(it -> byName.putIfAbsent(it.name(), it));
        Set<String> reached = new HashSet<>(Set.of(root.name()));
        reach(root, true, byName, also, reached);
        List<Path> modules = new ArrayList<>();
        List<Path> classpath = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Path entry : entries) {
            ModuleDescriptor descriptor = descriptors.get(entry);
            if (descriptor == null || !reached.contains(descriptor.name())) classpath.add(entry);
            else if (taken.add(descriptor.name())) modules.add(entry);
        }
        return new ModulePath(modules, classpath);
    }

    private static void reach(ModuleDescriptor module, boolean isRoot, Map<String, ModuleDescriptor> byName, Set<Also> also, Set<String> reached) {
        for (Requires it : module.requires()) {
            boolean optional = it.modifiers().contains(Requires.Modifier.STATIC) && !it.modifiers().contains(Requires.Modifier.TRANSITIVE);
            if (isRoot || !optional || also.contains(Also.STATIC)) reach(it.name(), byName, also, reached);
        }
        if (!also.contains(Also.PROVIDERS)) return;
        for (ModuleDescriptor other : List.copyOf(byName.values())) {
            if (other.provides().stream().anyMatch(it -> module.uses().contains(it.service()))) reach(other.name(), byName, also, reached);
        }
    }

    private static void reach(String name, Map<String, ModuleDescriptor> byName, Set<Also> also, Set<String> reached) {
        ModuleDescriptor module = byName.get(name);
        if (module != null && reached.add(name)) reach(module, false, byName, also, reached);
    }

    /** What a directory or jar is as a module; a jar without a descriptor is an automatic one. Empty: it is none. */
    public static Optional<ModuleDescriptor> descriptor(Path entry, int release) {
        try {
            return Files.isDirectory(entry) ? ofDirectory(entry) : Files.isRegularFile(entry) ? Optional.of(ofJar(entry, release)) : Optional.empty();
        } catch (IOException | InvalidModuleDescriptorException | IllegalArgumentException e) {
            // As for Maven's plugins: what cannot be read as a module is on the class path.
            return Optional.empty();
        }
    }

    /** Whether a directory of class files is that of a module. */
    public static boolean isModule(Path directory) {
        return Files.isRegularFile(directory.resolve(DESCRIPTOR));
    }

    /** The descriptor that stands in a directory of class files. */
    private static Optional<ModuleDescriptor> ofDirectory(Path directory) throws IOException {
        return isModule(directory) ? Optional.of(read(Files.readAllBytes(directory.resolve(DESCRIPTOR)))) : Optional.empty();
    }

    private static ModuleDescriptor ofJar(Path file, int release) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false, JarFile.OPEN_READ, Runtime.Version.parse(String.valueOf(Math.max(release, 9))))) {
            ZipEntry entry = jar.getEntry(DESCRIPTOR);
            if (entry == null) return ModuleDescriptor.newAutomaticModule(automaticName(file, jar.getManifest())).build();
            try (InputStream in = jar.getInputStream(entry)) {
                return read(in.readAllBytes());
            }
        }
    }

    private static ModuleDescriptor read(byte[] classFile) {
        ByteBuffer bytes = ByteBuffer.wrap(classFile);
        if (classFile.length >= 8) bytes.putShort(4, (short) 0).putShort(6, CLASS_FILE_VERSION);
        return ModuleDescriptor.read(bytes);
    }

    /** As {@link java.lang.module.ModuleFinder#of} has it. */
    private static String automaticName(Path file, Manifest manifest) {
        String given = manifest == null ? null : manifest.getMainAttributes().getValue(new Attributes.Name("Automatic-Module-Name"));
        if (given != null) return given;
        String name = file.getFileName().toString().replaceFirst("\\.jar$", "");
        Matcher version = VERSION.matcher(name);
        if (version.find()) name = name.substring(0, version.start());
        return name.replaceAll("[^A-Za-z0-9]", ".").replaceAll("\\.{2,}", ".").replaceAll("^\\.|\\.$", "");
    }
}
