package dev.testls.model;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sources for javac, with all that it may look at. Nothing is written: what javac makes comes back in the answer.
 *
 * @param jdkHome of the JDK whose javac is meant
 * @param options as on its command line, without class path, processor path and output directories
 * @param sources file and text; javac reads no file for them
 * @param overlay class files by binary name ({@code a/Foo$Bar}) that win over those of the class path; an empty array
 *     hides the class file that {@code classOutput} has
 * @param processorPath empty: processors, where they run, are sought on the class path
 * @param classOutput the directory that the class files will be put in, for the names that processors see; files that
 *     the build tool put into {@code resources} can be read there
 * @param sourceOutput likewise for generated sources
 */
public record JavacRequest(
        Path jdkHome, List<String> options, SortedMap<SourcePath, String> sources, List<Path> classpath,
        Map<String, byte[]> overlay, List<Path> processorPath, Path classOutput, Path sourceOutput,
        Optional<Path> resources) {
    public JavacRequest {
        options = List.copyOf(options);
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        classpath = List.copyOf(classpath);
        overlay = Map.copyOf(overlay);
        processorPath = List.copyOf(processorPath);
    }
}
