package dev.testls.project;

import java.nio.file.Path;
import java.util.List;

/**
 * How the build compiles one side (main or test) of a module: what maven-compiler-plugin would be told.
 *
 * @param release the value of {@code --release}; empty when only source and target are set
 * @param arguments further javac arguments in order, those of {@code compilerArgs} and {@code parameters} among them
 * @param processorPath the annotation processor path; empty when none is set (processors are then sought on the class
 *     path, unless {@code processing} says otherwise); a processor that is a module of this workspace stands here with
 *     its {@link Module#resourceOutput}
 * @param processors names of processors to run; empty: all that are found
 * @param processing the value of {@code -proc}: {@code none}, {@code only}, {@code full}, or empty for javac's default
 * @param includes file patterns of the compiler plugin; empty: all
 * @param classpathOnly whether a module that has a descriptor is compiled on the class path nonetheless
 * @param moduleVersion the version that a module is stamped with; empty: none
 * @param parts what the build compiles one after the other, each with settings of its own; all else here is for all of them in one go, which
 *     differs by the release alone; empty: the build compiles all in one go, too
 */
public record JavaSettings(
        String release, String source, String target, String encoding, List<String> arguments,
        List<Path> processorPath, List<String> processors, String processing, List<String> includes,
        List<String> excludes, boolean classpathOnly, String moduleVersion, List<Part> parts) {
    public JavaSettings {
        arguments = List.copyOf(arguments);
        processorPath = List.copyOf(processorPath);
        processors = List.copyOf(processors);
        includes = List.copyOf(includes);
        excludes = List.copyOf(excludes);
        parts = List.copyOf(parts);
    }

    /**
     * What one execution of the compiler plugin compiles.
     *
     * @param roots its source roots
     * @param directory of the output where its class files stand, with slashes; empty: the output itself
     */
    public record Part(List<Path> roots, String directory, JavaSettings settings) {
        public Part {
            roots = List.copyOf(roots);
        }
    }

    /** One that has nothing to say of modules. */
    public JavaSettings(String release, String source, String target, String encoding, List<String> arguments, List<Path> processorPath,
            List<String> processors, String processing, List<String> includes, List<String> excludes) {
        this(release, source, target, encoding, arguments, processorPath, processors, processing, includes, excludes, false, "", List.of());
    }
}
