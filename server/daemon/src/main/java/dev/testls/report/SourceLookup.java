package dev.testls.report;

import dev.testls.model.ModuleId;
import java.nio.file.Path;
import java.util.Optional;

/** Where the source of a class stands, so that a failure can name a file that people can click on. */
@FunctionalInterface
public interface SourceLookup {
    /** The file of {@code className}, a binary name; empty when it is unknown. */
    Optional<Path> find(ModuleId module, String className);

    /** Knows no file: failures then name it as the stack trace does. */
    static SourceLookup none() {
        return (module, className) -> Optional.empty();
    }
}
