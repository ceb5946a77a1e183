package dev.testls.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.FileContents;
import dev.testls.base.ContentHash;
import dev.testls.graph.ClassFacts;
import dev.testls.graph.GraphReader;
import dev.testls.graph.Side;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.Observation.Lookup;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.TestClass;
import dev.testls.model.TestId;
import dev.testls.watch.FileHashes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A workspace of the modules {@code lib} and {@code app}, which sees {@code lib}'s main classes; with tests, as text:
 *
 * <pre>
 * -- app/main/a/Foo.java            a file, up to the next line that begins with -- == tests or saw; empty: deleted
 * tests a.FooTest: one() two()      as {@link Classes} has it, without the module
 * saw a.FooTest#one(): a.Foo#trim   what it executed (all methods of the name), reflect:, resource:, scanned:, file:, bundle:, class:,
 *                                   variable:, property: (of no name: of all)
 * == run                            all tests ran, and did what was said; an unchanged world must select nothing
 * == run unseen                     they ran where nobody watched
 * == run alone                      each class ran in a JVM of its own, where nobody watched
 * == prove a.FooTest                a JVM without a history has shown its tests' outcomes
 * == proved                         followed by the tests of whose outcomes that is known, as the world is now
 * == affected and provisional       as the next, and with those of which only a reused JVM has told
 * == affected                       followed by what is expected: test and reason, nothing when nothing is expected
 * </pre>
 */
final class Scenario implements AutoCloseable {
    private static final ModuleId APP = new ModuleId("app");
    private static final ModuleId LIB = new ModuleId("lib");
    private static final String EXECUTION = "default-test";
    private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();
    private static final StandardJavaFileManager JAVAC_FILES = JAVAC.getStandardFileManager(null, null, null);

    private final Path directory;
    private final Map<Integer, byte[]> savedFacts = new HashMap<>();
    private final Map<String, byte[]> savedClasses = new HashMap<>();
    private final Map<Side, Path> outputs;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, List<String>> saw = new TreeMap<>();
    private final Set<String> red = new HashSet<>();
    private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private final FileContents contents = contents(new FileHashes(clock));
    private final GraphReader reader;
    private List<TestClass> tests = List.of();
    private String foundation = "jdk 17";
    private TreeMap<String, String> environment = new TreeMap<>();
    private TreeMap<String, String> properties = new TreeMap<>();
    private Optional<Touched> touched = Optional.empty();
    private EvidenceIndex index;

    Scenario(Path directory) {
        this.directory = directory;
        this.outputs = Map.of(new Side(APP, Scope.TEST), directory.resolve("app/test"), new Side(APP, Scope.MAIN), directory.resolve("app/main"),
                new Side(LIB, Scope.MAIN), directory.resolve("lib/main"));
        this.reader = new GraphReader(directory.resolve("graph"), clock);
        this.index = EvidenceIndex.empty(contents);
    }

    static void check(Path directory, String text) {
        try (Scenario scenario = new Scenario(directory)) {
            scenario.play(text);
        }
    }

    private static FileContents contents(FileHashes hashes) {
        return new FileContents() {
            @Override
            public boolean exists(Path file) {
                return hashes.exists(file);
            }

            @Override
            public Optional<ContentHash> hash(Path file) {
                return hashes.hash(file);
            }

            @Override
            public Optional<List<String>> names(Path directory) {
                return hashes.names(directory);
            }

            @Override
            public boolean changedAfter(Path file, long epochMillis) {
                return file.getFileName().toString().startsWith("made");
            }

            @Override
            public boolean writtenSince(Path file, long epochMillis) {
                return false;
            }
        };
    }

