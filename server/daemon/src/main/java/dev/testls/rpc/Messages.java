package dev.testls.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.jspecify.annotations.Nullable;

/**
 * Text to messages, for text that anybody may have written.
 *
 * <p>LSP4J parses leniently, leaves text that is no JSON unanswered, and answers wrong types with a stack trace; so the
 * outline of each message is read strictly here, before LSP4J sees it.
 */
final class Messages {
    private Messages() {}

    /** For a peer that offers {@code local} and is asked through {@code remote}. */
    static MessageJsonHandler handler(Class<?> local, Class<?> remote) {
        Map<String, JsonRpcMethod> methods = new HashMap<>(ServiceEndpoints.getSupportedMethods(remote));
        methods.putAll(ServiceEndpoints.getSupportedMethods(local));
        return new MessageJsonHandler(methods);
    }

    /** @throws Malformed with the answer that the specification demands */
    static Message parse(MessageJsonHandler json, String content) throws Malformed {
        JsonElement tree = strictly(content);
        if (!tree.isJsonObject()) throw new Malformed(null, ResponseErrorCode.InvalidRequest, "a message is an object");
        JsonObject outline = tree.getAsJsonObject();
        Either<String, Number> id = id(outline);
        JsonElement method = outline.get("method");
        if (method != null && !isString(method)) {
            throw new Malformed(id, ResponseErrorCode.InvalidRequest, "method: a string is required");
        }
        if (method == null && (id == null || !outline.has("result") && !outline.has("error"))) {
            throw new Malformed(
                    id, ResponseErrorCode.InvalidRequest, "neither a request, a notification nor a response");
        }
        try {
            return json.parseMessage(content);
        } catch (RuntimeException wrongTypes) {
            throw new Malformed(id, ResponseErrorCode.InvalidParams, "params: not of the types that the method wants");
        }
    }

    /** The answer to what could not be understood. */
    static ResponseMessage answer(MessageJsonHandler json, Malformed malformed) {
        ResponseMessage answer = new ResponseMessage();
        answer.setJsonHandler(json);
        answer.setRawId(malformed.id);
        answer.setError(new ResponseError(malformed.code, malformed.getMessage(), null));
        return answer;
    }

    private static JsonElement strictly(String content) throws Malformed {
        JsonReader reader = new JsonReader(new StringReader(content));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement tree = JsonParser.parseReader(reader);
            // Gson takes nothing at all for null.
            if (reader.peek() == JsonToken.END_DOCUMENT && !content.isBlank()) return tree;
        } catch (JsonParseException | IOException e) {
            // Gson's text names its own settings, which would puzzle the author of a client.
        }
        throw new Malformed(null, ResponseErrorCode.ParseError, "the content is not JSON");
    }

    private static @Nullable Either<String, Number> id(JsonObject outline) throws Malformed {
        JsonElement id = outline.get("id");
        if (id == null || id.isJsonNull()) return null;
        if (isString(id)) return Either.forLeft(id.getAsString());
        if (id instanceof JsonPrimitive primitive && primitive.isNumber() && isInt(primitive.getAsString())) {
            return Either.forRight(id.getAsInt());
        }
        throw new Malformed(null, ResponseErrorCode.InvalidRequest, "id: a string or a 32-bit integer is required");
    }

    private static boolean isString(JsonElement element) {
        return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
    }

    private static boolean isInt(String number) {
        if (number.length() > 16) return false;
        try {
            new BigDecimal(number).intValueExact();
            return true;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** What came is no message, or not one that can be understood; carries the answer. */
    static final class Malformed extends Exception {
        private final transient @Nullable Either<String, Number> id;
        private final ResponseErrorCode code;

        Malformed(@Nullable Either<String, Number> id, ResponseErrorCode code, String message) {
            super(message);
            this.id = id;
            this.code = code;
        }
    }
}
