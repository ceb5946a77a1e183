package dev.testls.pool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which entries of a class path a warm worker loads anew for each lease, and which it keeps; both in class path order.
 *
 * <p>Project entries are loaded anew; so are jars that hold classes of the project's packages (an older copy of itself,
 * a split package) and jars whose classes refer to what is loaded anew. <b>Law:</b> no kept class refers to one that is
 * loaded anew, so none can hold on to a stale one.
 */
record Layout(List<Path> reloaded, List<Path> kept) {
    Layout {
        reloaded = List.copyOf(reloaded);
        kept = List.copyOf(kept);
    }

    static Layout of(List<Path> classpath, Set<Path> projectEntries, Set<String> projectPackages,
            Function<Path, JarPackages> packagesOf) {
        Set<String> reloadedPackages = new HashSet<>(projectPackages);
        // Everybody's default package is nobody's.
        reloadedPackages.remove("");
        Set<Path> reloaded = new LinkedHashSet<>(projectEntries);
        Set<Path> candidates = new LinkedHashSet<>(classpath);
        candidates.removeAll(projectEntries);
        candidates.removeIf(entry -> !Files.isRegularFile(entry));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Path jar : List.copyOf(candidates)) {
                JarPackages packages = packagesOf.apply(jar);
                if (!packages.touches(reloadedPackages)) continue;
                candidates.remove(jar);
                reloaded.add(jar);
                reloadedPackages.addAll(packages.defined());
                reloadedPackages.remove("");
                grew = true;
            }
        }
        List<Path> anew = new ArrayList<>();
        List<Path> kept = new ArrayList<>();
        for (Path entry : classpath) (reloaded.contains(entry) ? anew : kept).add(entry);
        return new Layout(anew, kept);
    }
}
