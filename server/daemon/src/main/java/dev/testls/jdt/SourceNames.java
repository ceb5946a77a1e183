package dev.testls.jdt;

import dev.testls.model.Language;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile;
import dev.testls.project.ClasspathEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which file of the workspace a top-level type stands: of test code by what the files declare, of main code by what
 * the files are called, so that main code need not be read.
 */
final class SourceNames {
    private final Map<ModuleId, Map<String, SourceFile>> test = new HashMap<>();
    private final Map<ModuleId, Map<String, SourceFile>> main = new HashMap<>();
    private final Map<ModuleId, Map<String, List<SourceFile>>> mainPackages = new HashMap<>();

    void addTest(SourceFile file, FileFacts facts) {
        Map<String, SourceFile> names = test.computeIfAbsent(file.module(), m -> new HashMap<>());
        for (ClassFacts type : facts.types()) names.putIfAbsent(facts.fullName(type), file);
    }

    void addMain(SourceFile file, String fullName) {
        main.computeIfAbsent(file.module(), m -> new HashMap<>()).putIfAbsent(fullName, file);
        mainPackages.computeIfAbsent(file.module(), m -> new HashMap<>())
                .computeIfAbsent(packageOf(fullName), p -> new ArrayList<>()).add(file);
    }

    @Nullable SourceFile find(ModuleId module, ClasspathEntry.Part part, String fullName) {
        Map<String, SourceFile> names = (part == ClasspathEntry.Part.TEST ? test : main).get(module);
        return names == null ? null : names.get(fullName);
    }

    List<SourceFile> mainPackage(ModuleId module, String packageName) {
        return mainPackages.getOrDefault(module, Map.of()).getOrDefault(packageName, List.of());
    }

    /** The full name of the type that a file is called after. */
    static String nameOf(SourceFile file) {
        String path = file.root().relativize(file.path().value()).toString();
        return Language.stem(path).replace('/', '.').replace('\\', '.');
    }

    static String packageOf(String fullName) {
        int dot = fullName.lastIndexOf('.');
        return dot < 0 ? "" : fullName.substring(0, dot);
    }
}
