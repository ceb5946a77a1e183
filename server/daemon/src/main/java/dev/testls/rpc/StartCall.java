package dev.testls.rpc;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.testls.protocol.ExecParams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;

/** The command line that a daemon is started for, told to the process that is about to become it, and its answer where it needs none. */
public final class StartCall {
    private static final String ANSWER = "answer: ";

    private StartCall() {}

    /** Reads to the end; empty where nothing was told that can be understood. */
    public static Optional<ExecRequest> read(InputStream in) throws IOException {
        String text = new String(in.readNBytes(FrameReader.MAX_CONTENT), StandardCharsets.UTF_8);
        try {
            ExecParams params = new Gson().fromJson(text, ExecParams.class);
            return params == null ? Optional.empty() : Optional.of(FromWire.execRequest(params));
        } catch (JsonParseException | ResponseErrorException e) {
            return Optional.empty();
        }
    }

    /** What {@link #read} understands. */
    public static byte[] tell(ExecRequest it) {
        ExecParams.Terminal terminal = new ExecParams.Terminal(it.terminal(), it.errorTerminal(), it.color(), it.columns(), null);
        ExecParams params = new ExecParams(null, it.arguments(), it.workingDirectory().toString(), it.environment(), terminal);
        return new Gson().toJson(params).getBytes(StandardCharsets.UTF_8);
    }

    /** The answer as one line, for whoever started the process. */
    public static String line(Answer answer) {
        return ANSWER + new Gson().toJson(answer);
    }

    /** Empty where the line says something else. */
    public static Optional<Answer> answerOf(String line) {
        return line.startsWith(ANSWER) ? Optional.of(new Gson().fromJson(line.substring(ANSWER.length()), Answer.class)) : Optional.empty();
    }

    /** What a command line's process writes, and exits with. */
    public record Answer(int exitCode, String out, String err) {}
}
