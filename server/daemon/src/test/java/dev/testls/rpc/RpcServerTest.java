package dev.testls.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.testls.rpc.TestServer.TestClient;
import dev.testls.select.BadExpression;
import dev.testls.select.WordExpression;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RpcServerTest {
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void malformedMessagesAreAnsweredAndTheConnectionGoesOn() throws IOException {
        check("", "error:-32700 the content is not JSON");
        check("{", "error:-32700 the content is not JSON");
        check("{'jsonrpc':'2.0','id':1,'method':'shutdown'} x", "error:-32700 the content is not JSON");
        check("{'id':1,'method':'shutdown',}", "error:-32700 the content is not JSON");
        check("{'id':NaN,'method':'shutdown'}", "error:-32700 the content is not JSON");
        check("[".repeat(100_000), "error:-32700 the content is not JSON");
        check("null", "error:-32600 a message is an object");
        check("17", "error:-32600 a message is an object");
        check("[{'jsonrpc':'2.0','id':1,'method':'shutdown'}]", "error:-32600 a message is an object");
        check("{}", "error:-32600 neither a request, a notification nor a response");
        check("{'id':{},'method':'shutdown'}", "error:-32600 id: a string or a 32-bit integer is required");
        check("{'id':1e99,'method':'shutdown'}", "error:-32600 id: a string or a 32-bit integer is required");
        check("{'id':1,'method':7}", "error:-32600 method: a string is required");
        check("{'id':1,'method':null}", "error:-32600 method: a string is required");
        check("{'id':1,'method':'tls/exec'}", "error:-32602 params: required");
        check("{'id':1,'method':'tls/exec','params':null}", "error:-32602 params: required");
        check("{'id':1,'method':'tls/exec','params':7}", "error:-32602 params: not of the types that the method wants");
        check("{'id':1,'method':'tls/exec','params':[]}",
                "error:-32602 params: not of the types that the method wants");
        check("{'id':1,'method':'tls/exec','params':{}}", "error:-32602 argv: required");
        check("{'id':1,'method':'tls/exec','params':{'argv':[null],'cwd':'/','env':{}}}",
                "error:-32602 argv[0]: required");
        check("{'id':1,'method':'tls/exec','params':{'argv':[],'cwd':'/','env':{'A':null}}}",
                "error:-32602 env.A: required");
        check("{'id':1,'method':'tls/exec','params':{'argv':[],'cwd':'/\\u0000','env':{}}}",
                "error:-32602 cwd: an absolute path is required");
        check("{'id':1,'method':'tls/exec','params':{'argv':[],'cwd':'/','env':{},'terminal':{'columns':-1}}}",
                "error:-32602 terminal.columns: not negative, please: -1");
        check("{'id':1,'method':'tls/exec','params':{'argv':['throw'],'cwd':'/','env':{}}}",
                "err:tls: internal error: java.lang.IllegalStateException: broken on purpose; see "
                        + "/home/ada/.cache/tls/0011223344556677/daemon.log\nexit:3");
        check("{'id':1,'method':'shutdown','params':{'x':1}}", "exit:null");
        check("{'id':1,'method':'tls/run','params':{'runId':'r','include':[]}}",
                "error:-32602 include: at least one, please; without it everything is included");
        check("{'id':1,'method':'tls/run','params':{'runId':'r','include':['a:b/']}}", "error:-32602 include[0]: no id of a test: a:b/");
        check("{'id':1,'method':'tls/run','params':{'runId':'r','include':['a:b/#m']}}", "error:-32602 include[0]: no id of a test: a:b/#m");
        check("{'id':1,'method':'tls/run','params':{'runId':'r','exclude':[null]}}", "error:-32602 exclude[0]: required");
        check("{'id':1,'method':'tls/run','params':{'runId':'r','names':'('}}", "error:-32602 names: " + whyBad("("));
        check("{'id':1,'method':'tls/run','params':{'runId':7.5,'include':{}}}", "error:-32602 params: not of the types that the method wants");
        check("{'id':1,'method':'tls/run','params':{'runId':'" + "r".repeat(1 << 20) + "'}}", "error:-32602 runId: from 1 to 200 characters, please");
        check("{'id':1,'method':'tls/run','params':{'runId':'r','env':{'A':null}}}", "error:-32602 env.A: required");
        check("{'id':1,'method':'tls/discover','params':{'textDocument':{}}}", "error:-32602 textDocument.uri: required");
        check("{'id':1,'method':'tls/discover','params':{'textDocument':{'uri':'http://x/y'}}}",
                "error:-32602 textDocument.uri: the URI of a file is required: http://x/y");
        check("{'id':1,'method':'tls/discover','params':{'scope':'x','textDocument':{'uri':'file:///x'}}}",
                "error:-32602 scope: not together with textDocument, please");
        check("{'id':1,'method':'tls/cancel','params':{'runId':''}}", "error:-32602 runId: from 1 to 200 characters, please");
        check("{'id':1,'method':'tls/why','params':{'id':'a:b'}}", "error:-32602 id: that of a class or a method is required: a:b");
        check("{'id':1,'method':'tls/affected','params':{'cursor':'affected-7'}}", "error:-32801 cursor: of a revision that is past");
    }

    private static String whyBad(String expression) {
        try {
            WordExpression.names(expression);
            return "";
        } catch (BadExpression e) {
            return e.getMessage();
        }
    }

    private void check(String message, String answer) throws IOException {
        try (TestClient client = server.welcomeClient()) {
            client.send(message);
            assertThat(client.receiveAnswer()).isEqualTo(answer);
            client.sendExec("2", "fail");
            assertThat(client.receiveAnswer()).isEqualTo("out:1 failed\nexit:1");
        }
    }

    @Test
    void aClientThatDoesNotReadLosesOutputAndIsToldSoAndNeverAResult() throws Exception {
        try (TestServer flooded = new TestServer("flood"); TestClient slow = flooded.welcomeClient()) {
            slow.send("{'jsonrpc':'2.0','id':1,'method':'tls/synchronize'}");
            slow.receive();
            runToItsEnd(flooded, "flood");
            List<String> heard = new ArrayList<>();
            boolean saysSo = false;
            while (!heard.contains("tls/runFinished")) {
                JsonObject message = slow.receive();
                heard.add(method(message));
                if (method(message).equals("tls/testFinished")) heard.add(message.getAsJsonObject("params").get("outcome").getAsString());
                saysSo |= method(message).equals("tls/testOutput") && message.getAsJsonObject("params").get("text").getAsString().contains("characters were left out]");
            }
            assertThat(heard).contains("failed", "passed").doesNotContain("tls/eventsLost");
            assertThat(heard.stream().filter("tls/testOutput"::equals).count()).as("of 1,600 pieces").isLessThan(600);
            assertThat(saysSo).isTrue();
        }
    }

    /** Another client asks for it, and reads until it is over. */
    private static void runToItsEnd(TestServer flooded, String run) throws IOException {
        try (TestClient other = flooded.welcomeClient()) {
            other.send("{'jsonrpc':'2.0','id':1,'method':'tls/run','params':{'runId':'" + run + "'}}");
            for (String method = ""; !method.equals("tls/runFinished") && !method.equals("tls/eventsLost"); ) method = method(other.receive());
        }
    }

    @Test
    void aClientThatCannotBeToldAllResultsIsToldThatItLostEventsAndHoldsUpNobody() throws Exception {
        try (TestServer flooded = new TestServer("flood-of-results"); TestClient slow = flooded.welcomeClient()) {
            slow.send("{'jsonrpc':'2.0','id':1,'method':'tls/synchronize'}");
            slow.receive();
            runToItsEnd(flooded, "flood");
            String last = "";
            while (!last.equals("tls/eventsLost")) last = method(slow.receive());
            slow.send("{'jsonrpc':'2.0','id':2,'method':'tls/synchronize'}");
            JsonObject answer = slow.receive();
            while (!answer.has("result")) answer = slow.receive();
            // What still goes on is told to its end.
            boolean goesOn = !answer.getAsJsonObject("result").getAsJsonArray("runs").isEmpty();
            while (goesOn) goesOn = !List.of("tls/runFinished", "tls/eventsLost").contains(method(slow.receive()));
        }
    }

    private static String method(JsonObject message) {
        return message.has("method") ? message.get("method").getAsString() : "";
    }

    @Test
    void aRunEndsWithTheConnectionThatAskedForIt() throws Exception {
        try (TestServer hanging = new TestServer("run-cancel"); TestClient watching = hanging.welcomeClient()) {
            watching.send("{'jsonrpc':'2.0','id':1,'method':'tls/synchronize'}");
            try (TestClient client = hanging.welcomeClient()) {
                client.send("{'jsonrpc':'2.0','id':1,'method':'tls/run','params':{'runId':'r1'}}");
                while (!method(client.receive()).equals("tls/testStarted")) {}
            }
            JsonObject message = watching.receive();
            while (!method(message).equals("tls/runFinished")) message = watching.receive();
            assertThat(message.getAsJsonObject("params").get("ending").getAsString()).isEqualTo("cancelled");
        }
    }

    @Test
    void messagesThatWantNoAnswerGetNone() throws IOException {
        try (TestClient client = server.welcomeClient()) {
            client.send("{'jsonrpc':'2.0','method':'no/such','params':[1]}");
            client.send("{'jsonrpc':'2.0','method':'$/cancelRequest'}");
            client.send("{'jsonrpc':'2.0','method':'$/cancelRequest','params':{'id':77}}");
            client.send("{'jsonrpc':'2.0','id':5,'result':{}}");
            client.send("{'jsonrpc':'2.0','id':6,'error':{'code':1,'message':'x'}}");
            client.sendExec("2", "fail");
            assertThat(client.receiveAnswer()).isEqualTo("out:1 failed\nexit:1");
        }
    }

    @Test
    void whatIsNoFrameIsAnsweredOnceAndClosed() throws IOException {
        for (String bytes : List.of(
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "Content-Length: 99999999999\r\n\r\n",
                "\0\1\2\3\n", "X: y\r\n\r\n", "a".repeat(20_000))) {
            try (TestClient bystander = server.welcomeClient(); TestClient client = server.client()) {
                client.sendRaw(bytes);
                assertThat(client.receive().getAsJsonObject("error").get("code").getAsInt()).isEqualTo(-32700);
                assertThat(client.isClosedByServer()).isTrue();
                bystander.sendExec("2", "fail");
                assertThat(bystander.receiveAnswer()).isEqualTo("out:1 failed\nexit:1");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit:0", "err:tls: internal error: java.lang.IllegalStateException: broken on purpose; see "
            + "/home/ada/.cache/tls/0011223344556677/daemon.log\nexit:3"})
    void whatIsToBeDoneAfterwardsIsDoneAfterTheAnswer(String answer) throws IOException, InterruptedException {
        try (TestClient client = server.welcomeClient()) {
            if (answer.equals("exit:0")) client.sendExec("1", "afterwards");
            else client.sendExec("1", "afterwards", "break");
            assertThat(client.receiveAnswer()).isEqualTo(answer);
        }
        server.commands.answered.countDown();
        server.commands.afterwards.await();
    }

    @Test
    void longOutputArrivesWhole() throws IOException {
        try (TestClient client = server.welcomeClient()) {
            client.sendExec("1", "long");
            assertThat(client.receiveAnswer().replace("out:", "")).isEqualTo("é€😀".repeat(40_001) + "exit:0");
        }
    }

    @Test
    void fiftyClientsAtOnceAreAllServed() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Callable<String>> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String name = "client " + i;
                clients.add(() -> {
                    try (TestClient client = server.welcomeClient()) {
                        client.sendExec("1", "greet", name);
                        return client.receiveAnswer();
                    }
                });
            }
            List<Future<String>> answers = threads.invokeAll(clients);
            for (int i = 0; i < 50; i++) {
                assertThat(answers.get(i).get()).isEqualTo("out:hello client " + i + "\nerr:and good day\nexit:0");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aClientThatDoesNotReadWaitsAlone() throws IOException, InterruptedException {
        TestClient sleeper = server.welcomeClient();
        sleeper.sendExec("1", "flood");
        // Its first piece has come, so the flood is on; nobody reads the rest.
        sleeper.receive();
        try (TestClient other = server.welcomeClient()) {
            other.sendExec("1", "long");
            assertThat(other.receiveAnswer()).endsWith("exit:0");
        }
        sleeper.close();
        server.commands.cancelled.await();
    }

    @Test
    void whatAClientHadRunningIsCancelledWhenItGoes() throws IOException, InterruptedException {
        try (TestClient client = server.welcomeClient()) {
            client.sendExec("1", "hang");
            client.receive();
        }
        server.commands.cancelled.await();
    }

    @Test
    void whoConnectsAndSaysNothingIsDropped() throws IOException {
        try (TestClient bystander = server.welcomeClient(); TestClient silent = server.client(); Closeable looking = looking()) {
            assertThat(silent.isClosedByServer()).isTrue();
            looking.close();
            bystander.sendExec("1", "greet", "you");
            assertThat(bystander.receiveAnswer()).isEqualTo("out:hello you\nerr:and good day\nexit:0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Le", "Content-Length: 100\r\n\r\n{"})
    void whoStopsInTheMidstOfAMessageIsDropped(String said) throws IOException {
        try (TestClient client = server.welcomeClient()) {
            client.sendRaw(said);
            try (Closeable looking = looking()) {
                assertThat(client.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void whoHasNotIntroducedItselfSaysNothingLong() throws IOException {
        try (TestClient client = server.client()) {
            client.sendRaw("Content-Length: 2000000\r\n\r\n");
            assertThat(client.receive().getAsJsonObject("error").get("message").getAsString()).isEqualTo("impossible Content-Length: '2000000' (at most 1048576)");
        }
    }

    @Test
    void whoFindsAllPlacesTakenIsToldSo() throws IOException {
        List<TestClient> all = new ArrayList<>();
        for (int i = 0; i < RpcServer.MAX_CLIENTS; i++) all.add(server.welcomeClient());
        try (TestClient late = server.client()) {
            assertThat(late.receive().getAsJsonObject("error").get("message").getAsString()).isEqualTo("256 clients are connected already");
            assertThat(late.isClosedByServer()).isTrue();
        }
        for (TestClient each : all) each.close();
    }

    /** Looks after the clients all the time, until it is closed; a daemon does so now and then. */
    private Closeable looking() {
        AtomicBoolean over = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            while (!over.get()) server.look();
        });
        thread.start();
        return () -> {
            over.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** A run's last JVM is given back then. */
    @Test
    void whatIsToBeDoneAfterwardsIsDoneAlthoughTheAnswerIsNotRead() throws IOException, InterruptedException {
        try (TestClient client = server.welcomeClient()) {
            client.sendExec("1", "unread");
            while (server.commands.afterwards.getCount() > 0) server.look();
        }
    }

    @Test
    void whoSendsNoMoreAndDoesNotReadIsDropped() throws IOException {
        try (TestClient client = server.welcomeClient()) {
            client.sendExec("1", "unread");
            client.receive();
            client.endSending();
            while (server.lifecycle.clients.get() > 0) server.look();
        }
    }

    @Test
    void oneClientCannotTakeAllThreads() throws IOException {
        try (TestClient client = server.welcomeClient()) {
            for (int i = 0; i < 64; i++) client.sendExec("" + i, "hang");
            for (int i = 0; i < 64; i++) client.receive();
            client.sendExec("64", "hang");
            assertThat(client.receiveAnswer()).isEqualTo("error:-32803 64 command lines of this client run already");
            client.send("{'jsonrpc':'2.0','method':'$/cancelRequest','params':{'id':0}}");
            assertThat(client.receiveAnswer()).isEqualTo("err:interrupted\nexit:130");
        }
    }

    @Test
    void closingLetsClientsReadWhatWasWrittenForThem() throws IOException, InterruptedException {
        try (TestClient client = server.welcomeClient()) {
            client.sendExec("1", "greet", "you");
            server.lifecycle.someCommandEnded.await();
            server.close();
            assertThat(client.receiveAnswer()).isEqualTo("out:hello you\nerr:and good day\nexit:0");
            assertThat(client.isClosedByServer()).isTrue();
        } finally {
            server = new TestServer();
        }
    }
}
