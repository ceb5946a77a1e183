package dev.testls.jdt;

import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.jdt.CompilerSettings.Processing;
import dev.testls.jdt.CompilerUnit.References;
import dev.testls.model.JavacRequest;
import dev.testls.model.JavacResult;
import dev.testls.model.JavacResult.MadeFile;
import dev.testls.model.Problem;
import dev.testls.model.SourcePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second output of a side: what it would hold if javac had compiled all of it, as in a plain build.
 *
 * <p>Tests can see which compiler made a class: by the names of what compilers add, of lambdas in a stack trace, by computed serial
 * versions. What is certain was seen with these class files. A source is compiled anew when its text is another, or ECJ made other class
 * files of it: whatever else concerns javac's class files shows in ECJ's.
 */
final class JavacClasses {
    private static final Logger LOG = LoggerFactory.getLogger(JavacClasses.class);
    /** No source has this hash: what bears it is asked for again. */
    private static final String OWED = "";
    private static final References NONE = new References(false, "", new String[0], new String[0]);

    private final CompilerSide compiled;
    private final CompilerState now;
    /** Of the side and of those that it is compiled against, in the order of the class path; none where nothing is broken. */
    private final List<CompilerState> partlyBroken;
    private final CompilerSide side;
    private final CompilerInput input;
    private final List<CompilerPart> parts;
    private final JavacService javac;
    private final FileCopies others;

    /**
     * Takes note of what was compiled, on the compiler's thread.
     *
     * @param compiled the side as it was compiled
     * @param side what is brought up to date
     * @param input what {@code compiled} was compiled from
     * @param others what else the output holds: resources, and what processors made
     */
    JavacClasses(CompilerSide compiled, CompilerSide side, CompilerInput input, JavacService javac, FileCopies others) {
        this.compiled = compiled;
        this.now = compiled.state();
        List<CompilerState> states = Stream.concat(Stream.of(compiled), input.upstream().stream()).map(CompilerSide::state).toList();
        this.partlyBroken = states.stream().anyMatch(CompilerState::hasBroken) ? states : List.of();
        this.side = side;
        this.input = input;
        this.parts = input.settings().parts();
        this.javac = javac;
        this.others = others;
    }

    Path output() {
        return side.output();
    }

    /**
     * Brings them up to date; on any thread, of those of one compiler one at a time.
     *
     * @throws java.util.concurrent.CancellationException when stopping was asked for; then they are as before
     * @throws JavacRefuses when javac finds errors in what ECJ compiled; the next compilation has them
     */
    void update(Cancel cancel) throws IOException, JavacRefuses {
        CompilerState before = side.state(new ArrayList<>());
        boolean full = !before.fingerprint().equals(now.fingerprint());
        Set<String> tampered = full ? Set.of() : side.tampered();
        List<CompilerUnit> due = new ArrayList<>();
        List<CompilerUnit> kept = new ArrayList<>();
        for (CompilerUnit unit : now.units().values()) {
            if (unit.broken()) continue;
            CompilerUnit known = before.units().get(unit.path());
            if (!full && known != null && known.hash().equals(key(unit)) && !tampered.contains(unit.path())) kept.add(known);
            else due.add(unit);
        }
        if (full || !due.isEmpty() || kept.size() < before.units().size()) {
            boolean byEcj = now.javacOnly().isEmpty() && !CompilerTakeover.made(now);
            Map<String, Map<String, byte[]>> byJavac = byEcj ? compile(cancel, due, before, kept) : Map.of();
            CompilerPicture picture = new CompilerPicture(side);
            picture.keep(kept);
            Set<String> paths = new TreeSet<>();
            for (CompilerUnit unit : due) {
                paths.add(unit.path());
                boolean owed = byEcj && !byJavac.containsKey(unit.path());
                Map<String, byte[]> made = part(unit).placed(byEcj && !owed ? byJavac.get(unit.path()) : CompilerDiff.goodClasses(compiled, unit));
                String key = owed ? OWED : key(unit);
                picture.stage(CompilerPicture.unitOf(new CompilerSource(unit.path(), key, ""), made, NONE, false, List.of()), made);
            }
            cancel.check();
            CompilerDiff diff = CompilerDiff.between(side, before, picture, paths, before.generation() + 1);
            side.commit(new CompilerState(now.fingerprint(), before.epoch(), before.generation() + 1, before.revision() + 1, "", diff.units(), Map.of(), Map.of(),
                    Map.of(), List.of(), false, List.of()), picture.staged(), Map.of());
        }
        others.copy(compiled.output(), files(now), side.output(), files(side.state()));
    }

