package dev.testls.protocol;

import com.google.gson.FormattingStyle;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The binding as a JSON Schema: {@code $defs} are the records, {@code methods} say which of them a method takes and gives.
 *
 * <p>{@link SchemaTest} holds the committed file against this; run it with {@code -Dupdate} to write the file anew.
 */
final class Schema {
    static final Path FILE = Path.of("schema.json");
    private static final Gson GSON =
            new GsonBuilder().setFormattingStyle(FormattingStyle.PRETTY).disableHtmlEscaping().create();

    private Schema() {}

    static String text() {
        JsonObject schema = new JsonObject();
        schema.addProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.addProperty("title", "tls protocol, version " + Protocol.VERSION);
        schema.addProperty("$comment", "Generated from the Java binding; see pages/versions.md.");
        JsonObject methods = new JsonObject();
        Binding.calls().values().forEach(call -> methods.add(call.name(), method(call)));
        schema.add("methods", methods);
        JsonObject definitions = new JsonObject();
        Binding.records().forEach((name, type) -> definitions.add(name, definition(type)));
        schema.add("$defs", definitions);
        return GSON.toJson(schema) + "\n";
    }

    static void write() throws IOException {
        Files.writeString(FILE, text());
    }

    private static JsonObject method(Binding.Call call) {
        JsonObject method = new JsonObject();
        method.addProperty("sender", call.toServer() ? "client" : "server");
        method.addProperty("kind", call.request() ? "request" : "notification");
        call.params().ifPresent(it -> method.add("params", reference(it)));
        call.result().ifPresent(it -> method.add("result", reference(it)));
        return method;
    }

    private static JsonObject definition(Class<?> type) {
        JsonObject definition = new JsonObject();
        definition.addProperty("type", "object");
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (RecordComponent component : type.getRecordComponents()) {
            properties.add(component.getName(), property(component));
            if (component.isAnnotationPresent(Required.class)) required.add(component.getName());
        }
        definition.add("properties", properties);
        if (!required.isEmpty()) definition.add("required", required);
        return definition;
    }

    private static JsonObject property(RecordComponent component) {
        JsonObject property = type(component.getGenericType());
        JsonObject words = property.has("items") ? property.getAsJsonObject("items") : property;
        Words said = component.getAnnotation(Words.class);
        if (said != null) {
            JsonArray list = new JsonArray();
            Stream.of(said.value()).forEach(list::add);
            words.add(said.open() ? "examples" : "enum", list);
        }
        Limits limits = component.getAnnotation(Limits.class);
        if (limits != null) {
            property.addProperty("minimum", limits.from());
            property.addProperty("maximum", limits.to());
        }
        return property;
    }

    private static JsonObject type(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == List.class) return with(simple("array"), "items", type(element));
            if (generic.getRawType() == Map.class) return with(simple("object"), "additionalProperties", type(element));
            throw new IllegalArgumentException("no type of the protocol: " + type);
        }
        if (type == String.class) return simple("string");
        if (type == Boolean.class) return simple("boolean");
        if (type == Double.class) return simple("number");
        if (type == Integer.class || type == int.class || type == Long.class) return simple("integer");
        if (type instanceof Class<?> record && record.isRecord()) return reference(record);
        throw new IllegalArgumentException("no type of the protocol: " + type);
    }

    private static JsonObject simple(String name) {
        JsonObject type = new JsonObject();
        type.addProperty("type", name);
        return type;
    }

    private static JsonObject with(JsonObject type, String name, JsonObject value) {
        type.add(name, value);
        return type;
    }

    private static JsonObject reference(Class<?> type) {
        JsonObject reference = new JsonObject();
        reference.addProperty("$ref", "#/$defs/" + Binding.name(type));
        return reference;
    }
}
