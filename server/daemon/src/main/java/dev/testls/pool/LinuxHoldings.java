package dev.testls.pool;

import dev.testls.pool.Held.Kind;
import dev.testls.pool.Held.Thing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What Linux tells of a process below {@code /proc}. The tables of all sockets are read only for a process that has some which are
 * not known to be harmless; so a look at one that holds nothing costs about a millisecond.
 */
final class LinuxHoldings implements Holdings {
    /** As the kernel numbers the states of TCP. Where the other side has left, nobody is kept waiting. */
    private static final Set<String> CONNECTED = Set.of("01", "02", "03");
    private static final String LISTENING = "0A";
    /** The state of a Unix socket that has its other end, and never accepts connections then. */
    private static final String PAIRED = "03";
    /** The flag of a Unix socket that accepts connections. */
    private static final int ACCEPTS = 0x10000;

    private final Path proc;

    /** @param proc where the kernel tells of processes */
    LinuxHoldings(Path proc) {
        this.proc = proc;
    }

    @Override
    public Held of(ProcessHandle process, Held known) {
        Path directory = proc.resolve(String.valueOf(process.pid()));
        List<Thing> things = new ArrayList<>();
        Set<String> sockets = sockets(directory.resolve("fd"));
        sockets.removeAll(known.sockets());
        Set<String> harmless = new HashSet<>();
        if (!sockets.isEmpty()) {
            addInet(directory.resolve("net/tcp"), sockets, things);
            addInet(directory.resolve("net/tcp6"), sockets, things);
            addDatagrams(directory.resolve("net/udp"), sockets, things);
            addDatagrams(directory.resolve("net/udp6"), sockets, things);
            addUnix(directory.resolve("net/unix"), process.pid(), sockets, things, harmless);
        }
        addLocks(process.pid(), directory.resolve("fd"), things);
        things.addAll(children(process).things());
        return new Held(new Held(things).since(known).things(), harmless);
    }

    /** The processes that it has started, and theirs, where they live. */
    static Held children(ProcessHandle process) {
        if (process.children().findAny().isEmpty()) return Held.NOTHING;
        return new Held(process.descendants().filter(ProcessHandle::isAlive)
                .map(it -> new Thing(Kind.CHILD, "process " + it.pid(), "the process " + it.pid() + it.info().command().map(command -> " (" + command + ")").orElse("")))
                .toList());
    }

    /** Their inodes. */
    private static Set<String> sockets(Path descriptors) {
        Set<String> sockets = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path each : all) {
                String target = target(each);
                if (target.startsWith("socket:[")) sockets.add(target.substring("socket:[".length(), target.length() - 1));
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // It ended meanwhile, or hides what it does.
        }
        return sockets;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static void addInet(Path table, Set<String> sockets, List<Thing> things) {
        eachOf(table, 1, sockets, 9, (inode, fields) -> {
            if (fields[3].equals(LISTENING)) things.add(new Thing(Kind.PORT, inode, "the TCP port " + port(fields[1])));
            else if (CONNECTED.contains(fields[3])) things.add(new Thing(Kind.CONNECTION, inode, "a connection to " + address(fields[2])));
        });
    }

    /** One that was bound has a port from then on, whether it is connected or not. */
    private static void addDatagrams(Path table, Set<String> sockets, List<Thing> things) {
        eachOf(table, 1, sockets, 9, (inode, fields) -> {
            if (port(fields[1]) != 0) things.add(new Thing(Kind.PORT, inode, "the UDP port " + port(fields[1])));
        });
    }

    /**
     * A JVM has some without a name for its own use, and those that connect have none either: they tell nothing. By that which bears its number
     * tools attach to it, as the agents of mocking libraries do; it has been there since somebody did.
     */
    private static void addUnix(Path table, long pid, Set<String> sockets, List<Thing> things, Set<String> harmless) {
        eachOf(table, 1, sockets, 6, (inode, fields) -> {
            boolean accepts = (Integer.parseInt(fields[3], 16) & ACCEPTS) != 0;
            boolean attaches = fields.length > 7 && fields[7].matches(".*/\\.java_pid" + pid + "(\\.tmp)?");
            if (!accepts && fields[5].equals(PAIRED) || attaches) harmless.add(inode);
            else if (accepts && fields.length > 7) things.add(new Thing(Kind.PORT, inode, "the socket " + fields[7]));
        });
    }

    private void addLocks(long pid, Path descriptors, List<Thing> things) {
        for (String line : lines(proc.resolve("locks"))) {
            if (!line.contains(" " + pid + " ")) continue;
            // 1: POSIX  ADVISORY  WRITE 7923 fe:00:9978135 0 EOF; one that waits has an arrow after its number.
            String[] fields = line.trim().split("\\s+");
            if (fields.length < 8 || !fields[4].equals(String.valueOf(pid))) continue;
            String inode = fields[5].substring(fields[5].lastIndexOf(':') + 1);
            things.add(new Thing(Kind.LOCK, "lock " + fields[1] + " " + fields[5] + " " + fields[6] + " " + fields[7], "a lock on " + file(descriptors, inode)));
        }
    }

    private static String file(Path descriptors, String inode) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
            for (Path each : all) {
                if (target(each).startsWith("/") && inode.equals(String.valueOf(Files.getAttribute(each, "unix:ino")))) return target(each);
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // It ended meanwhile.
        }
        return "a file";
    }

    /** Of the lines of a table those whose field number {@code at} is one of the sockets; a line that is not as expected is left out. */
    private static void eachOf(Path table, int heading, Set<String> sockets, int at, BiConsumer<String, String[]> action) {
        List<String> lines = lines(table);
        for (String line : lines.subList(Math.min(heading, lines.size()), lines.size())) {
            String[] fields = line.trim().split("\\s+");
            if (fields.length <= at || !sockets.contains(fields[at])) continue;
            try {
                action.accept(fields[at], fields);
            } catch (RuntimeException e) {
                // Another kernel writes it in another way: then this socket is not seen.
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            // Names of sockets may be of any bytes.
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }

    /** {@code 0100007F:1F90} is 127.0.0.1:8080: each four bytes of the address as the processor has them, which is backwards. */
    private static String address(String address) {
        byte[] raw = HexFormat.of().parseHex(address.substring(0, address.indexOf(':')));
        byte[] bytes = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) bytes[i] = raw[(i & ~3) + 3 - (i & 3)];
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + ":" + port(address);
        } catch (UnknownHostException e) {
            return "port " + port(address);
        }
    }
}
