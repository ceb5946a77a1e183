package dev.testls.jdt;

import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceSnapshot;
import dev.testls.model.TestClass;
import dev.testls.model.TestTree;
import dev.testls.project.BuiltModules;
import dev.testls.project.BuiltSide;
import dev.testls.project.ClasspathEntry;
import dev.testls.project.JavaSettings;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.TestExecution;
import dev.testls.project.TestExecution.Provider;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Tells every test of a workspace from its sources: no build, no class loading.
 *
 * <p>Law: the answer depends on the project, the snapshot and the libraries alone. What earlier calls and the index on
 * disk remember makes it faster, never another. A file is parsed once for each content that it has; a change touches
 * the test classes of the changed files and of those that were led to them, and no others.
 *
 * <p>Not for two threads at once; a call itself uses all processors.
 */
public final class Collector {
    private static final String DEFAULT_GENERATOR = "junit.jupiter.displayname.generator.default";
    private static final String VINTAGE_ENGINE = "org.junit.vintage.engine.VintageTestEngine";
    private static final String TESTNG_ENGINE = "org.junit.support.testng.engine.TestNGTestEngine";

    private final FactsIndex index;
    private final Libraries libraries = new Libraries();
    private final Queue<FactsParser> parsers = new ConcurrentLinkedQueue<>();
    private Last last = Last.NOTHING;
    private final Map<ModuleId, Compiled> compiled = new HashMap<>();

    /** @param indexFile where parsed facts are kept between lives of the daemon; it and its folder need not exist */
    public Collector(Path indexFile) {
        this.index = new FactsIndex(indexFile);
    }

    /**
     * The tests of all modules.
     *
     * @throws java.util.concurrent.CancellationException when stopping was asked for; the next call goes on from there
     */
    public Collected collect(Cancel cancel, Project project, SourceSnapshot snapshot) {
        return collect(cancel, project, snapshot, BuiltModules.none());
    }

    /** The same, where the class files of some modules tell what sources that are not Java cannot. */
    public Collected collect(Cancel cancel, Project project, SourceSnapshot snapshot, BuiltModules built) {
        List<String> notices = new ArrayList<>();
        index.load().ifPresent(notices::add);
        boolean sameLibraries = libraries.refresh(libraryPaths(project, built)).isEmpty();
        try {
            Collection collection = new Collection(cancel, project, snapshot, built, notices);
            TestTree tree = collection.run(sameLibraries);
            notices.addAll(libraries.takeNotices());
            return new Collected(tree, collection.parsedFiles, notices);
        } catch (RuntimeException e) {
            // The libraries' news was taken; without it the next call must not build on what is remembered.
            if (!sameLibraries) last = Last.NOTHING;
            throw e;
        } finally {
            libraries.release();
        }
    }

    private static Set<Path> libraryPaths(Project project, BuiltModules built) {
        Set<Path> paths = new HashSet<>();
        built.modules().values().forEach(it -> paths.addAll(List.of(it.main().classes(), it.test().classes())));
        for (Module module : project.modules()) {
            paths.addAll(libraryPaths(module));
        }
        return paths;
    }

    private static List<Path> libraryPaths(Module module) {
        List<Path> paths = new ArrayList<>(module.platformJars());
        for (ClasspathEntry entry : module.testClasspath()) {
            entry.on(new ClasspathEntry.Cases<Boolean>() {
                @Override
                public Boolean library(ClasspathEntry.Library it) {
                    return paths.add(it.path());
                }

                @Override
                public Boolean moduleOutput(ClasspathEntry.ModuleOutput it) {
                    return false;
                }
            });
        }
        return paths;
    }

    /** One call. */
    private final class Collection {
        private final Cancel cancel;
        private final Project project;
        private final SourceSnapshot snapshot;
        private final BuiltModules built;
        private final List<String> notices;
        private final Map<SourceFile.Id, FileFacts> facts = new HashMap<>();
        private final Map<ModuleId, Module> modules = new HashMap<>();
        private final Map<JavaSettings, SourcePatterns> patterns = new HashMap<>();
        private int parsedFiles;

        Collection(Cancel cancel, Project project, SourceSnapshot snapshot, BuiltModules built, List<String> notices) {
            this.cancel = cancel;
            this.project = project;
            this.snapshot = snapshot;
            this.built = built;
            this.notices = notices;
            project.modules().forEach(module -> modules.put(module.id(), module));
        }

