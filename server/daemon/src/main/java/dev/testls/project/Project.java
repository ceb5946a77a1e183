package dev.testls.project;

import dev.testls.model.ModuleId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A workspace as its build tool tells it: modules in the build's own order (what a module depends on comes first).
 *
 * @param buildTool for people: {@code Maven 3.9.9}
 * @param warnings what the build tool or the reader could not tell, for people
 * @param unhonoured what the build sets and is not done here, each once
 */
public record Project(Path root, String buildTool, List<Module> modules, List<String> warnings, List<Unhonoured> unhonoured) {
    public Project {
        modules = List.copyOf(modules);
        warnings = List.copyOf(warnings);
        unhonoured = List.copyOf(unhonoured);
    }

    public Optional<Module> module(ModuleId id) {
        return modules.stream().filter(module -> module.id().equals(id)).findFirst();
    }
}
