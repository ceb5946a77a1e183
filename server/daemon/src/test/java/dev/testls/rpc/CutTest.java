package dev.testls.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.testls.model.Failure;
import dev.testls.model.ModuleId;
import dev.testls.model.Outcome;
import dev.testls.model.RunId;
import dev.testls.model.TestDescriptor;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import dev.testls.model.TestResult.Attempt;
import dev.testls.protocol.Protocol;
import dev.testls.protocol.TestFinishedParams;
import dev.testls.report.SourceLookup;
import dev.testls.run.RunEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CutTest {
    @Test
    void aTextLosesItsMiddleOnly() {
        assertThat(Cut.middle("short", 100)).isEqualTo("short");
        assertThat(Cut.middle("b" + "x".repeat(100) + "e", 50)).startsWith("bxx").contains("\n…\n").endsWith("xxe").hasSizeLessThan(51);
    }

    @Property(tries = 500)
    void whatIsCutFitsAndHoldsWholeCharacters(@ForAll String text, @ForAll @IntRange(min = 20, max = 200) int bytes) {
        String cut = Cut.middle(text, bytes);
        assertThat(Cut.encoded(cut)).isLessThanOrEqualTo(bytes);
        assertThat(new Gson().toJson(cut).getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(Cut.encoded(cut) + 2 + surrogates(cut));
    }

    /** Halves of characters that a test wrote are its own; they are sent as question marks, or as they are. */
    private static int surrogates(String text) {
        return (int) text.chars().filter(c -> Character.isSurrogate((char) c)).count();
    }

    @Property(tries = 500)
    void partsAreTheListAgain(@ForAll List<@IntRange(min = 0, max = 300_000) Integer> sizes) {
        List<List<Integer>> parts = Cut.parts(sizes, it -> it);
        assertThat(parts.stream().flatMap(List::stream).toList()).isEqualTo(sizes);
        assertThat(parts).allMatch(part -> part.size() < 2 || part.stream().mapToInt(it -> it).sum() <= Cut.LIST_BYTES);
    }

    @Test
    void theWorstResultThereCanBeFitsInAMessage() {
        String worst = "\u0001<".repeat(1_000_000);
        String trace = "x\n\tat a.b.C.d(C.java:1)\n".repeat(100_000) + worst;
        Optional<Failure> failure = Optional.of(new Failure(worst, worst, trace, Optional.of(worst), Optional.of(worst)));
        TestDescriptor test = new TestDescriptor(new TestId(new ModuleId("a:b"), "a.C", "d()", ""), TestDescriptor.Kind.TEST, "e", "u", List.of("C", "d()"), "d()", "a.C", "d", "", "");
        TestResult result = new TestResult(test, Outcome.ERROR, Duration.ZERO, failure, worst, worst, worst,
                Collections.nCopies(50, new Attempt(Outcome.ERROR, Duration.ZERO, failure, "a fresh JVM")), "w1");
        TestFinishedParams params = ToWire.finished(new RunId("r"), new RunEvent.TestFinished(result), SourceLookup.none());
        assertThat(new Gson().toJson(params).getBytes(StandardCharsets.UTF_8).length).isLessThan(Protocol.MAX_MESSAGE);
        assertThat(params.failure().cut()).containsExactly("message", "expected", "actual", "trace");
    }
}
