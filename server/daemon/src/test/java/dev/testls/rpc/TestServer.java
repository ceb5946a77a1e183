package dev.testls.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.testls.engine.FakeLive;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server on a real socket, and clients that write whatever they like. */
final class TestServer implements AutoCloseable {
    final FakeCommands commands = new FakeCommands();
    final FakeLifecycle lifecycle = new FakeLifecycle();
    private final Path directory;
    private final ServerSocketChannel listener;
    private final RpcServer server;

    TestServer() throws IOException {
        this("");
    }

    /** @param example of the specification, whose events are told */
    TestServer(String example) throws IOException {
        directory = Files.createTempDirectory("tls");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
        ServerIdentity identity = new ServerIdentity(
                "0.1.0", "6d34253294e8e2f7", "2026-03-01T12:00:00.000Z", 1234, Path.of("/home/ada/shop"), Path.of("/opt/runtime-17"),
                Path.of("/home/ada/.cache/tls/0011223344556677/daemon.log"));
        server = new RpcServer(identity, commands, lifecycle, new FakeLive(example));
        server.listen(listener);
    }

    /** Looks for clients that leave something half done. */
    void look() {
        server.look();
    }

    TestClient client() throws IOException {
        return new TestClient(dial());
    }

    SocketChannel dial() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("s")));
    }

    /** One that has done the handshake. */
    TestClient welcomeClient() throws IOException {
        TestClient client = client();
        client.send("{'jsonrpc':'2.0','id':0,'method':'initialize','params':{}}");
        client.receive();
        return client;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        server.close();
        Files.delete(directory.resolve("s"));
        Files.delete(directory);
    }

    /** Single quotes stand for double ones in what it sends. */
    static final class TestClient implements AutoCloseable {
        private final SocketChannel channel;
        private final FrameReader reader;

        private TestClient(SocketChannel channel) {
            this.channel = channel;
            this.reader = new FrameReader(ChannelStreams.input(channel));
        }

        void send(String message) throws IOException {
            byte[] content = message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            sendRaw("Content-Length: " + content.length + "\r\n\r\n");
            sendRaw(content);
        }

        void sendExec(String id, String... arguments) throws IOException {
            send("{'jsonrpc':'2.0','id':" + id + ",'method':'tls/exec','params':{'argv':['"
                    + String.join("','", arguments) + "'],'cwd':'/','env':{}}}");
        }

        void sendRaw(String text) throws IOException {
            sendRaw(text.getBytes(StandardCharsets.UTF_8));
        }

        void sendRaw(byte[] bytes) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
        }

        void endSending() throws IOException {
            channel.shutdownOutput();
        }

        JsonObject receive() throws IOException {
            String content = reader.next().orElseThrow(() -> new IOException("closed"));
            return JsonParser.parseString(content).getAsJsonObject();
        }

        /** What arrives until the answer, joined: {@code out:hello err:well exit:0}, or {@code error:-32600 why}. */
        String receiveAnswer() throws IOException {
            StringBuilder text = new StringBuilder();
            while (true) {
                JsonObject message = receive();
                if (message.has("method")) {
                    JsonObject output = message.getAsJsonObject("params");
                    text.append(output.get("stream").getAsString()).append(':')
                            .append(output.get("text").getAsString());
                } else if (message.has("error")) {
                    JsonObject error = message.getAsJsonObject("error");
                    return text + "error:" + error.get("code") + " " + error.get("message").getAsString();
                } else {
                    JsonElement result = message.get("result");
                    return text + "exit:" + (result.isJsonObject() ? result.getAsJsonObject().get("exitCode") : result);
                }
            }
        }

        boolean isClosedByServer() throws IOException {
            try {
                return reader.next().isEmpty();
            } catch (SocketException e) {
                // Closed with bytes of ours unread.
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
