package dev.testls.jdt;

import dev.testls.base.ContentHash;
import dev.testls.model.SourceFile;
import dev.testls.model.SourcePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All that one side of a module is compiled from.
 *
 * @param fingerprint of what makes every file stale when it changes
 * @param sources by path
 * @param classpath what else ECJ looks at, in order, sides of other modules and the module's own main side among it
 * @param upstream the sides within {@code classpath}, in order
 * @param javacClasspath the same class path for javac
 * @param modules how it is compiled as a module, or as part of one
 * @param processorSides the sides of modules of the build that decide what processors make
 */
record CompilerInput(
        String fingerprint, SortedMap<String, SourceFile> sources, Map<SourcePath, String> unsaved,
        CompilerSettings settings, Path jdkHome, CompilerJdk jdk, List<CompilerPath> classpath,
        List<CompilerSide> upstream, List<Path> javacClasspath, Optional<CompilerModules> modules, CompilerProcessors processors,
        List<CompilerSide> processorSides, Optional<Path> resources) {

    /** Reads a source as it is now, also one that a processor made; its hash is that of what was read, so that a later edit is never missed. */
    CompilerSource read(String path) {
        SourceFile file = sources.get(path);
        String unsavedText = file == null ? null : unsaved.get(file.path());
        if (unsavedText != null) return new CompilerSource(path, ContentHash.of(unsavedText).hex(), unsavedText);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(Path.of(path));
        } catch (IOException e) {
            // Deleted since the snapshot was taken: the next snapshot will not have it.
            return new CompilerSource(path, ContentHash.of("no longer there").hex(), "");
        }
        return new CompilerSource(path, ContentHash.of(bytes).hex(), new String(bytes, file == null ? StandardCharsets.UTF_8 : settings.encoding()));
    }
}
