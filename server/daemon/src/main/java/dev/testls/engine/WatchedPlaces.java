package dev.testls.engine;

import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.watch.Changes;
import dev.testls.watch.Places;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of a workspace is watched: sources, resources, and what the build is read from; never outputs. */
final class WatchedPlaces {
    private static final String POM = "pom.xml";
    private static final String MAVEN = ".mvn";
    private static final String LOMBOK = "lombok.config";

    private WatchedPlaces() {}

    /** @param project empty: nothing is known yet, and only the build's own files count */
    static Places of(Path root, Optional<Project> project) {
        Set<Path> roots = new HashSet<>(Set.of(root));
        Set<Path> trees = new HashSet<>(Set.of(root.resolve(MAVEN)));
        Set<Path> files = new HashSet<>(Set.of(root.resolve(POM)));
        Set<Path> except = new HashSet<>(Set.of(root.resolve(".git")));
        for (Module module : project.map(Project::modules).orElse(List.of())) {
            roots.add(module.directory());
            files.add(module.directory().resolve(POM));
            trees.addAll(module.sourceRoots());
            trees.addAll(module.testSourceRoots());
            trees.addAll(module.resourceRoots());
            trees.addAll(module.testResourceRoots());
            // A directory, a file, or nothing yet.
            trees.addAll(module.generatorInputs());
            // It may lie anywhere.
            module.generatorInputs().stream().filter(it -> !it.startsWith(root)).forEach(it -> roots.add(it.getParent()));
            for (Path above = module.directory(); above != null && above.startsWith(root); above = above.getParent()) files.add(above.resolve(LOMBOK));
            except.add(module.directory().resolve("target"));
        }
        return new Places(roots, trees, files, except);
    }

    /** Whether only what is below source roots can have changed, so that neither the build nor a resource has to be looked at. */
    static boolean onlySources(Project project, Changes changes) {
        return changes.below().isPresent() && changes.below().get().stream().allMatch(it -> isSourceOnly(project, it));
    }

    private static boolean isSourceOnly(Project project, Path path) {
        if (project.modules().stream().anyMatch(module -> module.isSource(path))) return true;
        boolean source = false;
        for (Module module : project.modules()) {
            for (Path root : module.sourceRoots()) source |= path.startsWith(root);
            for (Path root : module.testSourceRoots()) source |= path.startsWith(root);
            for (Path root : module.resourceRoots()) if (path.startsWith(root)) return false;
            for (Path root : module.testResourceRoots()) if (path.startsWith(root)) return false;
            for (Path input : module.generatorInputs()) if (path.startsWith(input) || input.startsWith(path)) return false;
        }
        return source;
    }
}
