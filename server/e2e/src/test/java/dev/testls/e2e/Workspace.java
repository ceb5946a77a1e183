package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.oracle.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of a project, with a state directory and so a daemon of its own, which ends with it. */
final class Workspace implements AutoCloseable {
    /** What the first daemon that ended has written of its classes; others start and end faster with it. */
    private static Optional<Path> classArchive = Optional.empty();

    /** Named so that the path of a socket below it stays short. */
    private final Path place;
    private final Path project;
    private int runs;

    private Workspace(Path place, Path project) {
        this.place = place;
        this.project = project;
    }

    /** A copy of a project of this repository, such as {@code examples/shop}. */
    static Workspace of(String pathInRepository) {
        return copyOf(repository().resolve(pathInRepository));
    }

    static Workspace copyOf(Path original) {
        try {
            Path place = Files.createTempDirectory("e2e").toRealPath();
            Files.createDirectory(place.resolve("logs"));
            Workspace workspace = new Workspace(place, place.resolve(original.getFileName()));
            Trees.copyProject(original, workspace.project);
            workspace.takeArchive();
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void takeArchive() throws IOException {
        synchronized (Workspace.class) {
            if (classArchive.isEmpty()) return;
            Files.createDirectory(home());
            Files.setPosixFilePermissions(home(), PosixFilePermissions.fromString("rwx------"));
            Files.createLink(home().resolve(classArchive.get().getFileName()), classArchive.get());
        }
    }

    private void keepArchive() throws IOException {
        synchronized (Workspace.class) {
            if (classArchive.isPresent() || Files.notExists(home())) return;
            try (Stream<Path> files = Files.list(home())) {
                Optional<Path> written = files.filter(it -> it.toString().endsWith(".jsa")).findFirst();
                if (written.isEmpty()) return;
                Path kept = Files.createTempDirectory("e2e-archive").resolve(written.get().getFileName());
                // In the order from the last to the first.
                kept.getParent().toFile().deleteOnExit();
                kept.toFile().deleteOnExit();
                classArchive = Optional.of(Files.createLink(kept, written.get()));
            }
        }
    }

    static Path repository() {
        Path repository = Path.of(System.getProperty("tls.repository", "../..")).toAbsolutePath().normalize();
        assertThat(repository.resolve("examples/shop/pom.xml")).exists();
        return repository;
    }

    Path path() {
        return project;
    }

    /** The state directory. */
    Path home() {
        return place.resolve("s");
    }

    /** Where files may lie that are not the project's. */
    Path beside(String name) {
        return place.resolve(name);
    }

    Tls start(String... arguments) {
        return startWith(Map.of(), arguments);
    }

    Tls startWith(Map<String, String> environment, String... arguments) {
        Map<String, String> all = new HashMap<>(Map.of("TLS_HOME", home().toString()));
        all.putAll(environment);
        return Tls.start(project, place.resolve("logs"), all, arguments);
    }

    Tls.Ended tls(String... arguments) {
        return start(arguments).ended();
    }

    /** {@code tls run}, with what it told as events. */
    Run run(String... arguments) {
        Path events = place.resolve("events-" + ++runs + ".json");
        List<String> words = new ArrayList<>(List.of("run", "--json", events.toString()));
        words.addAll(List.of(arguments));
        Tls.Ended ended = tls(words.toArray(String[]::new));
        return new Run(ended, Events.read(events));
    }

    /** Replaces text that a file holds exactly once. */
    void edit(String file, String before, String after) {
        String text = read(file);
        assertThat(text.split(Pattern.quote(before), -1)).as("%s holds this once: %s", file, before).hasSize(2);
        write(file, text.replace(before, after));
    }

    String read(String file) {
        try {
            return Files.readString(project.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String file, String text) {
        try {
            Files.createDirectories(project.resolve(file).getParent());
            Files.writeString(project.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what Maven built. */
    void clean() throws IOException {
        try (Stream<Path> directories = Files.walk(project)) {
            for (Path output : directories.filter(Trees::isBuildOutput).toList()) Trees.delete(output);
        }
    }

    @Override
    public void close() throws IOException {
        tls("stop");
        keepArchive();
        Trees.delete(place);
    }

    /** A run that has ended. */
    record Run(Tls.Ended process, Events events) {
        Run exits(int code) {
            process.exits(code);
            return this;
        }

        Run says(String... parts) {
            process.says(parts);
            return this;
        }

        /** Checks how tests ended, each as {@code shop.MoneyTest#adds passed}; those not named may end as they like. */
        Run told(String... endings) {
            assertThat(events.endings()).contains(endings);
            return this;
        }
    }
}
