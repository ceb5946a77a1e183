package dev.testls.select;

import dev.testls.model.ModuleId;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Set;

/**
 * What differs from a git revision.
 *
 * @param revision as the user named it
 * @param classNames of the classes in source files that differ
 * @param files that differ, or are no more, with the outputs that they are copied to; absolute
 * @param unknowable modules that see a module of which source files are no more: nobody knows what stood in them
 */
public record Touched(String revision, Set<String> classNames, Set<Path> files, Set<ModuleId> unknowable) {
    public Touched {
        classNames = Set.copyOf(classNames);
        files = Set.copyOf(files);
        unknowable = Set.copyOf(unknowable);
    }

    BitSet facts(EvidenceIndex index) {
        return index.factsAbout(classNames, it -> files.stream().anyMatch(file -> isAbout(it, file)), unknowable);
    }

    private static boolean isAbout(Dependency it, Path file) {
        return switch (it.kind()) {
            case FILE -> file.startsWith(Path.of(it.name())) || Path.of(it.name()).startsWith(file);
            case RESOURCE, SCANNED -> file.endsWith(relative(it.name()));
            case BUNDLE -> file.toString().endsWith(".properties") && file.toString().contains(relative(it.name()));
            case EVERYTHING -> true;
            case BODY, USE, INSTANCE, FULL, VARIABLE, PROPERTY, FOUNDATION, CODE -> false;
        };
    }

    private static String relative(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }
}
