package dev.testls.engine;

import dev.testls.graph.Side;
import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.select.Present;
import dev.testls.select.Touched;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Files that differ from a revision, told as what tests can depend on. */
final class TouchedFiles {
    private TouchedFiles() {}

    static Touched of(String revision, Set<Path> changed, Project project, Present present) {
        Set<String> classNames = new HashSet<>();
        Set<Path> files = new HashSet<>();
        Set<ModuleId> unknowable = new HashSet<>();
        for (Path file : changed) {
            List<Root> roots = roots(project, file);
            if (isOfBuild(file)) {
                project.modules().stream().filter(module -> file.getParent() == null || module.directory().startsWith(file.getParent()))
                        .forEach(module -> addViewers(present, module.id(), unknowable));
            } else if (!roots.isEmpty() && Language.of(file.toString()).isPresent()) {
                for (Root root : roots) {
                    String folder = Optional.ofNullable(root.directory.relativize(file).getParent()).map(Path::toString).orElse("");
                    Set<String> found = present.classesOf(folder.replace('\\', '/').replace('/', '.'), file.getFileName().toString());
                    classNames.addAll(found);
                    // Kotlin's files need not stand where their package says.
                    boolean unknown = found.isEmpty() && !file.toString().endsWith(Language.JAVA.ending());
                    if (unknown || GitChanges.isDeleted(file)) addViewers(present, root.side.module(), unknowable);
                }
            } else {
                files.add(file);
                if (Language.of(file.toString()).isPresent() && GitChanges.isDeleted(file)) {
                    project.modules().stream().filter(module -> file.startsWith(module.directory())).forEach(module -> addViewers(present, module.id(), unknowable));
                }
            }
        }
        return new Touched(revision, classNames, files, unknowable);
    }

    private record Root(Side side, Path directory) {}

    /** Several where modules share a root. */
    private static List<Root> roots(Project project, Path file) {
        return project.modules().stream()
                .flatMap(module -> Stream.concat(module.sourceRoots().stream().map(it -> new Root(new Side(module.id(), Scope.MAIN), it)),
                        module.testSourceRoots().stream().map(it -> new Root(new Side(module.id(), Scope.TEST), it))))
                .filter(root -> file.startsWith(root.directory)).toList();
    }

    private static boolean isOfBuild(Path file) {
        return file.getFileName().toString().equals("pom.xml") || file.getParent() != null && file.getParent().endsWith(".mvn");
    }

    private static void addViewers(Present present, ModuleId module, Set<ModuleId> viewers) {
        viewers.add(module);
        present.outputs().keySet().stream().map(Side::module).filter(viewer -> present.graph().view(viewer).stream().anyMatch(it -> it.module().equals(module)))
                .forEach(viewers::add);
    }
}
