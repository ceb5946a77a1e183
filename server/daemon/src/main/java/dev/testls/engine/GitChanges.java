package dev.testls.engine;

import dev.testls.base.Cancel;
import dev.testls.pool.ChildProcess;
import dev.testls.select.BadExpression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which files differ from a git revision: those that git follows, and those that it does not know and does not ignore. */
final class GitChanges {
    private final Cancel cancel;
    private final Path directory;
    private final Map<String, String> environment;

    private GitChanges(Cancel cancel, Path directory, Map<String, String> environment) {
        this.cancel = cancel;
        this.directory = directory;
        this.environment = environment;
    }

    /**
     * Absolute paths of the files in the work tree that differ from the revision; a renamed one under both its names.
     *
     * @throws BadExpression when there is no git, no repository or no such revision
     */
    static Set<Path> since(Cancel cancel, Path directory, Map<String, String> environment, String revision) {
        return new GitChanges(cancel, directory, environment).since(revision);
    }

    private Set<Path> since(String revision) {
        Answer top = git("rev-parse", "--show-toplevel");
        if (top.code != 0) throw new BadExpression("Cannot tell what changed since '" + revision + "': " + directory + " is in no git repository.");
        // A revision that begins with a dash would be an option.
        boolean known = !revision.startsWith("-") && git("rev-parse", "--verify", "--quiet", revision + "^{commit}").code == 0;
        if (!known) throw new BadExpression("Cannot tell what changed since '" + revision + "': git knows no such revision.");
        Path root = Path.of(top.lines.get(0));
        Set<Path> changed = new LinkedHashSet<>();
        Answer followed = git("-c", "core.quotePath=false", "diff", "--name-only", "--no-renames", revision, "--");
        Answer others = git("-c", "core.quotePath=false", "ls-files", "--others", "--exclude-standard", "--full-name", "--", ":/");
        for (Answer answer : List.of(followed, others)) {
            if (answer.code != 0) throw new BadExpression("Cannot tell what changed since '" + revision + "': git said: " + String.join(" ", answer.lines));
            answer.lines.forEach(line -> changed.add(resolve(root, line)));
        }
        return changed;
    }

    /** The root as git tells it may be behind a link that the workspace's own path goes through. */
    private Path resolve(Path root, String line) {
        String name = line.startsWith("\"") && line.endsWith("\"") && line.length() > 1 ? line.substring(1, line.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\") : line;
        try {
            Path real = directory.toRealPath();
            Path file = root.toRealPath().resolve(name);
            return file.startsWith(real) ? directory.resolve(real.relativize(file)) : file;
        } catch (IOException e) {
            return root.resolve(name);
        }
    }

    private Answer git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        List<String> lines = new ArrayList<>();
        try {
            int code = ChildProcess.run(cancel, command, directory, environment, lines::add);
            cancel.check();
            return new Answer(code, lines);
        } catch (IOException e) {
            throw new BadExpression("Cannot start git, which tells what changed: " + e.getMessage());
        }
    }

    private record Answer(int code, List<String> lines) {}

    /** Whether a file that git tells of is no more. */
    static boolean isDeleted(Path file) {
        return Files.notExists(file);
    }
}
