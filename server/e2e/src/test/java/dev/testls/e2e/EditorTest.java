package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.testls.conformance.Conformance;
import dev.testls.conformance.Violations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Editors over {@code tls lsp}: the protocol's duties, and LSP alone. */
@Timeout(Tls.PATIENCE_SECONDS)
class EditorTest {
    private static final String CLASS = "checkout/src/test/java/shop/checkout/TypedTest.java";
    private static final String SOURCE = """
            package shop.checkout;

            import static org.junit.jupiter.api.Assertions.assertEquals;

            import org.junit.jupiter.api.Test;

            class TypedTest {
                @Test
                void adds() {
                    assertEquals("é", "é");
                }
            }
            """;

    @Test
    void theDaemonKeepsTheDutiesOfTheProtocol() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            Violations violations = Conformance.examine(() -> Editor.bridge(shop), Duration.ofSeconds(Tls.PATIENCE_SECONDS));
            assertThat(violations.all()).isEmpty();
            assertThat(violations.checks()).isGreaterThan(300);
        }
    }

    @Test
    void whatIsTypedIsCollectedAndRunBeforeItIsSavedAndATerminalSeesWhatIsSaved() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.write(CLASS, SOURCE);
            Path file = shop.path().resolve(CLASS);
            try (Editor editor = Editor.open(shop)) {
                String document = "'textDocument':{'uri':'" + Editor.uri(file) + "'}";
                editor.tell("textDocument/didOpen", "{'textDocument':{'uri':'" + Editor.uri(file) + "','languageId':'java','version':1,'text':" + editor.quoted(SOURCE) + "}}");
                assertThat(titles(editor.ask("textDocument/codeLens", "{" + document + "}"))).isEqualTo("Run Debug Run Debug ");

                // Byte 30 of the line is the closing quote of the second é, which has two bytes in UTF-8.
                edit(editor, file, 2, 9, 30, 9, 30, "!");
                String test = editor.ask("textDocument/codeLens", "{" + document + "}").get(2).at("/command/arguments/0").asText();
                editor.ask("workspace/executeCommand", "{'command':'tls.run','arguments':['" + test + "']}");
                JsonNode red = editor.hear("textDocument/publishDiagnostics", it -> it.path("diagnostics").size() == 1);
                assertThat(red.at("/diagnostics/0/range/start/line").asInt()).isEqualTo(9);
                assertThat(red.at("/diagnostics/0/message").asText()).contains("expected: <é> but was: <é!>");

                // In a terminal the file is as it was saved, and the editor hears that the test passes there.
                shop.run("TypedTest").exits(0).told("shop.checkout.TypedTest#adds passed");
                editor.hear("textDocument/publishDiagnostics", it -> it.path("diagnostics").isEmpty());

                editor.ask("workspace/executeCommand", "{'command':'tls.run','arguments':['" + test + "']}");
                editor.hear("textDocument/publishDiagnostics", it -> it.path("diagnostics").size() == 1);
                edit(editor, file, 3, 9, 30, 9, 31, "");
                editor.hear("textDocument/publishDiagnostics", it -> it.path("diagnostics").isEmpty());
            }
        }
    }

    @Test
    void aSaveIsNotLostWhenTheEditorTellsOfItsTextAfterTheFileWasWritten() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            Path file = shop.path().resolve("checkout/src/main/java/shop/checkout/Receipt.java");
            String before = Files.readString(file);
            try (Editor editor = Editor.open(shop)) {
                editor.tell("textDocument/didOpen", "{'textDocument':{'uri':'" + Editor.uri(file) + "','languageId':'java','version':1,'text':" + editor.quoted(before) + "}}");
                editor.ask("tls/run", "{'runId':'watch','continuous':true}");
                editor.hear("tls/runFinished", it -> it.path("runId").asText().equals("watch/1"));

                String after = before.replace("\"Total\"", "\"Sum\"");
                Files.writeString(file, after);
                shop.write(CLASS, SOURCE);
                JsonNode other = editor.hear("tls/runFinished", it -> it.at("/totals/tests").asInt() > 0);
                assertThat(other.at("/totals/failed").asInt()).as("of the class that was written, by the older text").isZero();

                editor.tell("textDocument/didChange", "{'textDocument':{'uri':'" + Editor.uri(file) + "','version':2},'contentChanges':[{'text':" + editor.quoted(after) + "}]}");
                editor.hear("tls/runFinished", it -> it.at("/totals/failed").asInt() > 0);
            }
        }
    }

    @Test
    void whoComesAfterARunFindsItsInvocationsBelowTheirContainers() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.run("ReceiptTest#endsWithTheTotal").exits(0);
            try (Editor editor = Editor.open(shop)) {
                JsonNode tests = editor.ask("tls/discover", "{'scope':'shop:checkout/shop.checkout.ReceiptTest#endsWithTheTotal()'}").path("tests");
                StringBuilder tree = new StringBuilder();
                tests.forEach(it -> tree.append(it.path("parent").asText().replaceFirst(".*#", "")).append(" > ").append(it.path("label").asText()).append('\n'));
                assertThat(tree.toString()).isEqualTo("""
                        endsWithTheTotal() > 1 of each
                        endsWithTheTotal()/[1] > as it is
                        endsWithTheTotal()/[1] > for free
                        endsWithTheTotal() > 2 of each
                        endsWithTheTotal()/[2] > as it is
                        endsWithTheTotal()/[2] > for free
                        """);
            }
        }
    }

    private static void edit(Editor editor, Path file, int version, int line, int from, int endLine, int to, String text) throws IOException {
        editor.tell("textDocument/didChange", "{'textDocument':{'uri':'" + Editor.uri(file) + "','version':" + version + "},'contentChanges':[{'range':{'start':{'line':"
                + line + ",'character':" + from + "},'end':{'line':" + endLine + ",'character':" + to + "}},'text':'" + text + "'}]}");
    }

    private static String titles(JsonNode lenses) {
        StringBuilder titles = new StringBuilder();
        lenses.forEach(it -> titles.append(it.at("/command/title").asText()).append(' '));
        return titles.toString();
    }
}
