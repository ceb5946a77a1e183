package dev.testls.jdt;

import java.nio.file.Path;

/** Where the class files of a module are; each is a class path entry, and may be empty but exists. */
public record Outputs(Path mainClasses, Path testClasses) {}