        TestTree run(boolean sameLibraries) {
            Map<ModuleId, TestTreeBuilder.Engines> engines = new HashMap<>();
            project.modules().forEach(module -> engines.put(module.id(), engines(module)));
            boolean sameGround = sameLibraries && project.equals(last.project) && engines.equals(last.engines);
            if (sameGround && snapshot.files().equals(last.files) && built.equals(last.ofBuild)) return last.tree;

            readTestFiles();
            SourceNames names = names();
            Map<SourceFile.Id, Built> reusable = sameGround ? stillTrue() : Map.of();
            Map<SourceFile.Id, Built> built = new HashMap<>();
            Types types = new Types(project, names, libraries, this.built, this::factsOf);
            Map<ModuleId, TestTreeBuilder> builders = new HashMap<>();
            List<TestClass> classes = new ArrayList<>();
            Set<ModuleId> incomplete = new TreeSet<>();
            for (SourceFile file : snapshot.files().values()) {
                if (!isTest(file)) continue;
                Built known = reusable.get(file.id());
                if (known == null) {
                    cancel.check();
                    FileScope scope = types.file(file);
                    TestTreeBuilder builder = builders.computeIfAbsent(file.module(),
                            id -> new TestTreeBuilder(engines.get(id)));
                    known = new Built(scope.facts, builder.testClasses(scope), scope.lookups(),
                            scope.view.binaryLookups());
                }
                built.put(file.id(), known);
                classes.addAll(known.classes());
                if (known.facts().broken()) incomplete.add(file.module());
            }
            TestTree tree = TestTree.of(classes, incomplete);
            last = new Last(project, engines, snapshot.files(), this.built, built, tree);
            index.retain(snapshot.hashes().keySet());
            index.save().ifPresent(notices::add);
            return tree;
        }

        private boolean isTest(SourceFile file) {
            return file.scope() == SourceFile.Scope.TEST && modules.containsKey(file.module()) && isCompiled(file);
        }

        /** Whether the module's build compiles the file: what it leaves out of a source root may be another module's. */
        private boolean isCompiled(SourceFile file) {
            Module module = modules.get(file.module());
            // Other compilers have other patterns.
            if (module == null || !module.languages().isEmpty()) return true;
            SourcePatterns patterns = this.patterns.computeIfAbsent(
                    file.scope() == SourceFile.Scope.TEST ? module.testJava() : module.java(), SourcePatterns::of);
            return patterns.take(file.root(), file.path().value());
        }

        private boolean isJava(SourceFile file) {
            return Language.of(file.path().fileName()).filter(Language.JAVA::equals).isPresent();
        }

        private void readTestFiles() {
            readCompiled();
            List<SourceFile> unknown = new ArrayList<>();
            for (SourceFile file : snapshot.files().values()) {
                if (!isTest(file) || !isJava(file)) continue;
                Optional<FileFacts> known = index.find(file.path(), file.hash(), encoding(file));
                if (known.isPresent()) facts.put(file.id(), known.get());
                else unknown.add(file);
            }
            List<Parsed> parsed = Collections.synchronizedList(new ArrayList<>());
            try {
                unknown.parallelStream().forEach(file -> {
                    cancel.check();
                    parsed.add(parse(file));
                });
            } finally {
                // What was parsed before a cancellation is not parsed again.
                parsed.forEach(this::take);
            }
        }

        /** What is not Java is known by its class files, and by none before there are any. */
        private void readCompiled() {
            Map<ModuleId, List<SourceFile>> files = new HashMap<>();
            for (SourceFile file : snapshot.files().values()) {
                if (isTest(file)) files.computeIfAbsent(file.module(), id -> new ArrayList<>()).add(file);
            }
            files.forEach((module, inModule) -> {
                if (inModule.stream().allMatch(this::isJava)) return;
                Map<SourcePath, FileFacts> told = built.side(module, SourceFile.Scope.TEST).map(side -> compiled(module, side, inModule)).orElse(Map.of());
                inModule.stream().filter(file -> !isJava(file)).forEach(file -> facts.put(file.id(), told.getOrDefault(file.path(), FileFacts.EMPTY)));
            });
        }

