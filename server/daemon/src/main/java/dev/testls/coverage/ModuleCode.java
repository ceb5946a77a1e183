package dev.testls.coverage;

import dev.testls.model.ModuleId;
import java.nio.file.Path;
import java.util.List;

/**
 * A module's main code.
 *
 * @param classes the directory of its class files, as the tests saw them
 * @param sources the roots of its source files
 */
public record ModuleCode(ModuleId module, Path classes, List<Path> sources) {
    public ModuleCode {
        sources = List.copyOf(sources);
    }
}
