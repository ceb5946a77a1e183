package dev.testls.project;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Maven that the user would run in a directory, and what is known of it without running it. */
final class MavenCommand {
    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final Path script;

    private MavenCommand(Path script) {
        this.script = script;
    }

    /** The project's own wrapper, else the first {@code mvn} on the caller's {@code PATH}. */
    static Optional<MavenCommand> locate(Path root, Map<String, String> environment) {
        Path wrapper = root.resolve(WINDOWS ? "mvnw.cmd" : "mvnw");
        if (Files.isRegularFile(wrapper)) return Optional.of(new MavenCommand(wrapper));
        return onPath(WINDOWS ? "mvn.cmd" : "mvn", environment).map(MavenCommand::new);
    }

    static Optional<Path> onPath(String program, Map<String, String> environment) {
        for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (directory.isEmpty()) continue;
            Path candidate = Path.of(directory).resolve(program);
            if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) return Optional.of(candidate);
        }
        return Optional.empty();
    }

    Path script() {
        return script;
    }

    /** A wrapper that lost its executable bit, as archives and some clones have it, still runs. */
    List<String> with(List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (!WINDOWS && !Files.isExecutable(script)) command.add("sh");
        command.add(script.toString());
        command.addAll(arguments);
        return command;
    }
}
