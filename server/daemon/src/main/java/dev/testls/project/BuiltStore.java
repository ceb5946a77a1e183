package dev.testls.project;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.testls.base.CacheFile;
import dev.testls.base.ContentHash;
import dev.testls.model.ModuleId;
import dev.testls.model.Problem;
import dev.testls.model.SourcePath;
import dev.testls.project.BuiltModules.Built;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the build's own compilers made, on disk. A file that is not as it was written is as good as none: all is compiled anew. */
final class BuiltStore {
    /** Raised when what is stored changes its meaning. */
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path file;

    BuiltStore(Path file) {
        this.file = file;
    }

    /** @param inputs what the module was made of, as a digest; empty when nobody knows */
    record Entry(String inputs, Side main, Side test) {
        /** @param made the files, by name relative to where they are used, each with its content's hash */
        record Side(String classes, SortedMap<String, String> made, String broken, List<Said> said) {
            Side(String classes, SortedMap<String, String> made, String broken, java.util.Collection<Problem> problems) {
                this(classes, made, broken, problems.stream().map(Said::of).toList());
            }

            private BuiltSide built() {
                return new BuiltSide(Path.of(classes), ContentHash.of(this.toString()).hex(), broken, said.stream().map(Said::problem).toList());
            }
        }

        /** A problem. */
        record Said(String file, int line, int column, int length, String message, String sourceLine) {
            static Said of(Problem problem) {
                return new Said(problem.file().map(SourcePath::toString).orElse(""), problem.line(), problem.column(), problem.length(), problem.message(), problem.sourceLine());
            }

            Problem problem() {
                return new Problem(Problem.Severity.ERROR, file.isEmpty() ? Optional.empty() : Optional.of(SourcePath.of(file)), line, column, length, message, sourceLine);
            }
        }
    }

    private record Stored(int format, String root, SortedMap<String, Entry> entries) {}

    SortedMap<String, Entry> load(Path root) {
        return CacheFile.read(file).flatMap(content -> {
            try {
                return Optional.of(JSON.readValue(content, Stored.class));
            } catch (IOException e) {
                // Of an earlier version.
                return Optional.empty();
            }
        }).filter(it -> it.format() == FORMAT && it.root().equals(root.toString())).map(Stored::entries).orElse(new TreeMap<>());
    }

    void save(Path root, SortedMap<String, Entry> entries) throws IOException {
        CacheFile.write(file, JSON.writeValueAsBytes(new Stored(FORMAT, root.toString(), entries)));
    }

    void delete() throws IOException {
        CacheFile.delete(file);
    }

    static BuiltModules built(SortedMap<String, Entry> entries) {
        Map<ModuleId, Built> modules = new HashMap<>();
        entries.forEach((id, entry) -> modules.put(new ModuleId(id), new Built(entry.main().built(), entry.test().built())));
        return new BuiltModules(modules);
    }
}
