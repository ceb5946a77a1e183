package dev.testls.project;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.testls.base.CacheFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/** The last good model on disk. A file that is not as it was written is as good as none: the model is read anew. */
final class ModelStore {
    /** Raised when what is stored changes its meaning. */
    private static final int FORMAT = 6;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Path directory;

    ModelStore(Path directory) {
        this.directory = directory;
    }

    /**
     * A model and what it was made of.
     *
     * @param made the outputs of the build, as {@link BuildOutputs#bringOver} told them
     */
    record Stored(int format, String root, WireModel model, SortedMap<String, String> made, Fingerprint fingerprint) {}

    Optional<Stored> load(Path root) {
        return load(directory.resolve("model.json"), Stored.class)
                .filter(stored -> stored.format() == FORMAT && root.toString().equals(stored.root()));
    }

    Resources loadResources() {
        return load(directory.resolve("resources.json"), Resources.class).orElse(Resources.none());
    }

    void save(Path root, WireModel model, SortedMap<String, String> made, Fingerprint fingerprint, Resources resources)
            throws IOException {
        // In this order: resources without their model do no harm, a model without its resources would.
        save(resources);
        write(directory.resolve("model.json"), new Stored(FORMAT, root.toString(), model, made, fingerprint));
    }

    void save(Resources resources) throws IOException {
        write(directory.resolve("resources.json"), resources);
    }

    /** What the build tool wrote. */
    static <T> Optional<T> read(Path file, Class<T> type) {
        return read(file, type, text -> text);
    }

    /** What {@code file} holds once {@code edit} was applied to its text. */
    static <T> Optional<T> read(Path file, Class<T> type, UnaryOperator<String> edit) {
        if (!Files.isRegularFile(file)) return Optional.empty();
        try {
            return Optional.ofNullable(JSON.readValue(edit.apply(Files.readString(file)), type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What {@link #write} wrote. */
    private static <T> Optional<T> load(Path file, Class<T> type) {
        return CacheFile.read(file).flatMap(content -> {
            try {
                return Optional.ofNullable(JSON.readValue(content, type));
            } catch (IOException e) {
                // Of an earlier version.
                return Optional.empty();
            }
        });
    }

    private static void write(Path file, Object value) throws IOException {
        CacheFile.write(file, JSON.writeValueAsBytes(value));
    }
}
