package dev.testls.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.history.History.Opened;
import dev.testls.model.LibraryVerdict;
import dev.testls.model.ModuleId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final ModuleId CORE = new ModuleId("g:core");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("history");
    }

    @Test
    void whatWasCommittedIsThereAfterwards() throws IOException {
        try (History history = History.open(file).history()) {
            history.recordDuration(CORE, "default-test", "a.FooTest", Duration.ofMillis(100));
            history.recordDuration(CORE, "default-test", "a.FooTest", Duration.ofMillis(200));
            history.rememberNeedsFresh(CORE, "a.FooTest", "it leaks");
            history.commit();
        }
        Opened opened = History.open(file);
        try (History history = opened.history()) {
            assertThat(opened.notice()).isEmpty();
            assertThat(history.expected(CORE, "default-test", "a.FooTest")).contains(Duration.ofMillis(150));
            assertThat(history.expected(CORE, "other", "a.FooTest")).isEmpty();
            assertThat(history.needsFresh(CORE, "a.FooTest")).contains("it leaks");
        }
    }

    @Test
    void whatTestsChangeInLibrariesIsLearntFromFreshJvms() throws IOException {
        Map<String, String> zone = Map.of("joda.jar Zone#default", "was UTC, is Tokyo");
        Map<String, String> both = Map.of("joda.jar Zone#default", "was UTC, is Tokyo", "a.jar A#mode", "was 1, is 2");
        try (History history = History.open(file).history()) {
            assertThat(history.libraryVerdict("a.jar A#mode")).isEqualTo(LibraryVerdict.UNKNOWN);
            history.rememberConfirmed(zone, true);
            history.rememberConfirmed(both, false);
            history.rememberConfirmed(zone, true);
            history.rememberConfirmed(zone, true);
            for (int i = 0; i < 5; i++) history.rememberEndedBy(Map.of("b.jar B#all", "has other content"));
            history.commit();
        }
        try (History history = History.open(file).history()) {
            assertThat(history.libraryVerdict("b.jar B#all")).isEqualTo(LibraryVerdict.ON_TRIAL);
            assertThat(history.allLibraryStates()).isEqualTo(Map.of(
                    "joda.jar Zone#default", "is changed by tests (was UTC, is Tokyo), which was seen to matter to no other test",
                    "a.jar A#mode", "is changed by tests (was 1, is 2), which reached other tests: JVMs in which it has changed are ended",
                    "b.jar B#all", "is changed by tests (has other content), 5 JVMs ended for it; now it is left so, and whether that matters is being seen"));
            history.forgetNeedsFreshOfOtherBuilds("another");
            assertThat(history.allLibraryStates()).isEmpty();
        }
    }

    @Test
    void evidenceIsReplacedByNameAndForgottenTogether() throws IOException {
        try (History history = History.open(file).history()) {
            history.recordEvidence(Map.of(0, new byte[] {1}), Map.of("a", Optional.of(new byte[] {2}), "b", Optional.of(new byte[] {3})));
            history.recordEvidence(Map.of(0, new byte[] {1, 4}), Map.of("b", Optional.empty()));
            history.commit();
        }
        try (History history = History.open(file).history()) {
            assertThat(history.evidenceFacts()).containsOnlyKeys(0);
            assertThat(history.evidenceFacts().get(0)).containsExactly(1, 4);
            assertThat(history.evidence()).containsOnlyKeys("a");
            history.forgetEvidence();
            history.commit();
        }
        try (History history = History.open(file).history()) {
            assertThat(history.evidenceFacts()).isEmpty();
            assertThat(history.evidence()).isEmpty();
        }
    }

    @Test
    void aFileThatIsNoHistoryIsPutAsideAndSaidOnce() throws IOException {
        byte[] noise = new byte[20_000];
        new Random(1).nextBytes(noise);
        Files.write(file, noise);
        Opened opened = History.open(file);
        opened.history().close();
        assertThat(opened.notice()).hasValueSatisfying(it -> assertThat(it).contains("begun anew"));
        assertThat(file.resolveSibling("history.unreadable")).hasBinaryContent(noise);
        Opened again = History.open(file);
        again.history().close();
        assertThat(again.notice()).isEmpty();
    }

    @Test
    void aTruncatedFileIsAHistoryStillOrBegunAnew() throws IOException {
        try (History history = History.open(file).history()) {
            for (int i = 0; i < 2000; i++) history.recordDuration(CORE, "default-test", "a.Foo" + i + "Test", Duration.ofMillis(i));
            history.commit();
        }
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 1 + whole.length / 23) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            try (History history = History.open(file).history()) {
                history.recordDuration(CORE, "default-test", "a.BarTest", Duration.ofMillis(1));
                history.commit();
                assertThat(history.expected(CORE, "default-test", "a.BarTest")).contains(Duration.ofMillis(1));
            }
        }
    }
}
