package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.worker.wire.Batch;
import dev.testls.worker.wire.Frames;
import dev.testls.worker.wire.Node;
import dev.testls.worker.wire.Thrown;
import dev.testls.worker.wire.ToDaemon;
import dev.testls.worker.wire.ToWorker;
import dev.testls.worker.wire.Token;
import dev.testls.worker.wire.WireException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, there is a message or a {@link WireException}: nothing else, and no memory for a lie. */
class FramesTest {
    @Property(tries = 500)
    void randomBytesAreAMessageOrAWireException(@ForAll @Size(min = 1, max = 300) byte[] body) {
        decode(body);
    }

    @Property(tries = 500)
    void aMessageSurvivesItsEncoding(@ForAll("messages") byte[] body) throws IOException {
        byte[] again = body[0] < 0 ? ToWorker.decode(tail(body)).encode() : ToDaemon.decode(tail(body)).encode();
        assertThat(again).isEqualTo(tail(body));
    }

    @Property(tries = 500)
    void aTruncatedMessageIsRefused(@ForAll("messages") byte[] body, @ForAll @IntRange(max = 10_000) int cut) {
        byte[] whole = tail(body);
        byte[] part = java.util.Arrays.copyOf(whole, 1 + cut % whole.length);
        if (part.length == whole.length) return;
        assertThatThrownBy(() -> {
            if (body[0] < 0) ToWorker.decode(part);
            else ToDaemon.decode(part);
        }).isInstanceOf(WireException.class);
    }

    @Property(tries = 1000)
    void aFlippedBitIsAMessageOrAWireException(@ForAll("messages") byte[] body, @ForAll @IntRange(max = 100_000) int bit) {
        byte[] whole = tail(body);
        whole[bit / 8 % whole.length] ^= (byte) (1 << bit % 8);
        decode(whole);
    }

    @Property(tries = 200)
    void aStreamOfAnythingEndsInAnException(@ForAll @Size(max = 200) byte[] stream) {
        ByteArrayInputStream in = new ByteArrayInputStream(stream);
        assertThatThrownBy(() -> {
            while (true) Frames.read(in, Frames.MAX_HELLO);
        }).isInstanceOfAny(WireException.class, EOFException.class);
    }

    @Test
    void framesHaveBounds() throws IOException {
        byte[] tooLong = {0, 0, 0, 65};
        assertThatThrownBy(() -> Frames.read(new ByteArrayInputStream(tooLong), Frames.MAX_HELLO))
                .hasMessage("a frame of 65 bytes; allowed are 1 to 64");
        assertThatThrownBy(() -> Frames.write(new ByteArrayOutputStream(), new byte[Frames.MAX_FRAME + 1]))
                .isInstanceOf(WireException.class);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Frames.write(out, new byte[] {7});
        assertThat(Frames.read(new ByteArrayInputStream(out.toByteArray()), Frames.MAX_FRAME)).containsExactly(7);
    }

    @Test
    void aTokenIsNotPrinted() {
        Token token = new Token(new byte[Token.BYTES]);
        assertThat(token).hasToString("a token").isEqualTo(Token.parse(token.hex()));
    }

    private static void decode(byte[] body) {
        try {
            ToDaemon.decode(body);
        } catch (WireException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
        try {
            ToWorker.decode(body);
        } catch (WireException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    /** Messages after a byte that tells the direction. */
    @Provide
    Arbitrary<byte[]> messages() {
        Arbitrary<String> texts = Arbitraries.strings().excludeChars(lone()).ofMaxLength(20);
        Arbitrary<byte[]> toDaemon = texts.flatMap(text -> Arbitraries.integers().between(0, 1000).flatMap(number ->
                Arbitraries.of(
                        new ToDaemon.Ready(text), new ToDaemon.Started(number), new ToDaemon.Output(number, true, text),
                        new ToDaemon.Known(new Node(number, Node.Kind.TEST, text, text, text, "a.B", "c()", text,
                                List.of(text, text), text, text, text, text)),
                        new ToDaemon.Finished(number, ToDaemon.Finished.End.FAILED, number, text,
                                new Thrown(text, text, text, true, text, text)),
                        new ToDaemon.Found(number, List.of(text)), new ToDaemon.Completed(List.of(text, "x")),
                        new ToDaemon.Broken(text, text), new ToDaemon.Threads(text),
                        new ToDaemon.Probed(number, text, new byte[ToDaemon.Probed.HASH_BYTES], List.of(text, "x()V")),
                        new ToDaemon.Named(number, ToDaemon.Named.Kind.FILE, text),
                        new ToDaemon.Observed(text, text, true, new int[] {0, 1, number + 2, number + 200, number + 70_000}),
                        new ToDaemon.Ended(text, List.of(text, "")), new ToDaemon.Compared(text),
                        new ToDaemon.Covered(number, text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        new ToDaemon.State(List.of(text), List.of(), number, 1, 2, 3, -1, 5, Map.of(text, text), Map.of("k", text)))
                        .map(message -> directed(1, message.encode()))));
        Batch batch = new Batch(List.of(new Batch.Choice("a.B", List.of("a.B#c()"))), Batch.Provider.JUNIT4, "x", "",
                List.of("e"), List.of(), Map.of(), 3);
        Arbitrary<byte[]> toWorker = texts.map(text -> directed(-1,
                new ToWorker.Setup(true, List.of(text), List.of(), List.of(text), Map.of("k", text), false, text, true).encode()));
        return Arbitraries.oneOf(List.of(toDaemon, toWorker, Arbitraries.of(
                directed(-1, new ToWorker.Run(batch).encode()), directed(-1, new ToWorker.Exit().encode()), directed(-1, new ToWorker.Rest().encode()), directed(-1, new ToWorker.Collect().encode()), directed(-1, new ToWorker.Compare(true).encode()))));
    }

    private static char[] lone() {
        char[] surrogates = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < surrogates.length; i++) surrogates[i] = (char) (Character.MIN_SURROGATE + i);
        return surrogates;
    }

    private static byte[] directed(int direction, byte[] body) {
        byte[] all = new byte[body.length + 1];
        all[0] = (byte) direction;
        System.arraycopy(body, 0, all, 1, body.length);
        return all;
    }

    private static byte[] tail(byte[] body) {
        return java.util.Arrays.copyOfRange(body, 1, body.length);
    }
}
