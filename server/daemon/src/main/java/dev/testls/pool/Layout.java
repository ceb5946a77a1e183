package dev.testls.pool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which entries of a class path a warm worker loads anew for each lease, and which it keeps; both in class path order.
 *
 * <p>Project entries are loaded anew; so are jars that hold classes of the project's packages (an older copy of itself,
 * a split package) and jars whose classes refer to what is loaded anew. <b>Law:</b> no kept class refers to one that is
 * loaded anew, so none can hold on to a stale one.
 *
 * <p>A jar that is loaded anew takes along what it is built upon of its own family, by the first two parts of a package's name: the base of a
 * framework finds the rest by name, with its own loader (Spring's core reads {@code spring.factories} of all its jars).
 *
 * <p>So is a jar that the project provides services for, and what is built upon it: Micronaut and SLF4J look for them with the loader of
 * their own classes, which on a plain class path is the project's.
 */
record Layout(List<Path> reloaded, List<Path> kept) {
    Layout {
        reloaded = List.copyOf(reloaded);
        kept = List.copyOf(kept);
    }

    /** @param provided the packages of the types that the project provides services of */
    static Layout of(List<Path> classpath, Set<Path> projectEntries, Set<String> projectPackages, Set<String> provided,
            Function<Path, JarPackages> packagesOf) {
        Set<String> reloadedPackages = new HashSet<>(projectPackages);
        // Everybody's default package is nobody's.
        reloadedPackages.remove("");
        Set<String> bases = new HashSet<>(provided);
        Set<Path> reloaded = new LinkedHashSet<>(projectEntries);
        Set<Path> candidates = new LinkedHashSet<>(classpath);
        candidates.removeAll(projectEntries);
        candidates.removeIf(entry -> !Files.isRegularFile(entry));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Path jar : List.copyOf(candidates)) {
                JarPackages packages = packagesOf.apply(jar);
                if (!packages.touches(reloadedPackages) && Collections.disjoint(packages.defined(), bases)) continue;
                candidates.remove(jar);
                reloaded.add(jar);
                reloadedPackages.addAll(packages.defined());
                reloadedPackages.remove("");
                Set<String> families = packages.defined().stream().map(Layout::family).collect(Collectors.toSet());
                packages.referred().stream().filter(it -> !it.isEmpty() && families.contains(family(it))).forEach(bases::add);
                grew = true;
            }
        }
        List<Path> anew = new ArrayList<>();
        List<Path> kept = new ArrayList<>();
        for (Path entry : classpath) (reloaded.contains(entry) ? anew : kept).add(entry);
        return new Layout(anew, kept);
    }

    private static String family(String packageName) {
        int second = packageName.indexOf('.', packageName.indexOf('.') + 1);
        return second < 0 ? packageName : packageName.substring(0, second);
    }
}
