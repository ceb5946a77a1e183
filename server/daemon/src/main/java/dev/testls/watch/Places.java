package dev.testls.watch;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is worth hearing of.
 *
 * @param roots the directories that everything watched lies in; a tree or file elsewhere is not watched
 * @param trees directories in which every file counts, whether they exist by now or not
 * @param files single files, there or not
 * @param except directories inside of trees that do not count: outputs
 */
public record Places(Set<Path> roots, Set<Path> trees, Set<Path> files, Set<Path> except) {
    public Places {
        roots = Set.copyOf(roots);
        trees = Set.copyOf(trees);
        files = Set.copyOf(files);
        except = Set.copyOf(except);
    }

    /** Whether a change of this file or directory can matter. */
    boolean concerns(Path path) {
        return files.contains(path) || inTree(path) || leadsToOne(path);
    }

    /** Whether a directory has to be looked into: something that counts is, or may come to be, in it. */
    boolean mayHold(Path directory) {
        return inTree(directory) || leadsToOne(directory);
    }

    private boolean inTree(Path path) {
        for (Path tree : trees) {
            if (path.startsWith(tree) && !isExcepted(path, tree)) return true;
        }
        return false;
    }

    private boolean isExcepted(Path path, Path tree) {
        for (Path it : except) {
            if (path.startsWith(it) && it.startsWith(tree) && !it.equals(tree)) return true;
        }
        return false;
    }

    private boolean leadsToOne(Path directory) {
        for (Path tree : trees) {
            if (tree.startsWith(directory)) return true;
        }
        for (Path file : files) {
            if (file.startsWith(directory)) return true;
        }
        return false;
    }

    /** The roots that are in no other root. */
    Set<Path> topmostRoots() {
        Set<Path> topmost = new TreeSet<>();
        for (Path root : roots) {
            if (roots.stream().noneMatch(other -> !other.equals(root) && root.startsWith(other))) topmost.add(root);
        }
        return topmost;
    }
}
