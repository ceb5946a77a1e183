package dev.testls.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.junit.jupiter.api.Test;

/** Schema, binding and examples say the same. */
class SchemaTest {
    private final ObjectMapper jackson = new ObjectMapper();
    private final JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    @Test
    void theCommittedSchemaIsThatOfTheBinding() throws IOException {
        if (System.getProperty("update") != null) Schema.write();
        assertThat(Files.readString(Schema.FILE)).as("run this test with -Dupdate and review what changed").isEqualTo(Schema.text());
    }

    @Test
    void whatExamplesHoldIsValid() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Examples.Told told : Examples.all()) {
            Optional<Binding.Call> call = Optional.ofNullable(Binding.calls().get(told.method()));
            if (call.isEmpty() || !told.asIntended() || told.message().has("error")) continue;
            Optional<Class<?>> type = told.isAnswer() ? call.get().result() : call.get().params();
            assertThat(type.isPresent() || told.content().isEmpty() || !told.method().startsWith("tls/")).as(told + ": nothing is expected").isTrue();
            if (type.isEmpty() || told.method().equals("shutdown")) continue;
            seen++;
            schema(type.get()).validate(jackson.readTree(told.content().map(JsonElement::toString).orElse("{}")))
                    .forEach(it -> wrong.add(told + ": " + it));
        }
        assertThat(seen).isGreaterThan(80);
        assertThat(wrong).isEmpty();
    }

    @Test
    void theSchemaRefusesWhatThePagesForbid() throws IOException {
        assertThat(errors(RunParams.class, "{}")).hasSize(1);
        assertThat(errors(RunParams.class, "{'runId':7}")).hasSize(1);
        assertThat(errors(RunParams.class, "{'runId':'r','kind':'walk'}")).hasSize(1);
        assertThat(errors(RunParams.class, "{'runId':'r','workers':0}")).hasSize(1);
        assertThat(errors(RunPhaseParams.class, "{'runId':'r','phase':'anything'}")).isEmpty();
        assertThat(errors(RunParams.class, "{'runId':'r','include':['a'],'affected':{'since':'HEAD'},'env':{'A':'b'},'new':1}")).isEmpty();
    }

    /** Nothing is lost or bent by the binding: a misspelt member would be gone. */
    @Test
    void theBindingReadsAndWritesExamplesUnchanged() {
        Map<String, JsonRpcMethod> methods = new HashMap<>();
        for (Class<?> side : List.of(TlsServer.class, TlsTests.class, TlsClient.class)) methods.putAll(ServiceEndpoints.getSupportedMethods(side));
        for (Examples.Told told : Examples.all()) {
            Binding.Call call = Binding.calls().get(told.method());
            // The params of a method that has none are the sender's own business.
            if (call == null || !told.asIntended() || call.params().isEmpty() && told.message().has("params")) continue;
            MessageJsonHandler json = new MessageJsonHandler(methods);
            json.setMethodProvider(id -> told.method());
            String again = json.serialize(json.parseMessage(told.message().toString()));
            assertThat(JsonParser.parseString(again)).as(told.toString()).isEqualTo(told.message());
        }
    }

    private Set<?> errors(Class<?> type, String content) throws IOException {
        return schema(type).validate(jackson.readTree(content.replace('\'', '"')));
    }

    private JsonSchema schema(Class<?> type) throws IOException {
        JsonNode whole = jackson.readTree(Files.readString(Schema.FILE));
        ((com.fasterxml.jackson.databind.node.ObjectNode) whole).put("$ref", "#/$defs/" + Binding.name(type));
        return factory.getSchema(whole);
    }
}
