package dev.testls.select;

import dev.testls.model.FileContents;
import dev.testls.base.ContentHash;
import dev.testls.graph.ClassFacts;
import dev.testls.graph.Graph;
import dev.testls.graph.Side;
import dev.testls.model.ModuleId;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The world as tests can depend on it: gives each {@link Dependency} its hash.
 *
 * @param outputs where the classes and resources of each side stand
 * @param foundations by module and execution, {@code module/execution}
 * @param written directories that builds and tests write to while they run
 * @param around what is around the workspace
 */
public record Present(
        Graph graph, Map<Side, Path> outputs, Map<String, ContentHash> foundations, List<Path> written, FileContents files, Surroundings around) {
    private static final String CLASS_SUFFIX = ".class";
    private static final ContentHash DIRECTORY = ContentHash.of("a directory");

    public Present {
        outputs = Map.copyOf(outputs);
        foundations = Map.copyOf(foundations);
        written = List.copyOf(written);
    }

    Present(Graph graph, Map<Side, Path> outputs, Map<String, ContentHash> foundations, List<Path> written, FileContents files) {
        this(graph, outputs, foundations, written, files, Surroundings.none());
    }

    /** Nothing is there. */
    public static Present nothing(FileContents files) {
        return new Present(Graph.empty(), Map.of(), Map.of(), List.of(), files);
    }

    /** @param consulted gets the names of all classes whose facts, or absence, the hash is made of */
    ContentHash hash(Dependency it, Set<String> consulted) {
        return switch (it.kind()) {
            case BODY -> {
                consulted.add(it.name());
                yield graph.find(it.view(), it.name()).flatMap(facts -> facts.body(it.member())).orElse(Dependency.ABSENT);
            }
            case USE -> ofClass(it, consulted, facts -> "");
            case INSTANCE -> ofClass(it, consulted, facts -> facts.virtuals().hex());
            case FULL -> ofClass(it, consulted, facts -> facts.full().hex());
            case RESOURCE -> resource(it, ClassFacts::full);
            case SCANNED -> scanned(it);
            case BUNDLE -> bundle(it);
            case FILE -> file(Path.of(it.name()));
            case VARIABLE -> value(it.name(), around.environment());
            case PROPERTY -> value(it.name(), around.properties());
            case FOUNDATION -> foundations.getOrDefault(it.view() + "/" + it.name(), Dependency.ABSENT);
            case EVERYTHING -> everything(it.view());
            case CODE -> graph.code(it.view());
        };
    }

    /** With its name, so that equal values of two of them have nothing in common. */
    private static ContentHash value(String name, SortedMap<String, String> all) {
        if (name.isEmpty()) return ContentHash.of(all.toString());
        String value = all.get(name);
        return value == null ? Dependency.ABSENT : ContentHash.of(name + "=" + value);
    }

    private ContentHash ofClass(Dependency it, Set<String> consulted, Function<ClassFacts, String> more) {
        Map<String, Optional<ClassFacts>> hierarchy = graph.hierarchy(it.view(), it.name());
        consulted.addAll(hierarchy.keySet());
        if (hierarchy.get(it.name()).isEmpty()) return Dependency.ABSENT;
        StringBuilder text = new StringBuilder();
        Set<String> annotations = new HashSet<>();
        hierarchy.forEach((name, facts) -> {
            text.append(name).append(' ');
            facts.ifPresent(known -> {
                text.append(known.shape().hex()).append(known.init().hex()).append(more.apply(known));
                annotations.addAll(known.annotations());
            });
            text.append('\n');
        });
        annotationTypes(it.view(), annotations).forEach((name, shape) -> text.append(name).append(' ').append(shape).append('\n'));
        consulted.addAll(annotations);
        return ContentHash.of(text.toString());
    }

    /** Shapes of the types that annotations name, and of those in the annotations of these; adds their names to {@code names}. */
    private Map<String, String> annotationTypes(ModuleId view, Set<String> names) {
        Map<String, String> shapes = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>(names);
        while (!open.isEmpty()) {
            Optional<ClassFacts> facts = graph.find(view, open.remove());
            facts.ifPresent(known -> {
                shapes.put(known.name(), known.shape().hex());
                known.annotations().stream().filter(names::add).forEach(open::add);
            });
        }
        return shapes;
    }

    /** Whoever reads the declarations of classes looks into the types of their annotations, too. */
    private ContentHash scanned(Dependency it) {
        Set<String> annotations = new HashSet<>();
        ContentHash declared = resource(it, facts -> {
            annotations.addAll(facts.annotations());
            return facts.declared();
        });
        Map<String, String> types = annotationTypes(it.view(), annotations);
        return types.isEmpty() ? declared : ContentHash.of(declared.hex() + types);
    }

    /** @param of what is read of a class */
    private ContentHash resource(Dependency it, Function<ClassFacts, ContentHash> of) {
        StringBuilder text = new StringBuilder();
        for (Side side : graph.view(it.view())) {
            Path output = outputs.get(side);
            if (output != null) place(output, it.name()).filter(files::exists).map(place -> inOutput(side, place, of)).filter(hash -> !hash.equals(Dependency.ABSENT)).ifPresent(hash -> text.append(hash.hex()));
        }
        return text.isEmpty() ? Dependency.ABSENT : ContentHash.of(text.toString());
    }

    private ContentHash bundle(Dependency it) {
        int slash = it.name().lastIndexOf('/');
        String folder = it.name().substring(0, slash + 1);
        String base = it.name().substring(slash + 1);
        StringBuilder text = new StringBuilder();
        for (Side side : graph.view(it.view())) {
            Path output = outputs.get(side);
            if (output == null) continue;
            Optional<Path> directory = place(output, folder);
            for (String name : directory.flatMap(files::names).orElse(List.of())) {
                if (!name.startsWith(base) || !name.endsWith(".properties")) continue;
                text.append(name).append(' ').append(directory.flatMap(at -> files.hash(at.resolve(name))).map(ContentHash::hex).orElse("")).append('\n');
            }
        }
        return text.isEmpty() ? Dependency.ABSENT : ContentHash.of(text.toString());
    }

    /** A name that no file can have is of no file. */
    private static Optional<Path> place(Path output, String name) {
        try {
            Path place = output.resolve(name.startsWith("/") ? name.substring(1) : name).normalize();
            return Optional.of(place).filter(it -> it.startsWith(output));
        } catch (java.nio.file.InvalidPathException e) {
            return Optional.empty();
        }
    }

    private ContentHash file(Path file) {
        Optional<Side> side = outputs.entrySet().stream().filter(it -> file.startsWith(it.getValue())).map(Map.Entry::getKey).findFirst();
        if (side.isPresent()) return inOutput(side.get(), file, ClassFacts::full);
        Optional<ContentHash> content = files.hash(file);
        if (content.isPresent()) return content.get();
        // Out there directories are everybody's: a home directory is named for what is below it, and has new files all the time.
        if (around.isOutside(file)) return files.exists(file) ? DIRECTORY : Dependency.ABSENT;
        return files.names(file).map(names -> ContentHash.of(String.join("/\n", names))).orElse(Dependency.ABSENT);
    }

    /** A class file there counts by what it says, so that its debug information does not. */
    private ContentHash inOutput(Side side, Path file, Function<ClassFacts, ContentHash> of) {
        String relative = outputs.get(side).relativize(file).toString().replace('\\', '/');
        if (relative.endsWith(CLASS_SUFFIX)) {
            String name = relative.substring(0, relative.length() - CLASS_SUFFIX.length()).replace('/', '.');
            ClassFacts facts = graph.classes(side).get(name);
            return facts == null ? Dependency.ABSENT : of.apply(facts);
        }
        Optional<ContentHash> content = files.hash(file);
        if (content.isPresent()) return content.get();
        Optional<List<String>> names = files.names(file);
        if (names.isEmpty()) return Dependency.ABSENT;
        StringBuilder text = new StringBuilder(String.join("/\n", names.get()));
        String prefix = relative.isEmpty() ? "" : relative.replace('/', '.') + ".";
        new TreeMap<>(graph.classes(side)).forEach((name, facts) -> {
            if (name.startsWith(prefix)) text.append(name).append(' ').append(of.apply(facts).hex()).append('\n');
        });
        return ContentHash.of(text.toString());
    }

    private ContentHash everything(ModuleId view) {
        StringBuilder text = new StringBuilder(graph.code(view).hex()).append('\n');
        for (Side side : graph.view(view)) {
            Path output = outputs.get(side);
            if (output != null) addResources(output, "", text);
        }
        return ContentHash.of(text.toString());
    }

    private void addResources(Path directory, String prefix, StringBuilder text) {
        for (String name : files.names(directory).orElse(List.of())) {
            Path file = directory.resolve(name);
            if (name.endsWith("/")) addResources(file, prefix + name, text);
            else if (!name.endsWith(CLASS_SUFFIX)) text.append(prefix).append(name).append(' ').append(files.hash(file).map(ContentHash::hex).orElse("")).append('\n');
        }
    }

    /** The classes that the project's code gets by this source file's name in this package. */
    public Set<String> classesOf(String packageName, String fileName) {
        Set<String> found = new TreeSet<>();
        for (Side side : outputs.keySet()) {
            graph.classes(side).forEach((name, facts) -> {
                int dot = name.lastIndexOf('.');
                if (facts.source().equals(fileName) && packageName.equals(dot < 0 ? "" : name.substring(0, dot))) found.add(name);
            });
        }
        return found;
    }
}