        /** The class files of a module are read when they, or its sources, are others than the last time. */
        private Map<SourcePath, FileFacts> compiled(ModuleId module, BuiltSide side, List<SourceFile> files) {
            Compiled known = compiled.get(module);
            if (known != null && known.content().equals(side.content()) && known.files().equals(files)) return known.facts();
            try {
                Map<SourcePath, FileFacts> read = BuiltFacts.of(side.classes(), files);
                compiled.put(module, new Compiled(side.content(), files, read));
                return read;
            } catch (IOException e) {
                notices.add("Cannot read the classes in " + side.classes() + " (" + e + "). Their tests are not listed.");
                return Map.of();
            }
        }

        /** The facts of any file, of main code too: those that no test led to so far are parsed now. */
        private FileFacts factsOf(SourceFile file) {
            FileFacts known = facts.get(file.id());
            if (known == null) known = index.find(file.path(), file.hash(), encoding(file)).orElse(null);
            if (known == null) {
                Parsed parsed = parse(file);
                take(parsed);
                known = parsed.facts();
            }
            facts.put(file.id(), known);
            return known;
        }

        private void take(Parsed parsed) {
            SourceFile file = parsed.file();
            facts.put(file.id(), parsed.facts());
            parsedFiles++;
            parsed.notice().ifPresent(notices::add);
            if (parsed.asInSnapshot()) index.put(file.path(), file.hash(), encoding(file), parsed.facts());
        }

        private Parsed parse(SourceFile file) {
            String text;
            boolean asInSnapshot = true;
            String unsaved = snapshot.unsaved().get(file.path());
            if (unsaved != null) {
                text = unsaved;
            } else {
                try {
                    byte[] bytes = Files.readAllBytes(file.path().value());
                    // The file may have been written since the snapshot was taken.
                    asInSnapshot = ContentHash.of(bytes).equals(file.hash());
                    text = new String(bytes, charset(encoding(file)));
                } catch (IOException e) {
                    Optional<String> notice = Files.exists(file.path().value())
                            ? Optional.of("Cannot read " + file.path() + " (" + e + "). Its tests are not listed.")
                            : Optional.empty();
                    return new Parsed(file, FileFacts.UNREADABLE, false, notice);
                }
            }
            FactsParser parser = parsers.poll();
            if (parser == null) parser = new FactsParser();
            String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
            FileFacts parsed = parser.parse(file.path().fileName(), unmarked);
            parsers.add(parser);
            return new Parsed(file, parsed, asInSnapshot, Optional.empty());
        }

        private String encoding(SourceFile file) {
            Module module = modules.get(file.module());
            if (module == null || snapshot.unsaved().containsKey(file.path())) return "UTF-8";
            JavaSettings settings = file.scope() == SourceFile.Scope.TEST ? module.testJava() : module.java();
            return settings.encoding().isEmpty() ? "UTF-8" : settings.encoding();
        }

        private SourceNames names() {
            SourceNames names = new SourceNames();
            for (SourceFile file : snapshot.files().values()) {
                if (file.scope() == SourceFile.Scope.MAIN && isJava(file) && isCompiled(file)) {
                    names.addMain(file, SourceNames.nameOf(file));
                } else if (isTest(file)) {
                    names.addTest(file, factsOf(file));
                }
            }
            return names;
        }

        /** What the last call made and this one would make again. */
        private Map<SourceFile.Id, Built> stillTrue() {
            Set<String> changed = changedNames();
            Map<SourceFile.Id, Built> reusable = new HashMap<>();
            last.built.forEach((id, built) -> {
                SourceFile now = snapshot.files().get(id);
                if (now == null || !samePlace(now, last.files.get(id)) || !factsOf(now).equals(built.facts())) return;
                if (built.isUntouchedBy(changed)) reusable.put(id, built);
            });
            return reusable;
        }

        /** Top-level types that came, went, or are not what they were. */
        private Set<String> changedNames() {
            Set<String> changed = new HashSet<>();
            Set<SourceFile.Id> ids = new HashSet<>(snapshot.files().keySet());
            ids.addAll(last.files.keySet());
            for (SourceFile.Id id : ids) {
                SourceFile before = last.files.get(id);
                SourceFile now = snapshot.files().get(id);
                if (before != null && before.equals(now)) continue;
                Built built = last.built.get(id);
                if (before != null && now != null && built != null && samePlace(now, before)
                        && factsOf(now).equals(built.facts())) {
                    continue;
                }
                if (before != null) addNames(before, built == null ? null : built.facts(), changed);
                if (now != null) addNames(now, now.scope() == SourceFile.Scope.TEST ? facts.get(id) : null, changed);
            }
            return changed;
        }

