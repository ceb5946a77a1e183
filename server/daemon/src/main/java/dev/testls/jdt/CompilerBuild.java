package dev.testls.jdt;

import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.jdt.CompilerSettings.Processing;
import dev.testls.jdt.CompilerState.Seen;
import dev.testls.jdt.CompilerUnit.CompilerType;
import dev.testls.jdt.CompilerUnit.Name;
import dev.testls.jdt.CompilerUnit.References;
import dev.testls.model.JavacRequest;
import dev.testls.model.JavacResult;
import dev.testls.model.JavacResult.MadeFile;
import dev.testls.model.Problem;
import dev.testls.model.SourceFile;
import dev.testls.model.SourcePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One build of one side: from the state before to the state after, all of it in memory until the last step. Used once.
 *
 * <p>Sources that changed are compiled, then those that a changed structure concerns, until nothing is left to do. What
 * is still broken then is given to javac, whose word counts.
 */
final class CompilerBuild {
    /** After so many rounds all sources are compiled together, which always is the last round but for duplicates. */
    private static final int MAX_ROUNDS = 8;
    /** How often javac is asked again without the sources that it found errors in. */
    private static final int MAX_VERDICTS = 3;
    /** Not for long: it is tried again as soon as something is different. */
    private static final String GAVE_UP = "ECJ gave up on it";
    private static final JavacResult NOTHING = new JavacResult(true, List.of(), List.of());

    private final CompilerSide side;
    private final CompilerInput input;
    private final CompilerState before;
    private final JavacService javac;
    private final Cancel cancel;
    private final CompileListener listener;
    private final List<String> notices;

    private final CompilerPicture picture;
    private final Map<String, CompilerSource> texts = new HashMap<>();
    /** The sources whose class files may be different now. */
    private final Set<String> compiled = new TreeSet<>();
    private final Set<String> compiledFiles = new TreeSet<>();
    private final Set<String> duplicates = new HashSet<>();
    private final Map<String, byte[]> resources = new HashMap<>();
    private final Map<String, String> generated = new TreeMap<>();
    /** How often what javac accepted led to another judgement. */
    private int judgedAgain;
    /** Whether javac gave no answer, so that the next build must ask again. */
    private boolean unanswered;
    private boolean due;
    private boolean madeAnew;
    private Map<String, String> made = Map.of();
    private List<Problem> problems = List.of();
    private String javacOnly;

    CompilerBuild(
            CompilerSide side, CompilerInput input, CompilerState before, JavacService javac, Cancel cancel,
            CompileListener listener, List<String> notices) {
        this.side = side;
        this.input = input;
        this.before = before;
        this.javac = javac;
        this.cancel = cancel;
        this.listener = listener;
        this.notices = notices;
        picture = new CompilerPicture(side);
        javacOnly = before.fingerprint().equals(input.fingerprint()) ? before.javacOnly() : whyJavacOnly();
    }

    /** What a build came to: how many files were compiled, and what is different now. */
    record Done(int compiledFiles, Set<ChangedType> changed) {}

    /**
     * Brings the side up to date and commits it.
     *
     * @throws java.util.concurrent.CancellationException when stopping was asked for; then nothing is different
     */
    Done run() throws IOException {
        Optional<Set<Name>> upstream = changedUpstream();
        boolean full = !before.fingerprint().equals(input.fingerprint()) || upstream.isEmpty();
        Set<String> changed = changedSources();
        Set<String> removed = removedSources();
        Set<String> tampered = full ? Set.of() : side.tampered();
        tampered = Stream.concat(tampered.stream(), side.refusedSince().stream()).collect(Collectors.toCollection(TreeSet::new));
        Set<String> tamperedTexts = full ? Set.of() : readGenerated();
        if (!full && changed.isEmpty() && removed.isEmpty() && tampered.isEmpty() && tamperedTexts.isEmpty()
                && upstream.get().isEmpty() && !brokenMayDiffer()) {
            if (!sawSameStructure()) side.commit(withSeen(), Map.of(), Map.of());
            return new Done(0, Set.of());
        }
        if (javacOnly.equals(GAVE_UP)) {
            javacOnly = "";
            full = true;
        }
        if (!javacOnly.isEmpty()) {
            compileAllByJavac();
            return commit();
        }
        if (full) generated.clear();
        try {
            removed.addAll(tamperedTexts);
            compileUntilStable(full ? input.sources().keySet() : startFrom(changed, removed, tampered, upstream.get()));
            JavacResult made = generateSources(full, removed, upstream.orElse(Set.of()));
            if (javacOnly.isEmpty()) judge(made);
        } catch (EcjGaveUp e) {
            javacOnly = GAVE_UP;
        }
        if (!javacOnly.isEmpty()) compileAllByJavac();
        return commit();
    }

