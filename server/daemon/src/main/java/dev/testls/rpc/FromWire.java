package dev.testls.rpc;

import dev.testls.protocol.ExecParams;
import dev.testls.protocol.StopParams;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/** Wire records, which may hold anything, to values that hold what they say; or the error {@code InvalidParams}. */
final class FromWire {
    private FromWire() {}

    static ExecRequest execRequest(@Nullable ExecParams wire) {
        ExecParams params = required("params", wire);
        ExecParams.Terminal terminal = params.terminal() == null
                ? new ExecParams.Terminal(null, null, null, null, null) : params.terminal();
        int columns = terminal.columns() == null ? 0 : terminal.columns();
        if (columns < 0) throw invalid("terminal.columns: not negative, please: " + columns);
        return new ExecRequest(
                arguments(required("argv", params.argv())), directory(required("cwd", params.cwd())),
                environment(required("env", params.env())), isTrue(terminal.stdout()), isTrue(terminal.stderr()),
                isTrue(terminal.color()), columns, input(terminal.input()));
    }

    /** An open enum: what is unknown here cannot be typed at. */
    private static Input input(@Nullable String wire) {
        if (ExecParams.Terminal.KEYS.equals(wire)) return Input.KEYS;
        return ExecParams.Terminal.LINES.equals(wire) ? Input.LINES : Input.NONE;
    }

    static StopWhen stopWhen(@Nullable StopParams wire) {
        String when = required("when", required("params", wire).when());
        return switch (when) {
            case StopParams.IDLE -> StopWhen.IDLE;
            case StopParams.NOW -> StopWhen.NOW;
            default -> throw invalid("when: \"idle\" or \"now\" is required");
        };
    }

    private static List<String> arguments(List<@Nullable String> wire) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < wire.size(); i++) arguments.add(required("argv[" + i + "]", wire.get(i)));
        return arguments;
    }

    private static Path directory(String wire) {
        try {
            Path directory = Path.of(wire);
            if (directory.isAbsolute()) return directory;
        } catch (InvalidPathException e) {
            // As wrong as a relative one.
        }
        throw invalid("cwd: an absolute path is required");
    }

    private static SortedMap<String, String> environment(Map<String, @Nullable String> wire) {
        SortedMap<String, String> environment = new TreeMap<>();
        wire.forEach((name, value) -> environment.put(name, required("env." + name, value)));
        return environment;
    }

    private static boolean isTrue(@Nullable Boolean wire) {
        return wire != null && wire;
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) throw invalid(name + ": required");
        return value;
    }

    private static ResponseErrorException invalid(String message) {
        return new ResponseErrorException(new ResponseError(ResponseErrorCode.InvalidParams, message, null));
    }
}
