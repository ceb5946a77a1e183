package dev.testls.project;

import dev.testls.base.Cancel;
import dev.testls.base.FileStamp;
import dev.testls.project.WireModel.WireFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real Maven with our extension in it, run once, which writes its answer to a file. */
final class MavenRun {
    private static final Pattern BUILDING = Pattern.compile("^\\[INFO] Building (.+?)\\s*$");
    private static final Pattern DOWNLOADING = Pattern.compile("^(?:\\[INFO] )?Downloading from [^:]+: .*/([^/]+)$");

    private final Path directory;
    private final Path extensionJar;
    private final BuildProcess processes;
    private final List<String> output = new ArrayList<>();
    private FileStamp since = FileStamp.ABSENT;

    /** @param directory where the answer and what belongs to it are written */
    MavenRun(Path directory, Path extensionJar, BuildProcess processes) {
        this.directory = directory;
        this.extensionJar = extensionJar;
        this.processes = processes;
    }

    /**
     * Runs it to its end.
     *
     * @param outputs takes the place of every {@code target} directory
     * @param arguments what is to be done
     * @param edit what the answer's text is in truth
     * @param doing for people: {@code Reading}
     * @throws NoAnswer when it told nothing, with why
     */
    <T> T run(Cancel cancel, Path root, Map<String, String> environment, MavenCommand maven, Path outputs, List<String> arguments, Class<T> answer,
            UnaryOperator<String> edit, String doing, Consumer<String> progress) throws IOException, NoAnswer {
        Path told = directory.resolve("told.json");
        Path failure = directory.resolve("failure.json");
        Files.createDirectories(directory);
        Files.deleteIfExists(told);
        // Its time is the file system's own, and so comparable with those of the sources.
        since = FileStamp.of(Files.write(directory.resolve("begun"), new byte[] {'\n'}));
        Files.deleteIfExists(failure);
        List<String> all = new ArrayList<>(List.of(
                "--batch-mode", "-Dmaven.build.cache.enabled=false",
                "-Dmaven.ext.class.path=" + extensionJar, "-Dtls.model=" + told, "-Dtls.failure=" + failure, "-Dtls.outputs=" + outputs));
        all.addAll(arguments);
        List<String> command = maven.with(all);
        int exitCode = run(cancel, command, root, environment, line -> {
            output.add(line);
            tell(line, doing, progress);
        });
        cancel.check();
        Optional<WireFailure> failed = ModelStore.read(failure, WireFailure.class);
        if (failed.isPresent()) throw new NoAnswer(BuildProblems.of(root, failed.get()));
        if (exitCode != 0) throw new NoAnswer(BuildProblems.ofOutput(output, exitCode));
        return ModelStore.read(told, answer, edit).orElseThrow(() -> new NoAnswer(BuildProblems.noModel(output)));
    }

    /** What it printed. */
    List<String> output() {
        return output;
    }

    /** Of a file that was written when Maven was started: what was written later it may not have seen. */
    FileStamp since() {
        return since;
    }

    private int run(Cancel cancel, List<String> command, Path root, Map<String, String> environment, Consumer<String> line) throws NoAnswer {
        try {
            return processes.run(cancel, command, root, environment, line).exitCode();
        } catch (IOException e) {
            throw new NoAnswer(BuildProblems.cannotStart(command, e));
        }
    }

    private static void tell(String line, String doing, Consumer<String> progress) {
        Matcher building = BUILDING.matcher(line);
        if (building.matches()) progress.accept(doing + " " + building.group(1));
        Matcher downloading = DOWNLOADING.matcher(line);
        if (downloading.matches()) progress.accept("Downloading " + downloading.group(1));
    }

    /** The build told nothing; carries the reason past the steps that would have come. */
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient BuildProblem problem;

        NoAnswer(BuildProblem problem) {
            super(problem.message(), null, false, false);
            this.problem = problem;
        }

        BuildProblem problem() {
            return problem;
        }
    }
}
