package dev.testls.conformance;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The program: {@code --socket FILE}, or {@code -- COMMAND...} for a server on standard streams that serves one workspace to
 * several processes. Prints a line for each violation; exits with 0 when there is none, else with 1.
 *
 * <p>The workspace under the server needs one test that can run; a slow one shows more of cancelling.
 */
public final class Conformance {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Conformance() {}

    public static void main(String[] arguments) throws IOException {
        Wire.Dialer dialer = dialer(List.of(arguments));
        Violations violations = examine(dialer, PATIENCE);
        violations.all().forEach(System.out::println);
        System.out.println(violations.checks() + " checks, " + violations.all().size() + " violations");
        System.exit(violations.all().isEmpty() ? 0 : 1);
    }

    /**
     * Drives a server through all duties.
     *
     * @param patience how long to wait for what has to come
     */
    public static Violations examine(Wire.Dialer dialer, Duration patience) throws IOException {
        Violations violations = new Violations();
        new Duties(dialer, violations, new Schema(), patience).examine();
        return violations;
    }

    private static Wire.Dialer dialer(List<String> arguments) {
        if (arguments.size() == 2 && arguments.get(0).equals("--socket")) {
            Path socket = Path.of(arguments.get(1));
            return () -> {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                channel.connect(UnixDomainSocketAddress.of(socket));
                return Wire.of(channel);
            };
        }
        if (arguments.size() > 1 && arguments.get(0).equals("--")) {
            List<String> command = arguments.subList(1, arguments.size());
            return () -> {
                Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
                return Wire.of(process.getInputStream(), process.getOutputStream(), process::destroy);
            };
        }
        throw new IllegalArgumentException("one of these is wanted: --socket FILE, or -- COMMAND...");
    }
}
