package dev.testls.project;

import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import java.util.Map;
import java.util.Optional;

/** Of those modules that the build's own compilers compile, what they made. */
public record BuiltModules(Map<ModuleId, Built> modules) {
    public BuiltModules {
        modules = Map.copyOf(modules);
    }

    public static BuiltModules none() {
        return new BuiltModules(Map.of());
    }

    /** Empty for a module that is compiled here. */
    public Optional<BuiltSide> side(ModuleId module, Scope scope) {
        return Optional.ofNullable(modules.get(module)).map(it -> scope == Scope.MAIN ? it.main() : it.test());
    }

    /** Both sides of a module. */
    public record Built(BuiltSide main, BuiltSide test) {}
}
