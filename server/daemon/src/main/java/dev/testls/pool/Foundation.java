package dev.testls.pool;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files that a JVM has read when it was booted, or may have read since, and will not read again.
 *
 * @param jars the state of the class path's jars
 * @param resources the state of the project's files that are no classes, and of classes where the JDK keeps some; for a fresh worker, which read none, empty
 * @param layout of a warm worker; for a fresh one, everything is kept
 */
record Foundation(List<Stamped> jars, Set<Stamped> resources, Layout layout) {
    Foundation {
        jars = List.copyOf(jars);
        resources = Set.copyOf(resources);
    }

    /** Why a worker that stands on this cannot be used where {@code now} is what there is; empty when it can. */
    Optional<String> outdated(Foundation now) {
        for (int i = 0; i < jars.size() && i < now.jars.size(); i++) {
            if (!jars.get(i).equals(now.jars.get(i))) return Optional.of(changed(now.jars.get(i).path()));
        }
        if (!layout.equals(now.layout)) {
            return Optional.of("the project's packages changed, and with them what to reload");
        }
        if (resources.equals(now.resources)) return Optional.empty();
        Optional<Stamped> fresh = now.resources.stream().filter(it -> !resources.contains(it)).findFirst();
        return Optional.of(fresh.map(it -> changed(it.path())).orElse("a resource of the project was removed"));
    }

    private static String changed(Path path) {
        return path.getFileName() + " changed";
    }
}