    private String whyJavacOnly() {
        if (input.modules().isPresent()) return "it is compiled as a Java module";
        if (input.processors().anything()) return "its annotation processors may look at any source";
        return input.settings().beyondEcj().orElse("");
    }

    // What is to be done.

    private Set<String> changedSources() {
        Set<String> changed = new TreeSet<>();
        input.sources().forEach((path, source) -> {
            CompilerUnit unit = before.units().get(path);
            if (unit == null || !unit.hash().equals(source.hash().hex())) changed.add(path);
        });
        return changed;
    }

    private Set<String> removedSources() {
        Set<String> removed = new TreeSet<>(before.units().keySet());
        removed.removeAll(input.sources().keySet());
        before.generated().forEach(removed::remove);
        return removed;
    }

    /** Takes in the sources that processors made last time; returns those that are not as they were written. */
    private Set<String> readGenerated() {
        Set<String> tampered = new TreeSet<>();
        for (String path : before.generated()) {
            CompilerUnit unit = before.units().get(path);
            try {
                String text = Files.readString(Path.of(path));
                CompilerSource source = new CompilerSource(path, ContentHash.of(text).hex(), text);
                if (unit == null || !unit.hash().equals(source.hash())) throw new IOException("changed");
                texts.put(path, source);
                generated.put(path, text);
            } catch (IOException e) {
                tampered.add(path);
            }
        }
        return tampered;
    }

    /** What changed in the sides that this one compiles against; empty when there is one that it knows nothing of. */
    private Optional<Set<Name>> changedUpstream() {
        Set<Name> names = new HashSet<>();
        for (CompilerSide other : input.upstream()) {
            Optional<Set<Name>> inOther = other.changedSince(before.seen().get(other.key()));
            if (inOther.isEmpty()) return Optional.empty();
            names.addAll(inOther.get());
        }
        return Optional.of(names);
    }

    private Map<String, Seen> seen() {
        Map<String, Seen> seen = new HashMap<>();
        input.upstream().forEach(other -> seen.put(other.key(), other.seen()));
        return seen;
    }

    private CompilerState withSeen() {
        return new CompilerState(
                before.fingerprint(), before.epoch(), before.generation(), before.revision(), before.javacOnly(),
                before.units(), before.gone(), seen(), before.made(), before.generated(), before.due(),
                before.problems());
    }

    private boolean sawSameStructure() {
        Map<String, Seen> seen = seen();
        return seen.keySet().equals(before.seen().keySet())
                && seen.entrySet().stream()
                        .allMatch(side -> side.getValue().sameStructure(before.seen().get(side.getKey())));
    }

    /**
     * Errors can name what is private elsewhere, and processors run what is, so that both depend on any change of the sides that
     * this one sees; where there is none they would only be told again.
     */
    private boolean brokenMayDiffer() {
        return (before.hasBroken() || before.due()) && !before.seen().equals(seen());
    }

    private Set<String> startFrom(Set<String> changed, Set<String> removed, Set<String> tampered, Set<Name> upstream) {
        picture.keep(before.units().values());
        Set<String> packagesBefore = picture.packages();
        Set<Name> touched = new HashSet<>(upstream);
        for (String path : removed) touched.addAll(picture.forget(path));
        touched.addAll(CompilerPicture.packageChanges(packagesBefore, picture.packages()));
        Set<String> batch = new TreeSet<>(changed);
        batch.addAll(tampered);
        batch.removeAll(removed);
        batch.addAll(picture.broken());
        batch.addAll(picture.concernedBy(touched, batch));
        return batch;
    }

    // Compiling with ECJ.

    /** ECJ did not come to the end of its sources. */
    private static final class EcjGaveUp extends Exception {
        private static final long serialVersionUID = 1;
    }

