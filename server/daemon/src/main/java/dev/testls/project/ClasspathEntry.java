package dev.testls.project;

import dev.testls.model.ModuleId;
import java.nio.file.Path;

/** An entry of a class path; a closed set. */
public sealed interface ClasspathEntry {
    <R> R on(Cases<R> cases);

    /** A jar, or a directory of classes that is no module of this workspace. */
    record Library(Path path) implements ClasspathEntry {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.library(this);
        }
    }

    /** What a module of this workspace compiles to: its main classes and resources, or its tests' (a test-jar). */
    record ModuleOutput(ModuleId module, Part part) implements ClasspathEntry {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.moduleOutput(this);
        }
    }

    /** A closed set. */
    enum Part { MAIN, TEST }

    /** One method for each kind of entry. */
    interface Cases<R> {
        R library(Library it);

        R moduleOutput(ModuleOutput it);
    }
}
