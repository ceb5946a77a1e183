package dev.testls.app;

import com.sun.security.auth.module.UnixSystem;
import dev.testls.base.ContentHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the daemon of a workspace listens and keeps its state; the same rule as the native client's, by golden
 * examples.
 *
 * @param root the workspace's, symbolic links resolved
 * @param run the directory of all sockets of this user
 * @param state the directory of this workspace's state
 */
record Rendezvous(Path root, Path run, Path state, Path socket) {
    /** One less than the shortest {@code sun_path} in use (104 bytes on macOS), with room to spare. */
    private static final int MAX_SOCKET_PATH = 99;

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    /**
     * A function of the root and the environment alone, but for one look: {@code XDG_RUNTIME_DIR} counts where it is a
     * directory of this user's, which it is not under sudo.
     */
    static Rendezvous of(Path root, Map<String, String> environment) throws Refusal {
        Path home = stateHome(environment);
        Path run = home.resolve("run");
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (environment.getOrDefault("TLS_HOME", "").isEmpty() && isAbsolute(runtime) && isMine(Path.of(runtime))) {
            run = Path.of(runtime, "tls");
        }
        String name = ContentHash.of(root.toString()).hex().substring(0, 16);
        Path socket = run.resolve(name + ".sock");
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_SOCKET_PATH) {
            throw new Refusal("the path of the socket has " + length + " bytes, and a system takes " + MAX_SOCKET_PATH
                    + ": " + socket + ". Set TLS_HOME to a directory with a shorter path");
        }
        return new Rendezvous(root, run, home.resolve(name), socket);
    }

    Path log() {
        return state.resolve("daemon.log");
    }

    /** Held by a client while it starts the daemon, so that of two first calls one starts it and one waits. */
    Path startLock() {
        return state.resolve("start.lock");
    }

    /** Held by the daemon while it lives; its process id stands in it, for people. */
    Path daemonLock() {
        return state.resolve("daemon.lock");
    }

    /** Makes the two directories, readable by this user alone, and refuses those that are not. */
    void prepare() throws Refusal {
        for (Path directory : List.of(run, state)) makePrivate(directory);
    }

    static Refusal cannotWrite(Path path, IOException cause) {
        boolean reasoned = cause instanceof FileSystemException e && e.getReason() != null;
        String why = reasoned ? ((FileSystemException) cause).getReason() : cause.getMessage();
        return new Refusal("cannot write " + path + ": " + why
                + ". Mend that, or set TLS_HOME to a directory that can be written", cause);
    }

    private static Path stateHome(Map<String, String> environment) throws Refusal {
        String own = environment.getOrDefault("TLS_HOME", "");
        if (!own.isEmpty() && !isAbsolute(own)) throw new Refusal("TLS_HOME is not an absolute path: " + own);
        if (!own.isEmpty()) return Path.of(own).normalize();
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        if (isAbsolute(cache)) return Path.of(cache, "tls").normalize();
        String home = environment.getOrDefault("HOME", "");
        if (isAbsolute(home)) return Path.of(home, ".cache", "tls").normalize();
        throw new Refusal("no place for the state: neither TLS_HOME, XDG_CACHE_HOME nor HOME is set");
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/");
    }

    private static void makePrivate(Path directory) throws Refusal {
        try {
            if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNER));
            }
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new Refusal(directory + " is not a directory. Remove it, or set TLS_HOME to another one");
            }
            if (owner(directory) != user()) {
                throw new Refusal(directory + " belongs to another user (" + owner(directory)
                        + "). Set TLS_HOME to a directory of your own");
            }
            Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(directory));
            open.removeAll(OWNER);
            if (!open.isEmpty()) {
                throw new Refusal(directory + " is open to others. Run: chmod 700 " + directory);
            }
        } catch (IOException e) {
            throw cannotWrite(directory, e);
        }
    }

    private static boolean isMine(Path directory) {
        try {
            return Files.isDirectory(directory) && owner(directory) == user();
        } catch (IOException e) {
            return false;
        }
    }

    private static long owner(Path path) throws IOException {
        @Nullable Object uid = Files.getAttribute(path, "unix:uid");
        return uid instanceof Integer id ? Integer.toUnsignedLong(id) : -1;
    }

    private static long user() {
        return new UnixSystem().getUid();
    }
}
