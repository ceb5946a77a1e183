package dev.testls.project;

import dev.testls.base.LibraryContents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files that are no sources and that compilers, their plugins and annotation processors may read all the same.
 *
 * <p>Law: in doubt a file is one of them. What they hold is told as text that differs when any of them does.
 */
public final class ReadFiles {
    private static final String LOMBOK = "lombok.config";

    private ReadFiles() {}

    /** Of processors that read nothing but Lombok's settings, which count in the directories of sources and all above. */
    public static Set<Path> ofLombok(Project project, Collection<Path> sources) {
        Set<Path> directories = new TreeSet<>();
        for (Path source : sources) addUpTo(project.root(), source.getParent(), directories);
        Set<Path> files = new TreeSet<>();
        for (Path directory : directories) {
            Path file = directory.resolve(LOMBOK);
            if (file.toFile().exists()) files.add(file);
        }
        return files;
    }

    /** Of any processors of a side: what the build names, and its resources. */
    public static Set<Path> ofProcessors(Module module, List<ResourceRoot> resources) throws IOException {
        Set<Path> files = new TreeSet<>(module.generatorInputs());
        for (ResourceRoot root : resources) root.walk((file, stamp) -> files.add(file));
        return files;
    }

    /** Of the build's own compilers: all that a module has. */
    static Set<Path> ofBuild(Project project, Module module) throws IOException {
        Set<Path> files = ofProcessors(module, Stream.concat(module.resources().stream(), module.testResources().stream()).toList());
        files.addAll(module.sourceRoots());
        files.addAll(module.testSourceRoots());
        files.add(module.directory().resolve("src"));
        files.addAll(ofLombok(project, List.of(module.directory().resolve("pom.xml"))));
        return files;
    }

    /** What the files hold, each with its path; of a directory, all that is in it. */
    public static String contents(Collection<Path> files, LibraryContents contents) {
        StringBuilder text = new StringBuilder();
        for (Path file : files) text.append(file).append(' ').append(contents.of(file).hex()).append('\n');
        return text.toString();
    }

    private static void addUpTo(Path root, Path start, Set<Path> directories) {
        for (Path directory = start; directory != null && directories.add(directory) && !directory.equals(root);) directory = directory.getParent();
    }
}
