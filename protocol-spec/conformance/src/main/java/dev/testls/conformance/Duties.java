package dev.testls.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.testls.conformance.Client.NoAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The duties of the pages, one method for each page or part of one. Each goes on where another broke off. */
final class Duties {
    private static final int INVALID_REQUEST = -32600;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMS = -32602;
    private static final int NOT_INITIALIZED = -32002;
    private static final int REQUEST_FAILED = -32803;
    private static final int NOT_SUPPORTED = 1002;
    private static final int RUN_ID_TAKEN = 1003;
    private static final Set<String> RUN_EVENTS = Set.of("tls/runStarted", "tls/runPhase", "tls/runMessage", "tls/debuggerListening", "tls/coverageFound", "tls/testsEnqueued",
            "tls/testStarted", "tls/testOutput", "tls/testFinished", "tls/runFinished");

    private final Wire.Dialer dialer;
    private final Violations violations;
    private final Schema schema;
    private final Duration patience;
    private Set<String> features = Set.of();
    /** Every test that discover told, by id. */
    private final Map<String, JsonObject> tests = new LinkedHashMap<>();
    /** Of tests that runs found, what they are in. */
    private final Map<String, String> parents = new HashMap<>();

    Duties(Wire.Dialer dialer, Violations violations, Schema schema, Duration patience) {
        this.dialer = dialer;
        this.violations = violations;
        this.schema = schema;
        this.patience = patience;
    }

    void examine() {
        part("initialize", this::initialize);
        part("transport", this::malformed);
        if (features.contains("tests")) {
            part("status", this::status);
            part("discover", this::discover);
        }
        if (features.contains("run") && !tests.isEmpty()) {
            part("run", this::refusedRuns);
            part("run-events", this::aRun);
            part("run-events", this::aRunOfNothing);
            part("cancel", this::cancel);
            if (features.contains("debug")) part("debugger", this::debugger);
            if (features.contains("coverage")) part("coverage", this::coverage);
            part("run", this::theConnectionEnds);
            part("synchronize", this::beginningAnew);
        }
        if (features.contains("affected") && !tests.isEmpty()) part("affected", this::affected);
    }

    private void initialize() throws IOException, NoAnswer {
        try (Client client = dial()) {
            JsonObject early = client.ask("shutdown", "");
            check("initialize", "a request before it is ServerNotInitialized", Client.error(early).equals(Optional.of(NOT_INITIALIZED)), early);
            JsonObject answer = client.ask("initialize", "{\"capabilities\":{\"experimental\":{\"tls\":{\"protocolVersion\":1}}}}");
            Optional<JsonObject> own = member(answer, "result", "capabilities", "experimental", "tls");
            check("initialize", "protocolVersion is 1", own.map(it -> it.get("protocolVersion")).filter(it -> it.getAsInt() == 1).isPresent(), answer);
            Set<String> told = new HashSet<>();
            own.map(it -> it.getAsJsonArray("features")).ifPresent(all -> all.forEach(it -> told.add(it.getAsString())));
            features = told;
            client.sendContent("{\"jsonrpc\":\"2.0\",\"method\":\"initialized\",\"params\":{}}");
            JsonObject again = client.ask("initialize", "{}");
            check("initialize", "a second one is InvalidRequest", Client.error(again).equals(Optional.of(INVALID_REQUEST)), again);
            JsonObject unknown = client.ask("tls/noSuchMethod", "{}");
            check("errors", "an unknown request is MethodNotFound", Client.error(unknown).equals(Optional.of(METHOD_NOT_FOUND)), unknown);
            JsonObject bye = client.ask("shutdown", "");
            check("initialize", "shutdown has the result null", bye.has("result") && bye.get("result").isJsonNull(), bye);
            client.sendContent("{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}");
            check("initialize", "after exit the connection is closed", client.isClosed(), "open");
        }
    }

