package dev.testls.select;

import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.model.TestClass;
import dev.testls.model.TestMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a user typed to name tests; a closed set of forms: a class pattern in Surefire's syntax, perhaps with methods
 * ({@code Foo*Test#adds+sub*}); a source file or folder, perhaps with a line; a module ({@code :core}); each negated by
 * a leading {@code !}.
 */
public sealed interface TestSelector {
    /** As it was typed. */
    String text();

    /** Whether the class is named, wholly or in part. */
    boolean touches(TestClass testClass);

    /** Which of its tests are named, in {@code testClass} itself or a class nested in it. */
    boolean names(TestClass testClass, TestMethod method);

    /** Whether every test of the class is named. */
    boolean namesAll(TestClass testClass);

    /** The same, where {@code modules} tells which ones a name means; of any other form what it is. */
    default TestSelector in(Function<String, Set<ModuleId>> modules) {
        return this;
    }

    Pattern FILE_AND_LINE = Pattern.compile("(.*):(\\d+)");

    /**
     * Reads one argument; commas separate several selectors in it.
     *
     * @param directory that relative paths are relative to
     * @throws BadExpression when it cannot be read
     */
    static List<TestSelector> parse(String argument, Path directory) {
        List<TestSelector> selectors = new ArrayList<>();
        for (String part : splitAtCommas(argument)) {
            String text = part.strip();
            if (text.isEmpty()) continue;
            selectors.add(text.startsWith("!") ? new Not(text, one(text.substring(1), directory)) : one(text, directory));
        }
        if (selectors.isEmpty()) throw new BadExpression("'" + argument + "' names no test.");
        return selectors;
    }

    /**
     * Reads what a pom says in Surefire's {@code <test>}: class patterns alone, perhaps with methods, perhaps negated.
     *
     * @throws BadExpression when it cannot be read
     */
    static List<TestSelector> ofBuild(String test) {
        return splitAtCommas(test).stream().map(String::strip).filter(it -> !it.isEmpty())
                .map(it -> it.startsWith("!") ? new Not(it, ofClass(it.substring(1))) : ofClass(it)).toList();
    }

    private static TestSelector one(String text, Path directory) {
        if (text.startsWith(":")) return new OfModule(text, text.substring(1), Set.of());
        Matcher line = FILE_AND_LINE.matcher(text);
        if (line.matches() && Language.of(line.group(1)).isPresent()) return OfFile.of(text, directory.resolve(line.group(1)), OptionalInt.of(Integer.parseInt(line.group(2)) - 1));
        boolean pathLike = text.indexOf('/') >= 0 || Language.of(text).isPresent() || text.equals(".") || text.equals("..");
        if (pathLike && text.indexOf('#') < 0 && Files.exists(directory.resolve(text))) {
            return OfFile.of(text, directory.resolve(text), OptionalInt.empty());
        }
        return ofClass(text);
    }

    private static TestSelector ofClass(String text) {
        if (text.startsWith("%regex[")) return new OfClass(text, ClassPattern.of(text), List.of());
        int hash = text.indexOf('#');
        String classPart = hash < 0 ? text : text.substring(0, hash);
        List<Predicate<String>> methods = hash < 0 ? List.of() : Stream.of(text.substring(hash + 1).split("\\+")).map(TestSelector::methodGlob).toList();
        return new OfClass(text, ClassPattern.of(classPart.isEmpty() ? "*" : classPart), methods);
    }

    private static Predicate<String> methodGlob(String glob) {
        if (glob.isEmpty()) throw new BadExpression("A method's name is missing: write FooTest#method or FooTest#first+second*.");
        String name = glob.indexOf('(') < 0 ? glob : glob.substring(0, glob.indexOf('('));
        StringBuilder regex = new StringBuilder();
        for (char c : name.toCharArray()) regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        return Pattern.compile(regex.toString()).asMatchPredicate();
    }

    private static List<String> splitAtCommas(String argument) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < argument.length(); i++) {
            char c = argument.charAt(i);
            if (c == '[' || c == '(') depth++;
            if (c == ']' || c == ')') depth--;
            if (c == ',' && depth <= 0) {
                parts.add(argument.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(argument.substring(start));
        return parts;
    }

    /** A class pattern, with method patterns or without. */
    record OfClass(String text, ClassPattern pattern, List<Predicate<String>> methods) implements TestSelector {
        public OfClass {
            methods = List.copyOf(methods);
        }

        @Override
        public boolean touches(TestClass testClass) {
            return pattern.matches(testClass.name()) || testClass.nested().stream().anyMatch(this::touches);
        }

        @Override
        public boolean names(TestClass testClass, TestMethod method) {
            return pattern.matches(testClass.name()) && (methods.isEmpty() || methods.stream().anyMatch(glob -> glob.test(method.name())));
        }

        @Override
        public boolean namesAll(TestClass testClass) {
            return methods.isEmpty() && pattern.matches(testClass.name());
        }
    }

    /**
     * A source file, what stands at a line of it, or all below a folder.
     *
     * @param paths all that can be meant: the workspace is known by its real path, and links can lead to it, or from it elsewhere
     */
    record OfFile(String text, Set<Path> paths, OptionalInt line) implements TestSelector {
        public OfFile {
            paths = Set.copyOf(paths);
        }

        static OfFile of(String text, Path typed, OptionalInt line) {
            Path path = typed.toAbsolutePath().normalize();
            Set<Path> paths = new HashSet<>(Set.of(path));
            // As much of it as was typed may be a link to what the rest stands below.
            for (Path above = path; above != null; above = above.getParent()) {
                try {
                    paths.add(above.toRealPath().resolve(above.relativize(path)).normalize());
                } catch (IOException e) {
                    // It is not there, but what is above it may be.
                }
            }
            return new OfFile(text, paths, line);
        }

        @Override
        public boolean touches(TestClass testClass) {
            Path source = testClass.source().value();
            return paths.stream().anyMatch(source::startsWith) || paths.contains(real(source));
        }

        /** Where a source of the name really stands, for who names it there; of any other name as it is, which costs no look. */
        private Path real(Path source) {
            if (paths.stream().noneMatch(it -> source.getFileName().equals(it.getFileName()))) return source;
            try {
                return source.toRealPath();
            } catch (IOException e) {
                return source;
            }
        }

        @Override
        public boolean names(TestClass testClass, TestMethod method) {
            if (line.isEmpty()) return touches(testClass);
            return touches(testClass) && method.declaredIn().filter(testClass.source()::equals).isPresent()
                    && method.range().filter(range -> range.containsLine(line.getAsInt())).isPresent();
        }

        @Override
        public boolean namesAll(TestClass testClass) {
            return touches(testClass) && (line.isEmpty() || testClass.range().containsLine(line.getAsInt()) && !inAMember(testClass));
        }

        private boolean inAMember(TestClass testClass) {
            return testClass.methods().stream().anyMatch(method -> names(testClass, method))
                    || testClass.nested().stream().anyMatch(nested -> nested.range().containsLine(line.getAsInt()));
        }
    }

    /**
     * Tests by their id, as clients have them from the tree; an invocation stands for its method.
     *
     * @param packageName of a package alone; empty: not a package
     * @param className empty: the whole module or package
     * @param method empty: the whole class, nested ones included
     */
    record OfId(String text, String module, Optional<String> packageName, String className, String method) implements TestSelector {
        /**
         * Reads {@code module}, {@code module/a.b.*} or the text of a {@link dev.testls.model.TestId}.
         *
         * @throws BadExpression when it is none of these
         */
        public static OfId parse(String id) {
            int slash = id.indexOf('/');
            String module = slash < 0 ? id : id.substring(0, slash);
            String rest = slash < 0 ? "" : id.substring(slash + 1);
            if (module.isEmpty() || module.indexOf(':') < 1 || slash >= 0 && rest.isEmpty()) throw new BadExpression("no id of a test: " + id);
            if (rest.equals("*")) return new OfId(id, module, Optional.of(""), "", "");
            if (rest.endsWith(".*")) return new OfId(id, module, Optional.of(rest.substring(0, rest.length() - 2)), "", "");
            int hash = rest.indexOf('#');
            if (hash < 0) return new OfId(id, module, Optional.empty(), rest, "");
            int invocation = rest.indexOf("/[", hash);
            String method = rest.substring(hash + 1, invocation < 0 ? rest.length() : invocation);
            if (hash == 0 || method.isEmpty()) throw new BadExpression("no id of a test: " + id);
            return new OfId(id, module, Optional.empty(), rest.substring(0, hash), method);
        }

        @Override
        public boolean touches(TestClass testClass) {
            return isHere(testClass) && (className.isEmpty() || testClass.name().equals(className) || testClass.nested().stream().anyMatch(this::touches));
        }

        @Override
        public boolean names(TestClass testClass, TestMethod it) {
            if (!isHere(testClass) || !testClass.methods().contains(it)) return false;
            return className.isEmpty() || testClass.name().equals(className) && (method.isEmpty() || it.method().equals(method));
        }

        @Override
        public boolean namesAll(TestClass testClass) {
            return isHere(testClass) && method.isEmpty() && (className.isEmpty() || testClass.name().equals(className));
        }

        private boolean isHere(TestClass testClass) {
            String name = testClass.name();
            return testClass.module().value().equals(module)
                    && packageName.map(it -> it.equals(name.substring(0, Math.max(0, name.lastIndexOf('.'))))).orElse(true);
        }
    }

    /**
     * A module, by its id, its artifact's name, or its folder.
     *
     * @param modules that are meant; none before anybody knows which there are, or where none is
     */
    record OfModule(String text, String name, Set<ModuleId> modules) implements TestSelector {
        public OfModule {
            modules = Set.copyOf(modules);
        }

        @Override
        public TestSelector in(Function<String, Set<ModuleId>> modules) {
            return new OfModule(text, name, modules.apply(name));
        }

        @Override
        public boolean touches(TestClass testClass) {
            return isModule(testClass.module());
        }

        @Override
        public boolean names(TestClass testClass, TestMethod method) {
            return touches(testClass);
        }

        @Override
        public boolean namesAll(TestClass testClass) {
            return touches(testClass);
        }

        public boolean isModule(ModuleId id) {
            return modules.contains(id);
        }
    }

    /** What another selector does not name. */
    record Not(String text, TestSelector selector) implements TestSelector {
        @Override
        public TestSelector in(Function<String, Set<ModuleId>> modules) {
            return new Not(text, selector.in(modules));
        }

        @Override
        public boolean touches(TestClass testClass) {
            return !selector.namesAll(testClass);
        }

        @Override
        public boolean names(TestClass testClass, TestMethod method) {
            return !selector.namesAll(testClass) && !selector.names(testClass, method);
        }

        @Override
        public boolean namesAll(TestClass testClass) {
            return !selector.touches(testClass);
        }
    }
}
