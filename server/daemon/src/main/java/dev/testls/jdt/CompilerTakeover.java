package dev.testls.jdt;

import dev.testls.jdt.CompilerBuild.Done;
import dev.testls.jdt.CompilerUnit.References;
import dev.testls.model.Problem;
import dev.testls.model.SourceFile;
import dev.testls.model.SourcePath;
import dev.testls.project.BuiltSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the build's own compilers made of a side in the place of a compilation.
 *
 * <p>Of a side that does not compile every source counts as broken: the build runs none of its tests.
 */
final class CompilerTakeover {
    private static final String BY_BUILD = "made by the build: ";

    private CompilerTakeover() {}

    /** Whether it made this state. */
    static boolean made(CompilerState state) {
        return state.fingerprint().startsWith(BY_BUILD);
    }

    /** Brings the side's output up to date and commits it. */
    static Done run(CompilerSide side, CompilerState before, BuiltSide built, SortedMap<String, SourceFile> sources) throws IOException {
        String fingerprint = BY_BUILD + built.content();
        if (before.fingerprint().equals(fingerprint) && side.tampered().isEmpty()) return new Done(0, Set.of());
        BuiltClasses classes = BuiltClasses.in(built.classes());
        Map<String, Map<String, byte[]>> bySource = new TreeMap<>();
        classes.bySource(sources.values()).forEach((path, ofSource) -> ofSource.forEach(it -> bySource.computeIfAbsent(path, p -> new TreeMap<>()).put(it.name(), it.bytes())));
        if (built.isBroken()) sources.keySet().forEach(path -> bySource.computeIfAbsent(path, p -> new TreeMap<>()));

        Map<String, List<Problem>> problems = new HashMap<>();
        List<Problem> elsewhere = new ArrayList<>();
        for (Problem problem : built.problems()) {
            String path = problem.file().map(SourcePath::toString).orElse("");
            if (bySource.containsKey(path)) problems.computeIfAbsent(path, p -> new ArrayList<>()).add(problem);
            else elsewhere.add(problem);
        }
        CompilerPicture picture = new CompilerPicture(side);
        bySource.forEach((path, made) -> {
            SourceFile file = sources.get(path);
            CompilerSource source = new CompilerSource(path, file == null ? "" : file.hash().hex(), "");
            picture.stage(CompilerPicture.unitOf(source, made, references(file), built.isBroken(), problems.getOrDefault(path, List.of())), made);
        });
        Map<String, String> made = built.isBroken() ? before.made() : classes.others();
        Map<String, byte[]> others = new HashMap<>();
        for (Map.Entry<String, String> other : made.entrySet()) {
            boolean asBefore = other.getValue().equals(before.made().get(other.getKey())) && Files.exists(side.output().resolve(other.getKey()));
            if (!asBefore) others.put(other.getKey(), Files.readAllBytes(built.classes().resolve(other.getKey())));
        }
        int generation = before.generation() + 1;
        CompilerDiff diff = CompilerDiff.between(side, before, picture, bySource.keySet(), generation);
        side.commit(new CompilerState(fingerprint, before.epoch(), diff.structural() ? generation : before.generation(), before.revision() + 1, "", diff.units(),
                diff.gone(), Map.of(), made, List.of(), false, elsewhere), picture.staged(), others);
        Set<String> different = new TreeSet<>();
        diff.units().forEach((path, unit) -> {
            CompilerUnit earlier = before.units().get(path);
            if (!unit.broken() && (earlier == null || !earlier.types().equals(unit.types()))) different.add(path);
        });
        return new Done(different.size(), diff.changed());
    }

    /** It could mention anything; its package is that of its directory, as far as anybody can tell before it compiles. */
    private static References references(@Nullable SourceFile file) {
        Path directory = file == null ? null : file.root().relativize(file.path().value()).getParent();
        return new References(true, directory == null ? "" : directory.toString().replace('\\', '/'), new String[0], new String[0]);
    }
}