    private void compileUntilStable(Set<String> first) throws EcjGaveUp, IOException {
        Set<String> batch = first;
        for (int round = 1; !batch.isEmpty(); round++) {
            if (round == MAX_ROUNDS) batch = allSources();
            Set<Name> touched = new HashSet<>();
            Set<String> again = compileRound(batch, touched);
            Set<String> next = picture.concernedBy(touched, batch);
            next.addAll(again);
            if (round > MAX_ROUNDS) next.clear();
            batch = next;
        }
    }

    private Set<String> allSources() {
        Set<String> all = new TreeSet<>(input.sources().keySet());
        all.addAll(generated.keySet());
        return all;
    }

    /**
     * Compiles some sources together.
     *
     * @param touched takes the names whose meaning for other sources changed
     * @return sources to compile together once more, because they declare the same class
     */
    private Set<String> compileRound(Set<String> batch, Set<Name> touched) throws EcjGaveUp, IOException {
        listener.compiling(side.module(), side.scope(), batch.size());
        List<CompilerSource> sources = new ArrayList<>();
        for (String path : new TreeSet<>(batch)) sources.add(source(path));
        List<CompilerPath> classpath = new ArrayList<>();
        classpath.add(picture.without(batch));
        classpath.addAll(input.classpath());
        CompilerNames names = new CompilerNames(input.jdk(), input.settings().addedExports(), classpath);
        Map<String, CompilerEcj.Result> results = CompilerEcj.compile(
                cancel, names, input.settings().ecjOptions(), sources, path -> {
                    listener.compiled(side.module(), side.scope(), SourcePath.of(path));
                });
        if (results.size() < batch.size()) throw new EcjGaveUp();
        compiled.addAll(batch);
        compiledFiles.addAll(batch);

        Set<String> packagesBefore = picture.packages();
        Map<String, String> shapesBefore = picture.shapes(batch);
        batch.forEach(picture::forget);
        Set<String> again = new TreeSet<>();
        for (CompilerSource source : sources) {
            CompilerEcj.Result result = results.get(source.path());
            boolean isBroken = !result.errors().isEmpty() || side.isRefused(source.path(), source.hash());
            if (result.duplicate()) duplicates.add(source.path());
            for (String name : result.classes().keySet()) {
                picture.owner(name).filter(other -> !batch.contains(other))
                        .ifPresent(other -> again.addAll(List.of(other, source.path())));
            }
            picture.stage(
                    CompilerPicture.unitOf(source, result.classes(), result.references(), isBroken, result.errors()),
                    result.classes());
        }
        touched.addAll(picture.changes(shapesBefore, batch));
        touched.addAll(CompilerPicture.packageChanges(packagesBefore, picture.packages()));
        return again;
    }

    private CompilerSource source(String path) throws IOException {
        CompilerSource known = texts.get(path);
        if (known != null) return known;
        CompilerSource read = input.read(path);
        texts.put(path, read);
        return read;
    }

    // Annotation processors that look for known annotations: javac runs them, ECJ compiles what they generate.

    /**
     * Has the sources generated anew when that is due, and compiles them. Processors are given the sources that mention
     * what they look for, and those that mention these; all else they see as class files.
     *
     * @return what javac said about it; accepted when there was nothing to do
     */
    private JavacResult generateSources(boolean full, Set<String> removed, Set<Name> upstream)
            throws EcjGaveUp, IOException {
        Set<String> processed = processedOf(picture.units().values());
        boolean processedBefore = !before.generated().isEmpty() || !before.made().isEmpty() || before.due();
        if (processed.isEmpty() && !processedBefore) return NOTHING;
        made = full ? Map.of() : before.made();
        if (!full && removed.isEmpty() && !before.due() && !reachesChange(processed, upstream)) return NOTHING;
        Set<String> sources = new TreeSet<>(processed);
        Set<Name> names = new HashSet<>();
        processed.forEach(path -> names.addAll(CompilerPicture.names(picture.unit(path))));
        sources.addAll(picture.concernedBy(names, processed));
        sources.removeAll(before.generated());
        JavacResult result =
                processed.isEmpty() ? NOTHING : askJavac(requestFor(sources, Processing.ONLY, overlay(sources)));
        if (!result.accepted()) {
            due = true;
            return result;
        }
        if (!result.made(JavacResult.Kind.CLASS).isEmpty()) {
            javacOnly = "its annotation processors make class files";
            return result;
        }
        takeMade(result);
        Set<Name> touched = new HashSet<>();
        Set<String> batch = new TreeSet<>();
        for (String path : before.generated()) {
            if (!generated.containsKey(path)) touched.addAll(picture.forget(path));
        }
        generated.forEach((path, text) -> {
            CompilerUnit unit = picture.unit(path);
            if (unit == null || !unit.hash().equals(ContentHash.of(text).hex())) batch.add(path);
        });
        batch.addAll(picture.concernedBy(touched, batch));
        if (batch.isEmpty()) return result;
        batch.addAll(picture.broken());
        compileUntilStable(batch);
        return result;
    }

