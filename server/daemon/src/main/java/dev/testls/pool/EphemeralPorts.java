package dev.testls.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ports that the system gives to those who want any. */
record EphemeralPorts(int first, int last) {
    static final EphemeralPorts OF_SYSTEM = read(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));

    /** Where the system does not tell, those that the standard sets aside. */
    static EphemeralPorts read(Path file) {
        try {
            String[] bounds = Files.readString(file).strip().split("\\s+");
            return new EphemeralPorts(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
        } catch (IOException | RuntimeException e) {
            return new EphemeralPorts(49152, 65535);
        }
    }

    boolean hold(int port) {
        return port >= first && port <= last;
    }
}
