package dev.testls.jdt;

import dev.testls.jdt.BuiltClasses.BuiltClass;
import dev.testls.jdt.BuiltClasses.Lines;
import dev.testls.model.SourceFile;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFormatException;

/**
 * What sources of other languages than Java declare, read from the class files that were made of them.
 *
 * <p>Where a declaration stands is told by the lines of its code, and by the line above these that has its name. A declaration
 * ends where the next one begins.
 */
final class BuiltFacts {
    private final List<String> text;
    /** First lines of all declarations, from zero. */
    private final TreeSet<Integer> starts = new TreeSet<>();

    private BuiltFacts(List<String> text) {
        this.text = text;
    }

    /** The facts of each file that classes in {@code directory} came from. */
    static Map<SourcePath, FileFacts> of(Path directory, Collection<SourceFile> files) throws IOException {
        Map<SourcePath, FileFacts> facts = new HashMap<>();
        Map<String, List<BuiltClass>> bySource = BuiltClasses.in(directory).bySource(files);
        for (SourceFile file : files) {
            List<BuiltClass> classes = bySource.get(file.path().toString());
            if (classes != null) facts.put(file.path(), new BuiltFacts(lines(file.path().value())).facts(classes));
        }
        return facts;
    }

    private FileFacts facts(List<BuiltClass> all) throws IOException {
        Map<String, ClassFacts> read = new HashMap<>();
        for (BuiltClass it : all) {
            try {
                ClassFacts facts = ClassFileFacts.read(it.bytes(), it.name(), it.lines());
                read.put(facts.name(), facts);
            } catch (ClassFormatException | IllegalArgumentException e) {
                throw new IOException(it.name() + " is no class file that can be read", e);
            }
        }
        Map<String, ClassFacts> topLevel = new HashMap<>(read);
        read.values().forEach(it -> it.memberNames().forEach(member -> topLevel.remove(it.name() + "$" + member)));
        // What stands inside a method is told by no other class.
        topLevel.keySet().removeIf(CompilerShape::isLocal);
        String packageName = all.get(0).packageName().replace('/', '.');
        List<ClassFacts> placed = topLevel.values().stream().filter(it -> SourceNames.packageOf(it.name()).equals(packageName))
                .map(it -> started(it, it.name().substring(it.name().lastIndexOf('.') + 1), read)).toList();
        return new FileFacts(packageName, List.of(), placed.stream().sorted(Comparator.comparing((ClassFacts it) -> it.range().startLine()).thenComparing(ClassFacts::name))
                .map(it -> ended(it, text.size())).toList(), true, false);
    }

    /** The class by its simple name, with all that is in it, each thing with the line that it starts in. */
    private ClassFacts started(ClassFacts facts, String simpleName, Map<String, ClassFacts> read) {
        List<MethodFacts> methods = new ArrayList<>();
        List<MethodFacts> inOrder = facts.methods().stream().sorted(Comparator.comparing(it -> it.range().startLine())).toList();
        int above = -1;
        for (MethodFacts method : inOrder) {
            int code = method.range().startLine();
            boolean hasCode = code > 0 && code < text.size() && !method.isConstructor() && !method.name().startsWith("access$");
            int start = hasCode ? startOfMethod(method, code, above) : Math.max(0, Math.min(code, text.size() - 1));
            if (hasCode) {
                starts.add(start);
                above = code;
            }
            methods.add(new MethodFacts(method.name(), method.modifiers(), method.returnType(), method.parameterTypes(), method.generic(), method.annotations(), at(start)));
        }
        List<ClassFacts> nested = new ArrayList<>();
        for (String member : facts.memberNames()) {
            ClassFacts inside = read.get(facts.name() + "$" + member);
            if (inside != null) nested.add(started(inside, member, read));
        }
        int start = startOfClass(simpleName, methods);
        starts.add(start);
        return new ClassFacts(simpleName, facts.kind(), facts.modifiers(), facts.superclass(), facts.interfaces(), facts.annotations(), methods, facts.constants(),
                facts.fieldAnnotations(), nested, List.of(), at(start));
    }

    /** The same with each thing's end. */
    private ClassFacts ended(ClassFacts it, int end) {
        int last = end;
        List<ClassFacts> nested = new ArrayList<>();
        for (ClassFacts inside : it.nested()) nested.add(ended(inside, end(inside, end)));
        List<MethodFacts> methods = it.methods().stream().map(method -> new MethodFacts(method.name(), method.modifiers(), method.returnType(), method.parameterTypes(),
                method.generic(), method.annotations(), through(method.range().startLine(), Math.min(last, next(method.range().startLine()))))).toList();
        return new ClassFacts(it.name(), it.kind(), it.modifiers(), it.superclass(), it.interfaces(), it.annotations(), methods, it.constants(), it.fieldAnnotations(),
                nested, it.memberNames(), through(it.range().startLine(), end(it, end)));
    }

    /** The first line after a class: where the first thing starts that is not in it. */
    private int end(ClassFacts it, int end) {
        int last = last(it);
        Integer next = starts.higher(last);
        return next == null ? end : Math.min(end, next);
    }

    /** The last start of all that is in a class. */
    private static int last(ClassFacts it) {
        int last = it.range().startLine();
        for (MethodFacts method : it.methods()) last = Math.max(last, method.range().startLine());
        for (ClassFacts inside : it.nested()) last = Math.max(last, last(inside));
        return last;
    }

    private int next(int start) {
        Integer next = starts.higher(start);
        return next == null ? text.size() : next;
    }

    private int startOfMethod(MethodFacts method, int code, int above) {
        String name = SpockTests.feature(method).map(SpockTests.Feature::name).orElse(method.name());
        int told = SpockTests.feature(method).map(SpockTests.Feature::line).orElse(0) - 1;
        if (told > above && told <= code) return withAnnotations(told, above);
        for (int line = code; line > above; line--) {
            if (text.get(line).contains(name)) return withAnnotations(line, above);
        }
        return code;
    }

    private int startOfClass(String simpleName, List<MethodFacts> methods) {
        Pattern declaration = Pattern.compile("\\b(?:class|object|interface|trait|enum)\\s+`?" + Pattern.quote(simpleName) + "\\b");
        for (int line = 0; line < text.size(); line++) {
            if (declaration.matcher(text.get(line)).find()) return withAnnotations(line, -1);
        }
        return methods.stream().mapToInt(it -> it.range().startLine()).min().orElse(0);
    }

    private int withAnnotations(int line, int above) {
        int start = line;
        while (start - 1 > above && isAnnotation(text.get(start - 1))) start--;
        return start;
    }

    /** Whether a line has annotations alone, and not what they stand on. */
    private static boolean isAnnotation(String line) {
        return line.strip().startsWith("@") && line.indexOf('{') < 0;
    }

    private static SourceRange at(int line) {
        return new SourceRange(line, 0, line, 0);
    }

    /** Up to the line before {@code end}. */
    private SourceRange through(int start, int end) {
        int last = Math.max(start, end - 1);
        while (last > start && last < text.size() && text.get(last).isBlank()) last--;
        return new SourceRange(start, 0, last, last < text.size() ? text.get(last).length() : 0);
    }

    /** The place of a method's code as it is told at first. */
    static SourceRange code(Lines lines) {
        return new SourceRange(Math.max(0, lines.first() - 1), 0, Math.max(0, Math.max(lines.first(), lines.last()) - 1), 0);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList() : List.of();
    }
}