    private Set<String> processedOf(Collection<CompilerUnit> among) {
        Set<String> processed = new TreeSet<>();
        for (CompilerUnit unit : among) {
            if (before.generated().contains(unit.path()) || generated.containsKey(unit.path())) continue;
            if (input.processors().concern(unit.references())) processed.add(unit.path());
        }
        return processed;
    }

    /**
     * Whether something that processors may have looked at is different: a source that mentions what they look for, or
     * did so before, or something that such a source refers to, through others, here or in other sides.
     */
    private boolean reachesChange(Set<String> processed, Set<Name> upstream) {
        if (processedOf(before.units().values()).stream().anyMatch(compiled::contains)) return true;
        Map<String, List<CompilerUnit>> declarers = new HashMap<>();
        declare(declarers, picture.units().values());
        input.upstream().forEach(other -> declare(declarers, other.state().units().values()));
        Set<String> reached = new HashSet<>();
        Deque<CompilerUnit> open = new ArrayDeque<>();
        for (String path : processed) {
            reached.add(path);
            open.add(picture.unit(path));
        }
        while (!open.isEmpty()) {
            CompilerUnit unit = open.remove();
            if (compiled.contains(unit.path()) || upstream.stream().anyMatch(unit.references()::mentions)) return true;
            if (unit.references().all() && !upstream.isEmpty()) return true;
            for (String simple : unit.references().simple()) {
                for (CompilerUnit other : declarers.getOrDefault(simple, List.of())) {
                    if (reached.contains(other.path())) continue;
                    if (CompilerPicture.names(other).stream().noneMatch(unit.references()::mentions)) continue;
                    reached.add(other.path());
                    open.add(other);
                }
            }
        }
        return false;
    }

    private static void declare(Map<String, List<CompilerUnit>> declarers, Collection<CompilerUnit> units) {
        for (CompilerUnit unit : units) {
            for (Name name : CompilerPicture.names(unit)) {
                declarers.computeIfAbsent(name.simpleName(), n -> new ArrayList<>()).add(unit);
            }
        }
    }

    private void takeMade(JavacResult result) {
        madeAnew = true;
        generated.clear();
        result.made(JavacResult.Kind.SOURCE).forEach((name, file) -> {
            String path = side.generated().resolve(name).toString();
            String text = new String(file.content(), StandardCharsets.UTF_8);
            generated.put(path, text);
            texts.put(path, new CompilerSource(path, ContentHash.of(text).hex(), text));
        });
        Map<String, String> hashes = new HashMap<>();
        result.made(JavacResult.Kind.RESOURCE).forEach((name, file) -> {
            hashes.put(name, ContentHash.of(file.content()).hex());
            resources.put(name, file.content());
        });
        made = hashes;
    }

    // What javac says.

    /**
     * Gives the sources that ECJ found errors in to javac, whose word counts. Those that javac found nothing in,
     * because it stopped at errors elsewhere, are given to it again alone: it may accept them, but what it says
     * against them then can be due to the others' absence.
     */
    private void judge(JavacResult processing) throws IOException, EcjGaveUp {
        judgeBroken();
        if (!processing.accepted() && picture.broken().isEmpty()) blame(Set.of(), processing);
    }