    private void malformed() throws IOException, NoAnswer {
        JsonObject corpus;
        try (InputStream in = Duties.class.getResourceAsStream("malformed.json")) {
            corpus = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8)).getAsJsonObject();
        }
        try (Client bystander = welcome(); Client client = welcome()) {
            for (JsonElement each : corpus.getAsJsonArray("content")) {
                JsonObject it = each.getAsJsonObject();
                client.sendContent(it.get("content").getAsString());
                if (it.has("answer")) {
                    JsonObject answer = client.until("the answer to " + it.get("name"), message -> !message.has("method"));
                    check("transport", it.get("name").getAsString() + " is answered with " + it.get("answer"),
                            Client.error(answer).equals(Optional.of(it.get("answer").getAsInt())), answer);
                }
                alive(client, it.get("name").getAsString());
            }
            for (JsonElement each : corpus.getAsJsonArray("huge")) {
                JsonObject it = each.getAsJsonObject();
                JsonObject answer = client.ask(it.get("method").getAsString(), "{\"" + it.get("member").getAsString() + "\":\"" + "x".repeat(1 << 20) + "\"}");
                check("transport", it.get("name").getAsString() + " is answered", !it.has("answer") || Client.error(answer).equals(Optional.of(it.get("answer").getAsInt())), answer);
            }
            for (JsonElement each : corpus.getAsJsonArray("bytes")) {
                JsonObject it = each.getAsJsonObject();
                try (Client dropped = dial()) {
                    dropped.sendBytes(it.get("bytes").getAsString());
                    JsonObject answer = dropped.until("the answer to " + it.get("name"), message -> !message.has("method"));
                    check("transport", it.get("name").getAsString() + " is a ParseError", Client.error(answer).equals(Optional.of(it.get("answer").getAsInt())), answer);
                    check("transport", "after " + it.get("name").getAsString() + " the connection is closed", dropped.isClosed(), "open");
                }
            }
            alive(bystander, "all that another client sent");
        }
    }

    private void status() throws IOException, NoAnswer {
        try (Client client = welcome()) {
            JsonObject before = client.ask("tls/status", "");
            check("status", "it is answered at any time", before.has("result"), before);
            JsonObject answer = client.ask("tls/synchronize", "");
            Optional<JsonObject> result = member(answer, "result");
            check("synchronize", "status and revision are of one moment",
                    result.filter(it -> it.get("revision").equals(it.getAsJsonObject("status").get("revision"))).isPresent(), answer);
        }
    }

    private void discover() throws IOException, NoAnswer {
        try (Client client = welcome()) {
            List<JsonObject> top = pages(client, "tls/discover", "");
            List<String> open = new ArrayList<>();
            take(top, Optional.empty(), open);
            while (!open.isEmpty() && tests.size() < 5000) {
                String scope = open.remove(0);
                take(pages(client, "tls/discover", "\"scope\":" + quoted(scope)), Optional.of(scope), open);
            }
            Set<String> again = new LinkedHashSet<>();
            pages(client, "tls/discover", "").forEach(it -> again.add(it.get("id").getAsString()));
            top.forEach(it -> check("discover", "the same test has the same id", again.contains(it.get("id").getAsString()), it));
            JsonObject none = client.ask("tls/discover", "{\"scope\":\"no such scope\"}");
            check("discover", "a scope that does not exist has no tests", member(none, "result").filter(it -> it.getAsJsonArray("tests").isEmpty()).isPresent(), none);
            Optional<JsonObject> inDocument = tests.values().stream().filter(it -> it.has("uri") && it.has("range")).findFirst();
            if (inDocument.isPresent()) {
                Set<String> there = new HashSet<>();
                pages(client, "tls/discover", "\"textDocument\":{\"uri\":" + inDocument.get().get("uri") + "}").forEach(it -> there.add(it.get("id").getAsString()));
                check("discover", "a document's tests are told with all that they are in",
                        there.contains(inDocument.get().get("id").getAsString()) && there.containsAll(ancestors(inDocument.get())), there);
            }
            check("discover", "there is a test that can run", tests.values().stream().anyMatch(it -> it.get("kind").getAsString().equals("method")), tests.size());
        }
    }

    private void refusedRuns() throws IOException, NoAnswer {
        try (Client client = welcome()) {
            JsonObject noId = client.ask("tls/run", "{}");
            boolean named = noId.has("error") && noId.getAsJsonObject("error").get("message").getAsString().contains("runId");
            check("run", "InvalidParams names the member", Client.error(noId).equals(Optional.of(INVALID_PARAMS)) && named, noId);
            for (String kind : List.of("debug", "coverage")) {
                if (features.contains(kind)) continue;
                JsonObject refused = client.ask("tls/run", "{\"runId\":" + quoted(id()) + ",\"kind\":\"" + kind + "\"}");
                check("run", "a kind that is no feature is NotSupported", Client.error(refused).equals(Optional.of(NOT_SUPPORTED)), refused);
            }
        }
    }

    private void aRun() throws IOException, NoAnswer {
        JsonObject some = aClass();
        try (Client other = welcome(); Client client = welcome()) {
            other.ask("tls/synchronize", "");
            String run = id();
            int from = client.seen();
            int request = client.send("tls/run", "{\"runId\":" + quoted(run) + ",\"include\":[" + some.get("id") + "]}");
            client.answerTo(request, "tls/run");
            check("run", "the answer comes before the run's first event", client.seen(from).stream().noneMatch(it -> isOf(run, it)), client.seen(from));
            JsonObject taken = client.ask("tls/run", "{\"runId\":" + quoted(run) + "}");
            check("run", "an id that is taken is RunIdTaken", Client.error(taken).equals(Optional.of(RUN_ID_TAKEN)), taken);
            // Its end may have come before the answer to the second wish.
            if (client.seen(from).stream().noneMatch(it -> ends(run, it))) client.until("tls/runFinished", it -> ends(run, it));
            other.until("tls/runFinished of another client's run", it -> ends(run, it));
            // What wrongly comes after the end has come before the answer to this.
            other.ask("tls/status", "");
            JsonObject late = client.ask("tls/run", "{\"runId\":" + quoted(run) + "}");
            check("run", "an id of a run that has ended is taken", Client.error(late).equals(Optional.of(RUN_ID_TAKEN)), late);
            JsonObject cancelled = client.ask("tls/cancel", "{\"runId\":" + quoted(run) + "}");
            check("cancel", "nothing is running in a run that has ended", isFalse(cancelled, "running"), cancelled);
            List<JsonObject> own = client.seen(from);
            ordered(run, own, true);
            ordered(run, other.seen(0), false);
            check("run-events", "other clients hear the same results", results(run, own).equals(results(run, other.seen(0))), results(run, other.seen(0)));
        }
    }

    private void aRunOfNothing() throws IOException, NoAnswer {
        try (Client client = welcome()) {
            String run = id();
            int from = client.seen();
            String gone = tests.values().stream().filter(it -> it.get("kind").getAsString().equals("class")).map(it -> it.get("id").getAsString() + "ThatIsGone").findFirst().orElseThrow();
            client.ask("tls/run", "{\"runId\":" + quoted(run) + ",\"include\":[" + quoted(gone) + "]}");
            JsonObject end = client.until("tls/runFinished", it -> ends(run, it));
            check("run-events", "an include that names nothing runs nothing and noTestsRun says why", Client.text(end, "noTestsRun").isPresent(), end);
            ordered(run, client.seen(from), true);
        }
    }

    private void cancel() throws IOException, NoAnswer {
        try (Client client = welcome()) {
            JsonObject unknown = client.ask("tls/cancel", "{\"runId\":" + quoted(id()) + "}");
            check("cancel", "nothing is running in a run that nobody knows", isFalse(unknown, "running"), unknown);
            String run = id();
            int from = client.seen();
            client.ask("tls/run", "{\"runId\":" + quoted(run) + ",\"isolation\":\"fresh\"}");
            JsonObject answer = client.ask("tls/cancel", "{\"runId\":" + quoted(run) + "}");
            check("cancel", "a wish is answered", answer.has("result"), answer);
            cancelled(client, run, from, "tls/runFinished of a cancelled run");
        }
    }

    /** Cancels a run that goes on, or has just ended, and holds all that was told of it against the order. */
    private void cancelled(Client client, String run, int from, String end) throws IOException, NoAnswer {
        client.ask("tls/cancel", "{\"runId\":" + quoted(run) + "}");
        if (client.seen(from).stream().noneMatch(it -> ends(run, it))) client.until(end, it -> ends(run, it));
        ordered(run, client.seen(from), true);
    }

    private void debugger() throws IOException, NoAnswer {
        try (Client client = welcome()) {
            String run = id();
            int from = client.seen();
            client.ask("tls/run", "{\"runId\":" + quoted(run) + ",\"kind\":\"debug\",\"include\":[" + aClass().get("id") + "]}");
            JsonObject listening = client.until("tls/debuggerListening", it -> isOf(run, it) && Client.method(it).equals("tls/debuggerListening"));
            JsonObject params = listening.getAsJsonObject("params");
            check("debugger", "the address is the machine's own", Set.of("127.0.0.1", "::1", "localhost").contains(params.get("host").getAsString()), listening);
            check("debugger", "the port is one", params.get("port").getAsInt() > 0 && params.get("port").getAsInt() < 1 << 16, listening);
            check("debugger", "nothing runs before a debugger attaches",
                    client.seen(from).stream().noneMatch(it -> isOf(run, it) && Client.method(it).equals("tls/testStarted")), client.seen(from));
            cancelled(client, run, from, "tls/runFinished of a run that waited");
        }
    }

    private void coverage() throws IOException, NoAnswer {
        try (Client client = welcome()) {
            String run = id();
            int from = client.seen();
            client.ask("tls/run", "{\"runId\":" + quoted(run) + ",\"kind\":\"coverage\",\"include\":[" + aClass().get("id") + "]}");
            client.until("tls/runFinished", it -> ends(run, it));
            ordered(run, client.seen(from), true);
            List<JsonObject> files = new ArrayList<>();
            for (JsonObject it : client.seen(from)) {
                if (!isOf(run, it)) continue;
                check("coverage", "it is told after the last test", files.isEmpty() || !Client.method(it).equals("tls/testFinished"), it);
                if (Client.method(it).equals("tls/coverageFound")) it.getAsJsonObject("params").getAsJsonArray("files").forEach(file -> files.add(file.getAsJsonObject()));
            }
            for (JsonObject file : files) {
                for (String what : List.of("lines", "branches", "methods")) {
                    JsonObject count = file.getAsJsonObject(what);
                    check("coverage", "no more is covered than there is", count.get("covered").getAsInt() <= count.get("total").getAsInt(), file);
                }
            }
            String ofRun = "{\"runId\":" + quoted(run) + ",\"textDocument\":{\"uri\":";
            for (JsonObject file : files.stream().filter(it -> it.getAsJsonObject("lines").get("total").getAsInt() > 0).limit(3).toList()) {
                Map<Integer, Boolean> all = executedLines(client.ask("tls/coverage", ofRun + file.get("uri") + "}}"), Optional.of(file));
                for (JsonElement test : file.getAsJsonArray("tests")) {
                    Map<Integer, Boolean> one = executedLines(client.ask("tls/coverage", ofRun + file.get("uri") + "},\"id\":" + test + "}"), Optional.empty());
                    check("coverage", "what one test executed was executed", one.entrySet().stream().allMatch(it -> !it.getValue() || all.getOrDefault(it.getKey(), false)), one);
                }
            }
            JsonObject elsewhere = client.ask("tls/coverage", ofRun + "\"file:///no/such/file\"}}");
            check("coverage", "a file of which nothing is known is RequestFailed", Client.error(elsewhere).equals(Optional.of(REQUEST_FAILED)), elsewhere);
        }
    }

    /** By line, whether it was executed; of all tests together they are what was told of {@code file}. */
    private Map<Integer, Boolean> executedLines(JsonObject answer, Optional<JsonObject> file) {
        Map<Integer, Boolean> executed = new LinkedHashMap<>();
        int last = -1;
        JsonObject result = member(answer, "result").orElseGet(JsonObject::new);
        check("coverage", "what was told of can be asked for", result.has("lines"), answer);
        if (!result.has("lines")) return executed;
        for (JsonElement each : result.getAsJsonArray("lines")) {
            int line = each.getAsJsonObject().get("line").getAsInt();
            check("coverage", "lines are told in their order", line > last, answer);
            last = line;
            executed.put(line, each.getAsJsonObject().get("executed").getAsBoolean());
        }
        if (file.isEmpty() || result.has("moreLines")) return executed;
        JsonObject told = file.get().getAsJsonObject("lines");
        boolean sums = executed.size() == told.get("total").getAsInt() && executed.values().stream().filter(it -> it).count() == told.get("covered").getAsInt();
        check("coverage", "the lines add up to what was told of the file", sums, answer);
        return executed;
    }

    private void theConnectionEnds() throws IOException, NoAnswer {
        try (Client watching = welcome()) {
            watching.ask("tls/synchronize", "");
            String run = id();
            try (Client client = welcome()) {
                client.ask("tls/run", "{\"runId\":" + quoted(run) + ",\"isolation\":\"fresh\"}");
            }
            JsonObject end = watching.until("the end of a run whose client is gone", it -> ends(run, it));
            check("run", "a run whose client is gone is cancelled, or had ended",
                    Client.text(end, "ending").filter(Set.of("cancelled", "completed")::contains).isPresent(), end);
        }
    }

    private void beginningAnew() throws IOException, NoAnswer {
        try (Client client = welcome()) {
            JsonObject answer = client.ask("tls/synchronize", "");
            check("synchronize", "the runs that go on are those of the status", member(answer, "result")
                    .filter(it -> it.getAsJsonArray("runs").size() == it.getAsJsonObject("status").getAsJsonArray("running").size()).isPresent(), answer);
            JsonObject some = aClass();
            String run = id();
            int from = client.seen();
            client.ask("tls/run", "{\"runId\":" + quoted(run) + ",\"include\":[" + some.get("id") + "]}");
            client.until("tls/runFinished", it -> ends(run, it));
            Map<String, String> results = results(run, client.seen(from));
            try (Client later = welcome()) {
                later.ask("tls/synchronize", "");
                Map<String, String> last = new HashMap<>();
                List<String> open = new ArrayList<>(List.of(some.get("id").getAsString()));
                while (!open.isEmpty()) {
                    for (JsonObject it : pages(later, "tls/discover", "\"scope\":" + quoted(open.remove(0)))) {
                        if (it.has("last")) last.put(it.get("id").getAsString(), it.getAsJsonObject("last").get("outcome").getAsString());
                        if (it.get("canResolveChildren").getAsBoolean()) open.add(it.get("id").getAsString());
                    }
                }
                results.keySet().removeIf(it -> it.equals(some.get("id").getAsString()));
                check("synchronize", "what has ended is in last of the test items", last.entrySet().containsAll(results.entrySet()), results + " " + last);
            }
        }
    }

    private void affected() throws IOException, NoAnswer {
        try (Client client = welcome()) {
            String one = tests.values().stream().filter(it -> it.get("kind").getAsString().equals("method")).findFirst().orElseThrow().get("id").toString();
            JsonObject answer = client.ask("tls/affected", "{\"include\":[" + one + "]}");
            Optional<JsonObject> result = member(answer, "result");
            check("affected", "no more are selected than were asked about", result.filter(it -> it.get("selected").getAsInt() <= it.get("total").getAsInt()).isPresent(), answer);
            JsonObject why = client.ask("tls/why", "{\"id\":" + one + "}");
            check("why", "the reason is there exactly when the test is affected",
                    member(why, "result").filter(it -> it.get("affected").getAsBoolean() == it.has("why")).isPresent(), why);
        }
    }

    /** The order of a run's events, and that they add up. */
    private void ordered(String run, List<JsonObject> all, boolean mine) {
        Set<String> known = new HashSet<>(tests.keySet());
        Set<String> enqueued = new HashSet<>();
        Map<String, Integer> outcomes = new HashMap<>();
        int begun = 0;
        int ended = 0;
        for (JsonObject it : all) {
            if (Client.method(it).equals("tls/testsChanged")) addTests(it, known);
            if (!isOf(run, it)) continue;
            String method = Client.method(it);
            check("run-events", "tls/runStarted is first", begun > 0 || method.equals("tls/runStarted"), it);
            check("run-events", "tls/runFinished is last", ended == 0, it);
            Optional<String> test = Client.text(it, "id");
            test.ifPresent(id -> check("tests-changed", "a test is in the tree before an event names it", known.contains(id), it));
            switch (method) {
                case "tls/runStarted" -> {
                    begun++;
                    check("run-events", "mine says whose run it is", it.getAsJsonObject("params").get("mine").getAsBoolean() == mine, it);
                }
                case "tls/testsEnqueued" -> it.getAsJsonObject("params").getAsJsonArray("tests").forEach(each -> enqueued.add(each.getAsJsonObject().get("id").getAsString()));
                case "tls/testStarted", "tls/testFinished" -> {
                    boolean in = enqueued.contains(test.orElse("")) || ancestors(test.orElse("")).stream().anyMatch(enqueued::contains)
                            || enqueued.stream().anyMatch(each -> each.startsWith(test.orElse("")));
                    check("run-events", "a test, or what it is in, is enqueued before it runs", in, it);
                    if (method.equals("tls/testFinished")) outcomes.merge(Client.text(it, "outcome").orElse(""), 1, Integer::sum);
                }
                case "tls/runFinished" -> {
                    ended++;
                    JsonObject totals = it.getAsJsonObject("params").getAsJsonObject("totals");
                    boolean sums = totals.get("passed").getAsInt() == outcomes.getOrDefault("passed", 0) && totals.get("failed").getAsInt() == outcomes.getOrDefault("failed", 0)
                            && totals.get("errors").getAsInt() == outcomes.getOrDefault("error", 0) && totals.get("skipped").getAsInt() == outcomes.getOrDefault("skipped", 0);
                    check("run-events", "the totals are those of the results", sums, outcomes + " " + it);
                    int sum = totals.get("passed").getAsInt() + totals.get("failed").getAsInt() + totals.get("errors").getAsInt() + totals.get("skipped").getAsInt();
                    check("run-events", "tests is the sum of the four", totals.get("tests").getAsInt() == sum, it);
                    check("run-events", "noTestsRun is there whenever no test ran, and only then", Client.text(it, "noTestsRun").isPresent() == (sum == 0), it);
                }
                default -> { }
            }
        }
        check("run-events", "a run starts once", begun == 1, begun);
        check("run-events", "a run is finished once", ended == 1, ended);
    }

    private void take(List<JsonObject> told, Optional<String> scope, List<String> open) {
        for (JsonObject it : told) {
            String id = it.get("id").getAsString();
            boolean inPlace = it.has("parent") ? tests.containsKey(it.get("parent").getAsString()) : scope.isEmpty();
            check("discover", "a parent is told before its children", inPlace, it);
            check("discover", "below a scope are its descendants", scope.isEmpty() || id.equals(scope.get()) || ancestors(it).contains(scope.get()), it);
            if (tests.put(id, it) == null && it.get("canResolveChildren").getAsBoolean()) open.add(id);
        }
    }

    private Set<String> ancestors(JsonObject test) {
        Set<String> ancestors = new LinkedHashSet<>();
        for (JsonObject it = test; it != null && it.has("parent") && ancestors.add(it.get("parent").getAsString()); ) it = tests.get(it.get("parent").getAsString());
        return ancestors;
    }

    /** Of a test that a run inserted, those that its own insertion named, and theirs. */
    private Set<String> ancestors(String id) {
        Set<String> ancestors = new LinkedHashSet<>();
        for (String it = id; it != null && ancestors.add(it); it = parents.get(it)) {
            if (tests.containsKey(it)) ancestors.addAll(ancestors(tests.get(it)));
        }
        return ancestors;
    }

    private void addTests(JsonObject changed, Set<String> known) {
        for (JsonElement change : changed.getAsJsonObject("params").getAsJsonArray("changes")) {
            JsonArray inserted = change.getAsJsonObject().getAsJsonArray("tests");
            for (JsonElement test : inserted == null ? new JsonArray() : inserted) {
                JsonObject it = test.getAsJsonObject();
                known.add(it.get("id").getAsString());
                if (it.has("parent")) parents.put(it.get("id").getAsString(), it.get("parent").getAsString());
            }
        }
    }

    private static Map<String, String> results(String run, List<JsonObject> all) {
        Map<String, String> results = new HashMap<>();
        all.stream().filter(it -> isOf(run, it) && Client.method(it).equals("tls/testFinished"))
                .forEach(it -> results.put(Client.text(it, "id").orElse(""), Client.text(it, "outcome").orElse("")));
        return results;
    }

    private List<JsonObject> pages(Client client, String method, String params) throws IOException, NoAnswer {
        List<JsonObject> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject answer = client.ask(method, "{" + params + (cursor.isEmpty() ? "" : (params.isEmpty() ? "" : ",") + "\"cursor\":" + cursor) + "}");
            JsonObject result = member(answer, "result").orElseThrow(() -> new NoAnswer("a result of " + method + " was wanted: " + answer));
            result.getAsJsonArray("tests").forEach(it -> all.add(it.getAsJsonObject()));
            cursor = result.has("cursor") ? result.get("cursor").toString() : "";
        } while (!cursor.isEmpty());
        return all;
    }

    private JsonObject aClass() {
        return tests.values().stream().filter(it -> it.get("kind").getAsString().equals("class") && !it.has("disabled")).findFirst()
                .orElseGet(() -> tests.values().iterator().next());
    }

    private void alive(Client client, String after) throws IOException, NoAnswer {
        JsonObject answer = client.ask("tls/noSuchMethod", "{}");
        check("transport", "the connection goes on after " + after, Client.error(answer).equals(Optional.of(METHOD_NOT_FOUND)), answer);
    }

    private Client dial() throws IOException {
        return new Client(dialer.dial(), violations, schema, patience);
    }

    private Client welcome() throws IOException, NoAnswer {
        Client client = dial();
        client.ask("initialize", "{\"clientInfo\":{\"name\":\"conformance\",\"version\":\"1\"},\"capabilities\":{\"experimental\":{\"tls\":{\"protocolVersion\":1}}}}");
        return client;
    }

    private static boolean isOf(String run, JsonObject message) {
        return RUN_EVENTS.contains(Client.method(message)) && Client.text(message, "runId").equals(Optional.of(run));
    }

    private static boolean ends(String run, JsonObject message) {
        return isOf(run, message) && Client.method(message).equals("tls/runFinished");
    }

    private static boolean isFalse(JsonObject answer, String member) {
        return member(answer, "result").map(it -> it.get(member)).filter(it -> !it.getAsBoolean()).isPresent();
    }

    private static Optional<JsonObject> member(JsonObject message, String... path) {
        JsonElement at = message;
        for (String name : path) {
            if (at == null || !at.isJsonObject()) return Optional.empty();
            at = at.getAsJsonObject().get(name);
        }
        return Optional.ofNullable(at).filter(JsonElement::isJsonObject).map(JsonElement::getAsJsonObject);
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private static String quoted(String text) {
        return new com.google.gson.JsonPrimitive(text).toString();
    }

    private void check(String page, String duty, boolean holds, Object seen) {
        violations.check(page, duty, holds, seen);
    }

    private void part(String page, Part part) {
        try {
            part.run();
        } catch (NoAnswer e) {
            violations.check(page, "what has to come comes", false, e.getMessage());
        } catch (IOException e) {
            violations.check(page, "the connection holds", false, e);
        } catch (RuntimeException e) {
            violations.check(page, "messages can be understood", false, e);
        }
    }

    @FunctionalInterface
    private interface Part {
        void run() throws IOException, NoAnswer;
    }
}