    private void play(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) continue;
            int end = i + 1;
            while (end < lines.size() && !isDirective(lines.get(end))) end++;
            String body = String.join("\n", lines.subList(i + 1, end)).strip();
            if (line.startsWith("-- ")) files.put(line.substring(3).strip(), body);
            else if (line.startsWith("tests ")) tests = Classes.of("app " + line.substring(6) + "\n" + joined(tests, line));
            else if (line.startsWith("saw ")) saw.put(line.substring(4, line.indexOf(": ")), List.of(line.substring(line.indexOf(": ") + 2).strip().split(" +")));
            else if (line.startsWith("red ")) red.add("app/" + line.substring(4).strip());
            else if (line.startsWith("foundation ")) foundation = line.substring(11);
            else if (line.startsWith("environment ")) environment = settings(line.substring(12));
            else if (line.startsWith("properties ")) properties = settings(line.substring(11));
            else if (line.startsWith("since ")) touched = Optional.of(touched(line.substring(6)));
            else if (line.equals("== run")) run(true);
            else if (line.equals("== run unseen")) run(false);
            else if (line.equals("== run alone")) run(false, Proof.ALONE);
            else if (line.startsWith("== prove ")) index.prove(new EvidenceKey(APP, EXECUTION, line.substring(9).strip()), Set.of());
            else if (line.equals("== proved")) assertThat(proved()).as(text).isEqualTo(body);
            else if (line.equals("== affected and provisional")) assertThat(affected(AffectedSelector.of(updated(), red, touched).andProvisional())).as(text).isEqualTo(body);
            else if (line.equals("== affected")) assertThat(affected()).as(text).isEqualTo(body);
            else throw new AssertionError("not understood: " + line);
            i = end - 1;
        }
    }

    private static TreeMap<String, String> settings(String words) {
        TreeMap<String, String> settings = new TreeMap<>();
        for (String word : words.split(" ")) settings.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        return settings;
    }

    private static boolean isDirective(String line) {
        return Stream.of("-- ", "tests ", "saw ", "red ", "since ", "foundation ", "environment ", "properties ", "== ", "#").anyMatch(line::startsWith);
    }

    /** Later lines about a class replace earlier ones. */
    private static String joined(List<TestClass> before, String line) {
        String name = line.substring(6, line.indexOf(':'));
        StringBuilder text = new StringBuilder();
        before.stream().filter(it -> !it.name().equals(name)).forEach(it -> {
            text.append("app ").append(it.name()).append(':');
            it.methods().forEach(method -> text.append(' ').append(method.method()));
            it.nested().forEach(nested -> {
                text.append(' ').append(nested.simpleName()).append('{');
                nested.methods().forEach(method -> text.append(method.method()).append(' '));
                text.append('}');
            });
            text.append(it.methods().isEmpty() && it.nested().isEmpty() ? " ?\n" : "\n");
        });
        return text.toString();
    }

    private void run(boolean seen) {
        run(seen, Proof.NONE);
    }

    private void run(boolean seen, Proof proof) {
        update();
        Moment moment = index.moment(0);
        for (TestClass testClass : tests) {
            EvidenceKey key = new EvidenceKey(APP, EXECUTION, testClass.name());
            if (seen) moment.record(key, testClass.tests(), true, observations(testClass), proof);
            else moment.recordUnseen(key, testClass.tests(), true, proof);
        }
        assertThat(affected()).as("an unchanged world").isEmpty();
        // As after the daemon's end and start.
        EvidenceIndex.Changes changes = index.takeUnsaved();
        if (changes.anew()) {
            savedFacts.clear();
            savedClasses.clear();
        }
        savedFacts.putAll(changes.facts());
        changes.classes().forEach((key, bytes) -> bytes.ifPresentOrElse(it -> savedClasses.put(key, it), () -> savedClasses.remove(key)));
        index = EvidenceIndex.of(new EvidenceIndex.Saved(savedFacts, savedClasses), contents);
        assertThat(affected()).as("an unchanged world, after a restart").isEmpty();
    }

    private List<Observation> observations(TestClass testClass) {
        List<Observation> all = new ArrayList<>();
        saw.forEach((test, what) -> {
            int hash = test.indexOf('#');
            String className = hash < 0 ? test : test.substring(0, hash);
            if (!className.equals(testClass.name()) && !className.startsWith(testClass.name() + "$")) return;
            TestId id = new TestId(APP, className, hash < 0 ? "" : test.substring(hash + 1), "");
            all.add(observation(id, what));
        });
        return all;
    }

    private Observation observation(TestId id, List<String> what) {
        Map<String, Set<String>> executed = new HashMap<>();
        Set<String> reflected = new HashSet<>();
        Set<Lookup> lookups = new HashSet<>();
        Map<String, ContentHash> code = new HashMap<>();
        boolean exact = true;
        for (String word : what) {
            if (word.equals("inexact")) {
                exact = false;
            } else if (word.startsWith("reflect:")) {
                reflected.add(word.substring(8));
            } else if (word.indexOf('#') > 0) {
                String className = word.substring(0, word.indexOf('#'));
                String method = word.substring(word.indexOf('#') + 1);
                ClassFacts facts = reader.last().find(APP, className).orElseThrow(() -> new AssertionError("no class " + className));
                List<String> methods = facts.methods().keySet().stream().filter(it -> it.startsWith(method + "(")).toList();
                assertThat(methods).as(word).isNotEmpty();
                executed.computeIfAbsent(className, name -> new HashSet<>()).addAll(methods);
                code.put(className, facts.content());
            } else {
                int colon = word.indexOf(':');
                Lookup.Kind kind = Lookup.Kind.valueOf(word.substring(0, colon).toUpperCase(java.util.Locale.ROOT));
                String name = word.substring(colon + 1);
                lookups.add(new Lookup(kind, kind == Lookup.Kind.FILE ? directory.resolve(name).normalize().toString() : name));
            }
        }
        return new Observation(id, executed, reflected, lookups, code, exact);
    }

    private EvidenceIndex updated() {
        update();
        return index;
    }

    private String proved() {
        update();
        List<String> all = new ArrayList<>();
        for (TestClass testClass : tests) all.addAll(index.proved(new EvidenceKey(APP, EXECUTION, testClass.name()), testClass.tests()));
        return all.stream().sorted().collect(java.util.stream.Collectors.joining("\n"));
    }

    private String affected() {
        return affected(AffectedSelector.of(updated(), red, touched));
    }

    private String affected(AffectedSelector selector) {
        TreeMap<String, String> lines = new TreeMap<>();
        for (TestClass testClass : tests) {
            selector.select(new EvidenceKey(APP, EXECUTION, testClass.name()), testClass, List.of()).ifPresent(affected -> {
                if (affected.tests().isEmpty()) lines.put(testClass.name(), affected.why().text());
                affected.tests().forEach((test, why) -> lines.put(test, why.text()));
            });
        }
        List<String> text = new ArrayList<>();
        lines.forEach((test, why) -> text.add(test + " " + why));
        return String.join("\n", text);
    }

    private Touched touched(String words) {
        Set<String> classes = new HashSet<>();
        Set<Path> paths = new HashSet<>();
        Set<ModuleId> unknowable = new HashSet<>();
        for (String word : words.split(" ")) {
            if (word.equals("deleted")) unknowable.add(APP);
            else if (word.indexOf('/') >= 0) paths.add(directory.resolve(word));
            else classes.add(word);
        }
        return new Touched("HEAD", classes, paths, unknowable);
    }

    /** Compiles all there is anew, and reads the outputs. */
    private void update() {
        try {
            for (Path output : outputs.values()) {
                delete(output);
                Files.createDirectories(output);
            }
            compile("lib/main", List.of());
            compile("app/main", List.of("lib/main"));
            compile("app/test", List.of("app/main", "lib/main"));
            for (Map.Entry<String, String> file : files.entrySet()) {
                if (file.getKey().endsWith(".java")) continue;
                Path path = directory.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                if (file.getValue().isEmpty()) Files.deleteIfExists(path);
                else Files.writeString(path, file.getValue());
            }
            Map<ModuleId, List<Side>> views = Map.of(
                    APP, List.of(new Side(APP, Scope.TEST), new Side(APP, Scope.MAIN), new Side(LIB, Scope.MAIN)), LIB, List.of(new Side(LIB, Scope.MAIN)));
            Map<String, ContentHash> foundations = Map.of("app/" + EXECUTION, ContentHash.of(foundation));
            index.update(new Present(reader.read(outputs, views), outputs, foundations, List.of(), contents, new Surroundings(
                    Optional.of(directory.resolve("app")), List.of(directory.resolve("temporary")), List.of(directory.resolve("ours")), environment, properties)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compile(String side, List<String> classpath) throws IOException {
        Path sources = directory.resolve("src");
        List<Path> toCompile = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (!file.getKey().startsWith(side + "/") || !file.getKey().endsWith(".java")) continue;
            Path path = sources.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
            if (!file.getValue().isEmpty()) toCompile.add(path);
        }
        if (toCompile.isEmpty()) return;
        List<String> path = new ArrayList<>();
        classpath.forEach(it -> path.add(directory.resolve(it).toString()));
        path.add(System.getProperty("java.class.path"));
        StringWriter said = new StringWriter();
        List<String> options = List.of("-g", "-proc:none", "-d", directory.resolve(side).toString(), "-cp", String.join(System.getProperty("path.separator"), path));
        boolean good = JAVAC.getTask(said, JAVAC_FILES, null, options, null, JAVAC_FILES.getJavaFileObjectsFromPaths(toCompile)).call();
        assertThat(good).as(said.toString()).isTrue();
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        List<Path> all;
        try (Stream<Path> walk = Files.walk(tree)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) Files.delete(path);
    }

    @Override
    public void close() {}
}