    private void judgeBroken() throws IOException, EcjGaveUp {
        Set<String> suspects = picture.broken();
        for (int verdict = 0; verdict < MAX_VERDICTS && !suspects.isEmpty(); verdict++) {
            Set<String> sources = new TreeSet<>(suspects);
            if (suspects.stream().anyMatch(duplicates::contains)) sources.addAll(othersOfDuplicates(suspects));
            JavacResult result;
            try {
                result = javac.compile(cancel, requestFor(sources, Processing.OFF, overlay(sources)));
            } catch (IOException e) {
                notices.add("The errors of " + side.key() + " are ECJ's, since javac could not be asked: "
                        + e.getMessage());
                unanswered = true;
                return;
            }
            if (result.accepted()) {
                accept(suspects, result);
                return;
            }
            Set<String> guilty = verdict == 0 ? blame(suspects, result) : paths(errors(result));
            if (guilty.isEmpty()) return;
            suspects.removeAll(guilty);
        }
    }

    private static Set<String> paths(List<Problem> problems) {
        Set<String> paths = new TreeSet<>();
        problems.forEach(problem -> problem.file().ifPresent(file -> paths.add(file.toString())));
        return paths;
    }

    /** Sources outside of the set that declare a class which one of the set declares too: javac must see both. */
    private Set<String> othersOfDuplicates(Set<String> paths) {
        Set<String> mainTypes = new HashSet<>();
        Set<String> others = new TreeSet<>();
        for (String path : paths) mainTypes.addAll(Arrays.asList(picture.unit(path).references().simple()));
        for (CompilerUnit unit : picture.units().values()) {
            if (paths.contains(unit.path())) continue;
            for (CompilerType type : unit.types()) {
                Name name = CompilerUnit.namesOf(type.name()).get(0);
                boolean samePackage = paths.stream()
                        .anyMatch(path -> picture.unit(path).references().packageName().equals(name.packageName()));
                if (samePackage && mainTypes.contains(name.simpleName())) others.add(unit.path());
            }
        }
        return others;
    }

    /** Takes javac's class files for the sources that ECJ was wrong about. */
    private void accept(Set<String> paths, JavacResult result) throws EcjGaveUp, IOException {
        side.acceptAgain(paths);
        Map<String, Map<String, byte[]>> classes = classesByOrigin(result);
        Map<String, String> shapesBefore = picture.shapes(paths);
        for (String path : paths) {
            References references = picture.unit(path).references();
            picture.forget(path);
            Map<String, byte[]> made = classes.getOrDefault(path, Map.of());
            picture.stage(CompilerPicture.unitOf(texts.get(path), made, references, false, List.of()), made);
        }
        Set<String> misled = picture.concernedBy(picture.changes(shapesBefore, paths), paths);
        // These were compiled against what ECJ made of the others; they see javac's class files now. What ECJ says against
        // them this time is not javac's word yet.
        if (misled.isEmpty()) return;
        compileRound(misled, new HashSet<>());
        if (misled.stream().anyMatch(picture.broken()::contains) && ++judgedAgain < MAX_VERDICTS) judgeBroken();
    }

    /** Gives each source javac's errors in it; returns those that have some. */
    private Set<String> blame(Set<String> suspects, JavacResult result) {
        Map<String, List<Problem>> byFile = new HashMap<>();
        List<Problem> elsewhere = new ArrayList<>(problems);
        for (Problem problem : errors(result)) {
            String path = problem.file().map(SourcePath::toString).orElse("");
            if (picture.units().containsKey(path)) byFile.computeIfAbsent(path, p -> new ArrayList<>()).add(problem);
            else if (!elsewhere.contains(problem)) elsewhere.add(problem);
        }
        if (byFile.isEmpty()) problems = elsewhere;
        for (String path : suspects) picture.blame(path, byFile.getOrDefault(path, List.of()));
        // javac may blame the other one of two sources that declare the same class.
        for (String path : byFile.keySet()) {
            if (suspects.contains(path)) continue;
            picture.markBroken(path, byFile.get(path));
            compiled.add(path);
        }
        return byFile.keySet();
    }

    private static List<Problem> errors(JavacResult result) {
        return result.problems().stream().filter(problem -> problem.severity() == Problem.Severity.ERROR).distinct()
                .toList();
    }

    /** What javac says where a warning is an error: what it warns of is why it compiled nothing. */
    private static List<Problem> asErrors(JavacResult result) {
        return result.problems().stream().map(it -> new Problem(Problem.Severity.ERROR, it.file(), it.line(), it.column(), it.length(), it.message(), it.sourceLine()))
                .distinct().toList();
    }

