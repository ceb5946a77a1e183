package dev.testls.graph;

import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;

/** The main or the test classes of a module. */
public record Side(ModuleId module, Scope scope) {
    @Override
    public String toString() {
        return module + "/" + scope;
    }
}
