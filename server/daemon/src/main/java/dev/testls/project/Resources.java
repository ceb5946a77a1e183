package dev.testls.project;

import dev.testls.base.CacheFile;
import dev.testls.base.ContentHash;
import dev.testls.base.FileStamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The resources of a project and where they are copied to, kept up to date without the build tool where that is safe:
 * where a file is copied as it is.
 *
 * @param outputs by their paths
 */
record Resources(SortedMap<String, Output> outputs) {
    /**
     * A file that was made of resources.
     *
     * @param sources those that claim it; more than one where roots overlap
     * @param hash of what was made; empty where nothing was
     */
    record Output(List<Source> sources, String hash) {}

    /** A file of a resource root as it was when its output was made. */
    record Source(String file, Stamp stamp) {}

    static Resources none() {
        return new Resources(new TreeMap<>());
    }

    /** What the build tool, started when {@code since} was written, has made outputs of. */
    static Resources asBuilt(Project project, FileStamp since, long epochMillis) throws IOException {
        SortedMap<String, List<Source>> sources = new TreeMap<>();
        for (Placed placed : placed(project)) {
            sources.computeIfAbsent(placed.output.toString(), output -> new ArrayList<>())
                    .add(new Source(placed.source.toString(), Stamp.of(placed.source, epochMillis).unlessWrittenSince(since)));
        }
        SortedMap<String, Output> outputs = new TreeMap<>();
        for (Map.Entry<String, List<Source>> entry : sources.entrySet()) outputs.put(entry.getKey(), new Output(entry.getValue(), hash(Path.of(entry.getKey()))));
        return new Resources(outputs);
    }

    private static String hash(Path output) throws IOException {
        return Files.isRegularFile(output) ? ContentHash.of(output).hex() : "";
    }

    /** As this, but outputs that are not as they were made count as those of other sources. Reads them all. */
    Resources withoutDamaged() {
        SortedMap<String, Output> checked = new TreeMap<>(outputs);
        outputs.entrySet().parallelStream().filter(it -> !isAsMade(Path.of(it.getKey()), it.getValue())).toList()
                .forEach(it -> checked.put(it.getKey(), new Output(
                        it.getValue().sources().stream().map(source -> new Source(source.file(), source.stamp().suspected())).toList(), "")));
        return new Resources(checked);
    }

    private static boolean isAsMade(Path file, Output output) {
        try {
            return hash(file).equals(output.hash());
        } catch (IOException e) {
            return false;
        }
    }

    /** What would have to be done. Nothing is changed. */
    Plan compare(Project project, long epochMillis) throws IOException {
        SortedMap<String, List<Placed>> now = new TreeMap<>();
        for (Placed placed : placed(project)) {
            now.computeIfAbsent(placed.output.toString(), output -> new ArrayList<>()).add(placed);
        }
        Plan plan = new Plan();
        for (Map.Entry<String, List<Placed>> entry : now.entrySet()) {
            Output before = outputs.getOrDefault(entry.getKey(), new Output(List.of(), ""));
            if (looksSame(before.sources(), entry.getValue())) continue;
            if (isSame(before.sources(), entry.getValue())) {
                List<Source> stamped = new ArrayList<>();
                for (Placed it : entry.getValue()) stamped.add(new Source(it.source.toString(), Stamp.of(it.source, epochMillis)));
                plan.stamped.put(entry.getKey(), new Output(stamped, before.hash()));
                continue;
            }
            Placed placed = entry.getValue().get(0);
            // Which of several sources wins, or what an expression stands for, is the build's own affair.
            boolean overlapping = entry.getValue().size() > 1 || before.sources().size() > 1;
            if (overlapping || isFilteredForReal(placed)) {
                plan.needBuild.add(placed.source);
            } else {
                plan.copies.add(placed);
            }
        }
        for (String output : outputs.keySet()) {
            if (!now.containsKey(output)) plan.deletes.add(Path.of(output));
        }
        return plan;
    }

    /** Copies and deletes as planned. What needs the build stays as it is, and stays different. */
    Resources apply(Plan plan, long epochMillis) throws IOException {
        SortedMap<String, Output> next = new TreeMap<>(outputs);
        next.putAll(plan.stamped);
        for (Placed placed : plan.copies) {
            // Taken first: what is written while it is copied is seen by its stamp the next time.
            FileStamp stamp = FileStamp.of(placed.source);
            CacheFile.makeDirectory(placed.output.getParent());
            if (Files.isDirectory(placed.output)) CacheFile.delete(placed.output);
            // Written aside and moved: a test that reads it now sees the old file or the new one.
            Path partial = placed.output.resolveSibling(placed.output.getFileName() + ".partial");
            Files.copy(placed.source, partial, StandardCopyOption.REPLACE_EXISTING);
            String hash = ContentHash.of(partial).hex();
            Files.move(partial, placed.output, StandardCopyOption.REPLACE_EXISTING);
            next.put(placed.output.toString(), new Output(
                    List.of(new Source(placed.source.toString(), new Stamp(stamp, stamp.isSettled(epochMillis), false, hash))), hash));
        }
        for (Path output : plan.deletes) {
            CacheFile.delete(output);
            next.remove(output.toString());
        }
        return new Resources(next);
    }

    private static boolean looksSame(List<Source> before, List<Placed> now) {
        if (before.size() != now.size()) return false;
        for (int i = 0; i < now.size(); i++) {
            if (!before.get(i).file().equals(now.get(i).source.toString()) || !before.get(i).stamp().looksLike(now.get(i).stamp)) return false;
        }
        return true;
    }

    private static boolean isSame(List<Source> before, List<Placed> now) throws IOException {
        if (before.size() != now.size()) return false;
        for (int i = 0; i < now.size(); i++) {
            Path file = now.get(i).source;
            if (!before.get(i).file().equals(file.toString()) || !before.get(i).stamp().isOfSameContent(file)) return false;
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
        Path target = output.resolve(root.targetPath());
        root.walk((file, stamp) -> all.add(new Placed(root, file, target.resolve(root.directory().relativize(file).toString()), stamp)));
    }

    /** A file that stands in a resource root now, and where it goes. */
    private record Placed(ResourceRoot root, Path source, Path output, FileStamp stamp) {}

    /** What has to be done to bring the outputs up to date. */
    static final class Plan {
        private final List<Placed> copies = new ArrayList<>();
        private final List<Path> deletes = new ArrayList<>();
        private final List<Path> needBuild = new ArrayList<>();
        /** What is the same by its content and not by its stamp: looked at once, and not each time. */
        private final SortedMap<String, Output> stamped = new TreeMap<>();

        List<Path> needBuild() {
            return needBuild;
        }

        boolean changesAnything() {
            return !copies.isEmpty() || !deletes.isEmpty() || !stamped.isEmpty();
        }

        ResourceChanges changes() {
            return new ResourceChanges(copies.stream().map(Placed::output).toList(), deletes, needBuild);
        }
    }
}