        private void addNames(SourceFile file, @Nullable FileFacts declared, Set<String> names) {
            if (declared != null) declared.types().forEach(type -> names.add(declared.fullName(type)));
            if (file.scope() == SourceFile.Scope.MAIN) {
                String name = SourceNames.nameOf(file);
                names.add(name);
                names.add(SourceNames.packageOf(name) + ".*");
            }
        }

        private boolean samePlace(SourceFile now, @Nullable SourceFile before) {
            return before != null && now.root().equals(before.root());
        }

        private TestTreeBuilder.Engines engines(Module module) {
            Set<Provider> providers = new HashSet<>();
            module.tests().forEach(execution -> providers.add(execution.provider()));
            // A module whose tests the build skips says nothing of engines; what its sources use is taken for meant.
            boolean unknown = providers.isEmpty();
            boolean platform = unknown || providers.contains(Provider.JUNIT_PLATFORM);
            boolean junit4 = unknown || providers.contains(Provider.JUNIT47) || providers.contains(Provider.JUNIT4) || providers.contains(Provider.JUNIT3)
                    || onClasspath(module, VINTAGE_ENGINE);
            boolean testNg = unknown || providers.contains(Provider.TESTNG) || onClasspath(module, TESTNG_ENGINE);
            boolean ownStyles = platform && !module.languages().isEmpty() && OtherEngines.OWN_STYLES.values().stream().anyMatch(it -> onClasspath(module, it));
            return new TestTreeBuilder.Engines(platform, junit4, providers.contains(Provider.JUNIT47), testNg, ownStyles, displayNameGenerator(module));
        }

        private boolean onClasspath(Module module, String className) {
            return libraryPaths(module).stream().anyMatch(path -> libraries.find(path, className).isPresent());
        }

        /** As the JUnit Platform reads its configuration: parameters of the build, then the file on the class path. */
        private String displayNameGenerator(Module module) {
            for (TestExecution execution : module.tests()) {
                String configured = execution.configurationParameters().get(DEFAULT_GENERATOR);
                if (configured != null) return configured.strip();
            }
            Path file = module.testResourceOutput().resolve("junit-platform.properties");
            if (!Files.isRegularFile(file)) return "";
            Properties properties = new Properties();
            try (Reader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                properties.load(in);
            } catch (IOException | IllegalArgumentException e) {
                notices.add("Cannot read " + file + " (" + e + "). Display names may not be those of the run.");
            }
            return properties.getProperty(DEFAULT_GENERATOR, "").strip();
        }
    }

    private static Charset charset(String encoding) {
        try {
            return Charset.forName(encoding);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** @param asInSnapshot whether it was the content that the snapshot tells of */
    private record Parsed(SourceFile file, FileFacts facts, boolean asInSnapshot, Optional<String> notice) {}

    /**
     * While no top-level type of the names in {@code lookups} changes, the classes stay what they are.
     *
     * @param ofLibraries lookups on behalf of class files, shared by all files of the module that were built together
     */
    private record Built(FileFacts facts, List<TestClass> classes, Set<String> lookups, Set<String> ofLibraries) {
        boolean isUntouchedBy(Set<String> changed) {
            return Collections.disjoint(changed, lookups) && Collections.disjoint(changed, ofLibraries);
        }
    }

    /** What the class files of a module's tests told. */
    private record Compiled(String content, List<SourceFile> files, Map<SourcePath, FileFacts> facts) {}

    /** What the last call that came to an end was given and made. */
    private record Last(
            Project project, Map<ModuleId, TestTreeBuilder.Engines> engines, Map<SourceFile.Id, SourceFile> files,
            BuiltModules ofBuild, Map<SourceFile.Id, Built> built, TestTree tree) {
        static final Last NOTHING =
                new Last(new Project(Path.of(""), "", List.of(), List.of(), List.of()), Map.of(), Map.of(), BuiltModules.none(),
                        Map.of(), TestTree.empty());
    }
}
