package dev.testls.select;

import dev.testls.model.ModuleId;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceRange;
import dev.testls.model.TestClass;
import dev.testls.model.TestMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Test classes written as text, one a line: {@code module a.FooTest: adds(int,String)[fast] subtracts() Inner{deep()}}.
 * The class stands at lines 1 to 100 of its file, the method number n at lines 10n to 10n+5.
 */
public final class Classes {
    private Classes() {}

    public static List<TestClass> of(String text) {
        return text.lines().filter(line -> !line.isBlank()).map(Classes::one).toList();
    }

    private static TestClass one(String line) {
        String[] head = line.substring(0, line.indexOf(": ")).strip().split(" ");
        return testClass(new ModuleId(head[0]), head[1], line.substring(line.indexOf(": ") + 1).strip());
    }

    private static TestClass testClass(ModuleId module, String name, String members) {
        String top = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
        SourcePath source = SourcePath.of("/w/" + module.shortName() + "/src/test/java/" + top.replace('.', '/') + ".java");
        List<TestMethod> methods = new ArrayList<>();
        List<TestClass> nested = new ArrayList<>();
        int line = name.contains("$") ? 50 : 0;
        for (String member : words(members)) {
            if (member.contains("{")) {
                String inner = name + "$" + member.substring(0, member.indexOf('{'));
                nested.add(testClass(module, inner, member.substring(member.indexOf('{') + 1, member.length() - 1)));
                continue;
            }
            line += 10;
            int bracket = member.indexOf('[');
            Set<String> tags = bracket < 0 ? Set.of() : new TreeSet<>(List.of(member.substring(bracket + 1, member.length() - 1).split(",")));
            String method = bracket < 0 ? member : member.substring(0, bracket);
            methods.add(new TestMethod(method, TestMethod.Kind.SINGLE, method, tags, Optional.empty(), Optional.of(source),
                    Optional.of(new SourceRange(line - 1, 0, line + 4, 0))));
        }
        TestClass.Certainty certainty = members.equals("?") ? TestClass.Certainty.ASK_ENGINE : TestClass.Certainty.SOURCE;
        return new TestClass(module, name, source, new SourceRange(name.contains("$") ? 49 : 0, 0, 99, 0), TestClass.Framework.JUPITER, certainty,
                name, Set.of(), Optional.empty(), certainty == TestClass.Certainty.ASK_ENGINE ? List.of() : methods, nested);
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int depth = 0;
        StringBuilder word = new StringBuilder();
        for (char c : (text + " ").toCharArray()) {
            if (c == '{') depth++;
            if (c == '}') depth--;
            if (c == ' ' && depth == 0) {
                if (word.length() > 0) words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        return words;
    }
}