    private static Map<String, Map<String, byte[]>> classesByOrigin(JavacResult result) {
        Map<String, Map<String, byte[]>> classes = new HashMap<>();
        for (MadeFile file : result.made(JavacResult.Kind.CLASS).values()) {
            String name = file.name().substring(0, file.name().length() - ".class".length());
            classes.computeIfAbsent(file.origin(), origin -> new TreeMap<>()).put(name, file.content());
        }
        return classes;
    }

    /** Compiles the whole side with javac, processors and all. */
    private void compileAllByJavac() throws IOException {
        reset();
        Set<String> paths = input.sources().keySet();
        listener.compiling(side.module(), side.scope(), paths.size());
        // To javac, nothing to compile is an error.
        JavacResult result = paths.isEmpty() ? NOTHING : askJavac(requestFor(paths, Processing.AS_BUILT, shapesUpstream()));
        compiled.addAll(paths);
        compiledFiles.addAll(paths);
        for (String path : paths) listener.compiled(side.module(), side.scope(), SourcePath.of(path));
        if (!result.accepted()) {
            keepWhatStands(input.settings().failsOnWarnings() ? asErrors(result) : errors(result), changedUpstream());
            return;
        }
        takeMade(result);
        Map<String, Map<String, byte[]>> classes = classesByOrigin(result);
        Set<String> origins = new TreeSet<>(paths);
        origins.addAll(classes.keySet());
        for (String path : origins) {
            Map<String, byte[]> made = classes.getOrDefault(path, Map.of());
            CompilerSource source = texts.getOrDefault(path, new CompilerSource(path, "", ""));
            picture.stage(CompilerPicture.unitOf(source, made, referencesUnknown(path), false, List.of()), made);
        }
    }

    /** References of a source that javac compiled: it could mention anything. */
    private References referencesUnknown(String path) {
        SourceFile file = input.sources().get(path);
        if (file == null) return References.ALL;
        Path directory = file.root().relativize(file.path().value()).getParent();
        String packageName = directory == null ? "" : directory.toString().replace('\\', '/');
        return new References(true, packageName, new String[0], new String[0]);
    }

    /**
     * After errors javac makes no class files: the ones from before stand where neither the source is different, nor
     * anything that it mentions, through whatever that mentions. All other sources count as broken.
     */
    private void keepWhatStands(List<Problem> errors, Optional<Set<Name>> upstream) throws IOException {
        Map<String, List<Problem>> byFile = new HashMap<>();
        for (Problem problem : errors) {
            String path = problem.file().map(SourcePath::toString).orElse("");
            byFile.computeIfAbsent(path, p -> new ArrayList<>()).add(problem);
        }
        List<Problem> elsewhere = new ArrayList<>();
        byFile.forEach((path, inFile) -> {
            if (!input.sources().containsKey(path)) elsewhere.addAll(inFile);
        });
        problems = elsewhere;
        resources.clear();
        made = before.made();
        generated.clear();
        readGenerated();
        Map<String, CompilerUnit> standing = standing(byFile.keySet(), upstream);
        for (String path : allSources()) {
            if (standing.containsKey(path)) continue;
            CompilerUnit unit = before.units().get(path);
            Map<String, byte[]> shapes = unit == null ? Map.of() : CompilerDiff.goodClasses(side, unit);
            List<Problem> inFile = byFile.getOrDefault(path, List.of());
            picture.stage(
                    CompilerPicture.unitOf(source(path), shapes, referencesUnknown(path), true, inFile), shapes);
        }
        picture.keep(standing.values());
    }

    /** The sources whose class files from before are still what a compilation would make. */
    private Map<String, CompilerUnit> standing(Set<String> broken, Optional<Set<Name>> upstream) throws IOException {
        Map<String, CompilerUnit> standing = new TreeMap<>();
        if (upstream.isEmpty() || !before.fingerprint().equals(input.fingerprint())) return standing;
        Set<String> different = new HashSet<>();
        upstream.get().forEach(name -> different.add(name.simpleName()));
        for (CompilerUnit unit : before.units().values()) {
            String path = unit.path();
            boolean stands = !unit.broken() && !broken.contains(path) && isSameText(unit)
                    && unit.types().stream().allMatch(side::isAsWritten);
            if (stands) standing.put(path, unit);
            else CompilerPicture.names(unit).forEach(name -> different.add(name.simpleName()));
        }
        for (String path : input.sources().keySet()) {
            if (!before.units().containsKey(path)) different.add(new String(source(path).getMainTypeName()));
        }
        Map<String, Set<String>> words = new HashMap<>();
        for (String path : standing.keySet()) words.put(path, source(path).words());
        for (boolean more = true; more;) {
            more = false;
            for (CompilerUnit unit : List.copyOf(standing.values())) {
                if (Collections.disjoint(words.get(unit.path()), different)) continue;
                standing.remove(unit.path());
                CompilerPicture.names(unit).forEach(name -> different.add(name.simpleName()));
                more = true;
            }
        }
        return standing;
    }

