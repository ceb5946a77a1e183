package dev.testls.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The daemon's own command line, which only clients write: {@code --root DIR --dist DIR}, and {@code --call stdin} where the
 * command line that it is started for comes on standard input.
 *
 * @param distribution where {@code lib/} lies
 * @param build what its files are, as packaging wrote it; empty text where nothing was packaged
 * @param built when they were packaged; the same
 */
record DaemonOptions(Path root, Path distribution, String version, String build, String built, boolean readsCall) {
    private static final List<String> REQUIRED = List.of("--root", "--dist");
    private static final String CALL = "--call";

    static DaemonOptions parse(String[] arguments) throws Refusal {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!REQUIRED.contains(arguments[i]) && !arguments[i].equals(CALL) || i + 1 == arguments.length) {
                throw new Refusal(
                        "the daemon is started by tls, with --root DIR --dist DIR; not understood: " + arguments[i]);
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        if (!values.keySet().containsAll(REQUIRED)) throw new Refusal("the daemon is started by tls, with --root DIR --dist DIR");
        Path distribution = Path.of(values.get("--dist"));
        return new DaemonOptions(Path.of(values.get("--root")), distribution, ownVersion(), buildOf(distribution), builtOf(distribution), values.containsKey(CALL));
    }

    /** The release that this class was packaged in; {@code dev} when it was not. */
    static String ownVersion() {
        String version = DaemonOptions.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    /** What the distribution's files are. */
    static String buildOf(Path distribution) throws Refusal {
        return read(distribution.resolve("lib").resolve("build-id"));
    }

    /** When they were packaged. */
    static String builtOf(Path distribution) throws Refusal {
        return read(distribution.resolve("lib").resolve("build-time"));
    }

    private static String read(Path file) throws Refusal {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new Refusal("cannot read " + file + ": " + e, e);
        }
    }
}