    /** What decides javac's class files of a source: its text, and what ECJ made of it with all that it depends on. */
    private static String key(CompilerUnit unit) {
        StringBuilder text = new StringBuilder(unit.hash());
        unit.types().stream().map(it -> it.name() + " " + it.hash()).sorted().forEach(it -> text.append('\n').append(it));
        return ContentHash.of(text.toString()).hex();
    }

    // javac.

    /** What javac makes of these sources, by source. One that is not among them is owed: it changed since, or javac gave no answer. */
    private Map<String, Map<String, byte[]>> compile(Cancel cancel, List<CompilerUnit> due, CompilerState before, List<CompilerUnit> kept) throws JavacRefuses {
        Map<String, byte[]> overlay = new HashMap<>();
        byte[] none = new byte[0];
        before.units().values().stream().filter(it -> !kept.contains(it)).forEach(it -> it.types().forEach(type -> overlay.put(part(it).named(type.name()), none)));
        overlay.putAll(shapes());
        Map<String, CompilerUnit> open = new TreeMap<>();
        SortedMap<SourcePath, String> texts = new TreeMap<>();
        for (CompilerUnit unit : due) {
            CompilerSource source = input.read(unit.path());
            // What changed since is compiled by ECJ first.
            if (!source.hash().equals(unit.hash())) {
                overlay.putAll(CompilerDiff.goodClasses(compiled, unit));
                continue;
            }
            open.put(unit.path(), unit);
            texts.put(SourcePath.of(unit.path()), source.text());
        }
        Map<String, Map<String, byte[]>> classes = new HashMap<>();
        for (CompilerPart part : parts) {
            SortedMap<SourcePath, String> inPart = new TreeMap<>();
            texts.forEach((path, text) -> {
                if (part(open.get(path.toString())) == part) inPart.put(path, text);
            });
            if (inPart.isEmpty()) continue;
            JavacResult result;
            try {
                result = javac.compile(cancel, new JavacRequest(input.jdkHome(), part.settings().javacOptions(Processing.OFF), inPart, classpath(part), overlay,
                        List.of(), side.output(), side.generated(), input.resources()));
            } catch (IOException e) {
                LOG.warn("javac could not be asked for the class files of {}: {}", side.key(), e.getMessage());
                return Map.of();
            }
            if (!result.accepted()) {
                List<Problem> errors = result.problems().stream().filter(it -> it.severity() == Problem.Severity.ERROR).toList();
                errors.forEach(it -> it.file().map(SourcePath::toString).filter(open::containsKey).ifPresent(path -> compiled.refuse(open.get(path))));
                throw new JavacRefuses(errors);
            }
            inPart.keySet().forEach(path -> classes.put(path.toString(), new TreeMap<>()));
            for (MadeFile file : result.made(JavacResult.Kind.CLASS).values()) {
                String name = file.name().substring(0, file.name().length() - ".class".length());
                classes.get(file.origin()).put(name, file.content());
                // The parts after this one are compiled against it.
                overlay.put(name, file.content());
            }
        }
        return classes;
    }

    /** Of broken sources, as far as no other class of the name comes before theirs: those that need them do not run, but have to compile. */
    private Map<String, byte[]> shapes() {
        Map<String, byte[]> shapes = new HashMap<>();
        Set<String> good = new HashSet<>();
        for (CompilerState state : partlyBroken) {
            for (CompilerUnit unit : state.units().values()) {
                if (!unit.broken()) unit.types().stream().map(CompilerUnit.CompilerType::name).filter(name -> !shapes.containsKey(name)).forEach(good::add);
            }
            for (CompilerUnit unit : state.units().values()) {
                if (unit.broken()) unit.shapes().forEach((name, shape) -> {
                    if (!good.contains(name)) shapes.putIfAbsent(name, shape);
                });
            }
        }
        return shapes;
    }

    /** What a source is compiled with; one that is in no part's roots was generated, and is of the first. */
    private CompilerPart part(CompilerUnit unit) {
        return parts.stream().filter(it -> it.has(unit.path())).findFirst().orElse(parts.get(0));
    }

    /** The class path of the side, as a plain build has it: what javac made of the modules on it. */
    private List<Path> classpath(CompilerPart part) {
        Set<Path> ofModules = new HashSet<>();
        input.upstream().forEach(it -> ofModules.add(it.output()));
        List<Path> classpath = new ArrayList<>();
        if (!part.directory().isEmpty()) classpath.add(side.output().resolve(part.directory()));
        classpath.add(side.output());
        input.javacClasspath().forEach(it -> classpath.add(ofModules.contains(it) ? ByJavac.output(it) : it));
        return classpath;
    }

    private static Set<Path> files(CompilerState state) {
        Set<Path> files = new HashSet<>();
        for (CompilerUnit unit : state.units().values()) {
            if (!unit.broken()) unit.types().forEach(type -> files.add(Path.of(type.name() + ".class")));
        }
        return files;
    }
}