    private boolean isSameText(CompilerUnit unit) throws IOException {
        boolean isThere = input.sources().containsKey(unit.path()) || generated.containsKey(unit.path());
        return isThere && source(unit.path()).hash().equals(unit.hash());
    }

    private void reset() {
        picture.clear();
        problems = List.of();
        for (String path : before.generated()) texts.remove(path);
    }

    private JavacResult askJavac(JavacRequest request) {
        try {
            return javac.compile(cancel, request);
        } catch (IOException e) {
            unanswered = true;
            String message = "Module " + side.module() + " needs javac (" + javacOnly + "), which could not be asked: "
                    + e.getMessage();
            return new JavacResult(
                    false, List.of(new Problem(Problem.Severity.ERROR, Optional.empty(), 0, 0, 0, message, "")),
                    List.of());
        }
    }

    private JavacRequest requestFor(Collection<String> paths, Processing processing, Map<String, byte[]> overlay)
            throws IOException {
        TreeMap<SourcePath, String> sources = new TreeMap<>();
        for (String path : paths) sources.put(SourcePath.of(path), source(path).text());
        List<Path> classpath = new ArrayList<>();
        if (processing != Processing.AS_BUILT) classpath.add(side.output());
        if (processing != Processing.OFF) Files.createDirectories(side.generated());
        classpath.addAll(input.modules().map(CompilerModules::classpath).orElse(input.javacClasspath()));
        List<String> options = new ArrayList<>(input.settings().javacOptions(processing));
        input.modules().ifPresent(it -> options.addAll(it.options()));
        return new JavacRequest(
                input.jdkHome(), options, sources, classpath, overlay,
                input.settings().processorPath(), side.output(), side.generated(), input.resources());
    }

    private Map<String, byte[]> shapesUpstream() {
        Map<String, byte[]> shapes = new HashMap<>();
        for (CompilerSide other : input.upstream()) {
            for (CompilerUnit unit : other.state().units().values()) {
                if (unit.broken()) unit.shapes().forEach(shapes::putIfAbsent);
            }
        }
        return shapes;
    }

    /**
     * Class files as they will be, where the output directories do not have them: those made in this build, none for
     * what is gone here, and shapes for what is broken.
     */
    private Map<String, byte[]> overlay(Collection<String> sources) {
        Map<String, byte[]> overlay = new HashMap<>(shapesUpstream());
        byte[] none = new byte[0];
        for (CompilerUnit unit : before.units().values()) {
            if (!unit.broken()) unit.types().forEach(type -> overlay.putIfAbsent(type.name(), none));
        }
        for (CompilerUnit unit : picture.units().values()) {
            if (sources.contains(unit.path())) continue;
            for (CompilerType type : unit.types()) {
                byte[] bytes = picture.staged(type.name()).orElse(unit.shapes().get(type.name()));
                if (bytes != null) overlay.put(type.name(), bytes);
                else overlay.remove(type.name());
            }
        }
        return overlay;
    }

    // The end.

    private Done commit() throws IOException {
        cancel.check();
        int generation = before.generation() + 1;
        compiled.addAll(generated.keySet());
        CompilerDiff diff = CompilerDiff.between(side, before, picture, compiled, generation);
        CompilerState state = new CompilerState(
                unanswered ? "" : input.fingerprint(), before.epoch(),
                diff.structural() ? generation : before.generation(), before.revision() + 1, javacOnly, diff.units(),
                diff.gone(), seen(), made, List.copyOf(generated.keySet()), due, problems);
        if (madeAnew) side.writeGenerated(generated);
        side.commit(state, picture.staged(), resources);
        return new Done(compiledFiles.size(), diff.changed());
    }
}
