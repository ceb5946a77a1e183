package dev.testls.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The resources of a project and where they are copied to, kept up to date without the build tool where that is safe:
 * where a file is copied as it is.
 *
 * @param outputs for each output file the sources that claim it; more than one where roots overlap
 */
record Resources(SortedMap<String, List<Source>> outputs) {
    /** A file of a resource root as it was when its output was made. */
    record Source(String file, Stamp stamp) {}

    static Resources none() {
        return new Resources(new TreeMap<>());
    }

    /** What the build tool, started at {@code since}, has made outputs of. */
    static Resources asBuilt(Project project, FileTime since) throws IOException {
        SortedMap<String, List<Source>> outputs = new TreeMap<>();
        for (Placed placed : placed(project)) {
            // A touched resource is copied once more for nothing; for a filtered one the build would have to run.
            Stamp stamp = placed.root.filtered() ? Stamp.of(placed.source) : placed.stamp;
            if (stamp.notBefore(since)) stamp = stamp.suspect();
            outputs.computeIfAbsent(placed.output.toString(), output -> new ArrayList<>())
                    .add(new Source(placed.source.toString(), stamp));
        }
        return new Resources(outputs);
    }

    /** What would have to be done. Nothing is changed. */
    Plan compare(Project project) throws IOException {
        SortedMap<String, List<Placed>> now = new TreeMap<>();
        for (Placed placed : placed(project)) {
            now.computeIfAbsent(placed.output.toString(), output -> new ArrayList<>()).add(placed);
        }
        Plan plan = new Plan();
        for (Map.Entry<String, List<Placed>> entry : now.entrySet()) {
            List<Source> before = outputs.getOrDefault(entry.getKey(), List.of());
            if (same(before, entry.getValue())) continue;
            Placed placed = entry.getValue().get(0);
            // Which of several sources wins, or what an expression stands for, is the build's own affair.
            boolean overlapping = entry.getValue().size() > 1 || before.size() > 1;
            if (overlapping || isFilteredForReal(placed)) {
                plan.needBuild.add(placed.source);
            } else {
                plan.copies.add(placed);
            }
        }
        for (Map.Entry<String, List<Source>> entry : outputs.entrySet()) {
            if (!now.containsKey(entry.getKey())) plan.deletes.add(Path.of(entry.getKey()));
        }
        return plan;
    }

    /** Copies and deletes as planned. What needs the build stays as it is, and stays different. */
    Resources apply(Plan plan) throws IOException {
        SortedMap<String, List<Source>> next = new TreeMap<>(outputs);
        for (Placed placed : plan.copies) {
            Files.createDirectories(placed.output.getParent());
            // Written aside and moved: a test that reads it now sees the old file or the new one.
            Path partial = placed.output.resolveSibling(placed.output.getFileName() + ".partial");
            Files.copy(placed.source, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, placed.output, StandardCopyOption.REPLACE_EXISTING);
            next.put(placed.output.toString(), List.of(new Source(placed.source.toString(), placed.stamp)));
        }
        for (Path output : plan.deletes) {
            Files.deleteIfExists(output);
            next.remove(output.toString());
        }
        return new Resources(next);
    }

    private static boolean same(List<Source> before, List<Placed> now) throws IOException {
        if (before.size() != now.size()) return false;
        for (int i = 0; i < now.size(); i++) {
            Path file = now.get(i).source;
            if (!before.get(i).file().equals(file.toString())) return false;
            Stamp stamp = before.get(i).stamp();
            boolean known = stamp.looksLike(now.get(i).stamp) || stamp.isOfSameContent(file);
            if (!known) return false;
        }
        return true;
    }

    private static boolean isFilteredForReal(Placed placed) throws IOException {
        if (!placed.root.filtered()) return false;
        // Expressions are ASCII: read byte by byte, any encoding that contains ASCII shows them.
        String content = new String(Files.readAllBytes(placed.source), StandardCharsets.ISO_8859_1);
        return placed.root.delimiters().isEmpty() || placed.root.delimiters().stream().anyMatch(content::contains);
    }

    private static List<Placed> placed(Project project) throws IOException {
        List<Placed> all = new ArrayList<>();
        for (Module module : project.modules()) {
            for (ResourceRoot root : module.resources()) collect(root, module.resourceOutput(), all);
            for (ResourceRoot root : module.testResources()) collect(root, module.testResourceOutput(), all);
        }
        return all;
    }

    private static void collect(ResourceRoot root, Path output, List<Placed> all) throws IOException {
        Path directory = root.directory();
        if (!Files.isDirectory(directory)) return;
        Path target = output.resolve(root.targetPath());
        List<PathPattern> excludes = PathPattern.all(root.excludes());
        boolean plainNames = !root.includes().isEmpty()
                && root.includes().stream().noneMatch(include -> include.contains("*") || include.contains("?"));
        if (plainNames) {
            // Often the project's directory itself, for its LICENSE: a walk would visit everything there is.
            for (String include : root.includes()) {
                Path file = directory.resolve(include);
                boolean wanted = Files.isRegularFile(file) && !PathPattern.any(excludes, include);
                if (wanted) add(root, file, target, Files.readAttributes(file, BasicFileAttributes.class), all);
            }
            return;
        }
        List<PathPattern> includes = PathPattern.all(root.includes());
        Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
                new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String relative = directory.relativize(file).toString().replace('\\', '/');
                boolean wanted = (includes.isEmpty() || PathPattern.any(includes, relative))
                        && !PathPattern.any(excludes, relative) && !PathPattern.isExcludedByDefault(relative);
                if (wanted) add(root, file, target, attributes, all);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // It vanished while we looked, or a link leads nowhere: Maven would not copy it either.
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void add(ResourceRoot root, Path file, Path target, BasicFileAttributes attributes,
            List<Placed> all) {
        Path output = target.resolve(root.directory().relativize(file).toString());
        all.add(new Placed(root, file, output, Stamp.of(attributes, "")));
    }

    /** A file that stands in a resource root now, and where it goes. */
    private record Placed(ResourceRoot root, Path source, Path output, Stamp stamp) {}

    /** What has to be done to bring the outputs up to date. */
    static final class Plan {
        private final List<Placed> copies = new ArrayList<>();
        private final List<Path> deletes = new ArrayList<>();
        private final List<Path> needBuild = new ArrayList<>();

        List<Path> needBuild() {
            return needBuild;
        }

        boolean changesFiles() {
            return !copies.isEmpty() || !deletes.isEmpty();
        }

        ResourceChanges changes() {
            return new ResourceChanges(copies.stream().map(Placed::output).toList(), deletes, needBuild);
        }
    }
}
