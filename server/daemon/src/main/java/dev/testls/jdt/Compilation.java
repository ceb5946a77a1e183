package dev.testls.jdt;

import dev.testls.model.ModuleId;
import dev.testls.model.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What came of compiling. Broken user code is in here as data.
 *
 * @param outputs of the modules that were asked for and of those they depend on
 * @param problems errors only; every one of them was said by javac where a javac could be asked
 * @param compiledFiles how many source files were compiled, each counted once for each side of a module
 * @param changed the class files that differ from what the previous call told, in no order
 * @param unrunnable for each module the top-level classes that are broken or reach broken code, with the reason for
 *     people: {@code "a.Foo does not compile: src/main/java/a/Foo.java:12"}. What is not listed can run.
 * @param notices for people: a state that had to be rebuilt, a javac that could not be asked
 */
public record Compilation(
        Map<ModuleId, Outputs> outputs, List<Problem> problems, int compiledFiles, Set<ChangedType> changed,
        Map<ModuleId, Map<String, String>> unrunnable, List<String> notices) {
    public Compilation {
        outputs = Map.copyOf(outputs);
        problems = List.copyOf(problems);
        changed = Set.copyOf(changed);
        unrunnable = Map.copyOf(unrunnable);
        notices = List.copyOf(notices);
    }

    /** Why a class cannot run, where it cannot; a dollar in its name may be one of the name, or stand before what is nested. */
    public Optional<String> whyUnrunnable(ModuleId module, String className) {
        Map<String, String> whys = unrunnable.getOrDefault(module, Map.of());
        for (int end = className.indexOf('$', 1); end > 0; end = className.indexOf('$', end + 1)) {
            String why = whys.get(className.substring(0, end));
            if (why != null) return Optional.of(why);
        }
        return Optional.ofNullable(whys.get(className));
    }
}
