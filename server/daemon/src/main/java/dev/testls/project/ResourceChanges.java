package dev.testls.project;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@link ProjectReader#sync} found and did.
 *
 * @param copied outputs that now hold what their resource holds
 * @param deleted outputs whose resource is gone, and which are gone now too
 * @param needBuild files that only the build tool can bring up to date; the next {@link ProjectReader#read} asks it
 */
public record ResourceChanges(List<Path> copied, List<Path> deleted, List<Path> needBuild) {
    public ResourceChanges {
        copied = List.copyOf(copied);
        deleted = List.copyOf(deleted);
        needBuild = List.copyOf(needBuild);
    }

    public boolean isEmpty() {
        return copied.isEmpty() && deleted.isEmpty() && needBuild.isEmpty();
    }
}
