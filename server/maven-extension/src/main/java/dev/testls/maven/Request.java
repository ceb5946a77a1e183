package dev.testls.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** What the daemon asked for, by properties on Maven's command line. Without them the extension does nothing. */
final class Request {
    /** The file that the model is written to. */
    private static final String MODEL = "tls.model";
    /** The file that a failure is written to. */
    private static final String FAILURE = "tls.failure";
    /** The directory that takes the place of every {@code target} directory. */
    private static final String OUTPUTS = "tls.outputs";
    /** Set where modules are to be compiled, and not only read; then the model's file takes what came of it. */
    private static final String COMPILE = "tls.compile";
    /** Properties of the reading itself, which no test may see. */
    private static final Set<String> OWN = Collections.unmodifiableSet(
            new HashSet<>(Arrays.asList(MODEL, FAILURE, OUTPUTS, COMPILE, "maven.ext.class.path", "maven.build.cache.enabled")));

    private final Path model;
    private final Path failure;
    private final File outputs;
    private final boolean compiles;

    private Request(Properties properties) {
        this.model = new File(properties.getProperty(MODEL)).toPath();
        this.failure = new File(properties.getProperty(FAILURE)).toPath();
        this.outputs = new File(properties.getProperty(OUTPUTS));
        this.compiles = properties.containsKey(COMPILE);
    }

    static Optional<Request> of(Properties userProperties) {
        boolean complete = userProperties.containsKey(MODEL)
                && userProperties.containsKey(FAILURE)
                && userProperties.containsKey(OUTPUTS);
        return complete ? Optional.of(new Request(userProperties)) : Optional.empty();
    }

    static boolean isOwnProperty(String name) {
        return OWN.contains(name);
    }

    File outputs() {
        return outputs;
    }

    /** Whether the model, or what came of compiling, is written. */
    boolean isAnswered() {
        return Files.exists(model);
    }

    boolean compiles() {
        return compiles;
    }

    void writeModel(Map<String, ?> value) throws IOException {
        write(model, value);
    }

    void writeFailure(Map<String, ?> value) throws IOException {
        write(failure, value);
    }

    /** The file appears complete or not at all. */
    private static void write(Path file, Map<String, ?> value) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.write(partial, Json.write(value).getBytes(StandardCharsets.UTF_8));
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
