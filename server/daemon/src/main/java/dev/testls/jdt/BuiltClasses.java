package dev.testls.jdt;

import dev.testls.base.ContentHash;
import dev.testls.model.SourceFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files in a directory that the build's own compilers wrote.
 *
 * @param classes the class files
 * @param others all else, by name, with the hash of its content
 */
record BuiltClasses(Path directory, List<BuiltClass> classes, Map<String, String> others) {

    /**
     * A class file, and what it says of its source.
     *
     * @param name the binary name, with slashes
     * @param sourceFile the source file's name without its directory; empty text when it does not say
     * @param lines of each method, by name and descriptor, the lines that its code came from, first and last
     */
    record BuiltClass(String name, byte[] bytes, String sourceFile, Map<String, Lines> lines) {
        String packageName() {
            return CompilerUnit.packageOf(name);
        }

        /** The name of the class around everything: its file would be called so. */
        String topLevelName() {
            int dollar = name.indexOf('$', packageName().length() + 2);
            return dollar < 0 ? name : name.substring(0, dollar);
        }
    }

    /** Lines, one-based. */
    record Lines(int first, int last) {
        Lines and(int line) {
            return new Lines(Math.min(first, line), Math.max(last, line));
        }
    }

    /** All that is there; nothing where there is no such directory. */
    static BuiltClasses in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) return new BuiltClasses(directory, List.of(), Map.of());
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        List<BuiltClass> classes = new ArrayList<>();
        Map<String, String> others = new TreeMap<>();
        for (Path file : files) {
            String name = directory.relativize(file).toString().replace('\\', '/');
            byte[] bytes = Files.readAllBytes(file);
            Optional<BuiltClass> read = name.endsWith(".class") ? read(name.substring(0, name.length() - ".class".length()), bytes) : Optional.empty();
            read.ifPresent(classes::add);
            if (read.isEmpty()) others.put(name, ContentHash.of(bytes).hex());
        }
        return new BuiltClasses(directory, classes, others);
    }

    /**
     * The classes by the path of the source that they came from: of those with its name the one whose directory agrees best with
     * the package. What came from none of them goes by the class file of the class around it.
     */
    Map<String, List<BuiltClass>> bySource(Collection<SourceFile> sources) {
        Map<String, List<SourceFile>> byName = new HashMap<>();
        for (SourceFile source : sources) byName.computeIfAbsent(source.path().fileName(), name -> new ArrayList<>()).add(source);
        Map<String, List<BuiltClass>> bySource = new TreeMap<>();
        for (BuiltClass it : classes) {
            String path = source(it, byName.getOrDefault(it.sourceFile(), List.of())).map(source -> source.path().toString())
                    .orElseGet(() -> directory.resolve(it.topLevelName() + ".class").toString());
            bySource.computeIfAbsent(path, p -> new ArrayList<>()).add(it);
        }
        return bySource;
    }

    private static Optional<SourceFile> source(BuiltClass it, List<SourceFile> candidates) {
        SourceFile best = null;
        int most = -1;
        for (SourceFile candidate : candidates) {
            int common = common(it.packageName(), candidate.path().value().getParent());
            if (common > most) {
                best = candidate;
                most = common;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many segments, counted from the last, package and directory have in common. */
    private static int common(String packageName, Path directory) {
        String[] segments = packageName.split("/");
        int common = 0;
        for (Path at = directory; at != null && at.getFileName() != null && common < segments.length; at = at.getParent()) {
            if (!at.getFileName().toString().equals(segments[segments.length - 1 - common])) break;
            common++;
        }
        return common;
    }

    /** Empty for what is no class file of a form that is known. */
    private static Optional<BuiltClass> read(String name, byte[] bytes) {
        try {
            CompilerClassFile in = new CompilerClassFile(bytes);
            in.skip(6);
            in.skip(2 * in.u2());
            for (int left = in.u2(); left > 0; left--) {
                in.skip(6);
                for (int attributes = in.u2(); attributes > 0; attributes--) skipAttribute(in);
            }
            Map<String, Lines> lines = new HashMap<>();
            for (int left = in.u2(); left > 0; left--) {
                in.skip(2);
                String method = CompilerClassFile.decoded(in.text(in.u2())) + CompilerClassFile.decoded(in.text(in.u2()));
                for (int attributes = in.u2(); attributes > 0; attributes--) {
                    if (in.text(in.u2()).equals("Code")) {
                        readCode(in).ifPresent(it -> lines.put(method, it));
                    } else {
                        in.skip(in.u4());
                    }
                }
            }
            String sourceFile = "";
            for (int attributes = in.u2(); attributes > 0; attributes--) {
                boolean source = in.text(in.u2()).equals("SourceFile");
                int end = in.u4() + in.position();
                if (source) sourceFile = CompilerClassFile.decoded(in.text(in.u2()));
                in.position(end);
            }
            return Optional.of(new BuiltClass(name, bytes, sourceFile, lines));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static void skipAttribute(CompilerClassFile in) {
        in.skip(2);
        in.skip(in.u4());
    }

    private static Optional<Lines> readCode(CompilerClassFile in) {
        int end = in.u4() + in.position();
        in.skip(4);
        in.skip(in.u4());
        in.skip(8 * in.u2());
        Lines lines = null;
        for (int attributes = in.u2(); attributes > 0; attributes--) {
            boolean table = in.text(in.u2()).equals("LineNumberTable");
            int after = in.u4() + in.position();
            for (int left = table ? in.u2() : 0; left > 0; left--) {
                in.skip(2);
                int line = in.u2();
                lines = lines == null ? new Lines(line, line) : lines.and(line);
            }
            in.position(after);
        }
        in.position(end);
        return Optional.ofNullable(lines);
    }
}
