package dev.testls.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.CacheFile;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
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

    /** Where everything was confirmed long ago nothing was learnt any more, and a cache ended a JVM at every edit. */
    @Test
    void classesThatWereProvedBeforeTellOfLibrariesToo() throws IOException {
        Map<String, String> cache = Map.of("a.jar A#cache", "was null, is an A");
        try (History history = History.open(file).history()) {
            history.rememberEndedBy(cache);
            history.rememberEndedBy(cache);
            for (int i = 0; i < 3; i++) history.rememberAgreement("g:core/a.FooTest", cache);
            history.rememberAgreement("g:core/a.BarTest", cache);
            assertThat(history.libraryVerdict("a.jar A#cache")).as("one class counts once").isEqualTo(LibraryVerdict.KNOWN);
            history.rememberAgreement("g:core/a.BazTest", cache);
            assertThat(history.libraryVerdict("a.jar A#cache")).isEqualTo(LibraryVerdict.HARMLESS);
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

    /** A store that could not write is closed for good, and so are its maps. */
    @Test
    void onAFullDiskItGoesOnInMemoryAndIsWrittenWhenThereIsRoom() throws IOException {
        AtomicBoolean full = new AtomicBoolean();
        Consumer<MVStore> writing = store -> {
            if (full.get()) {
                store.closeImmediately();
                throw new MVStoreException(DataUtils.ERROR_WRITING_FAILED, "No space left on device");
            }
            store.commit();
        };
        try (History history = History.open(file, writing).history()) {
            history.rememberNeedsFresh(CORE, "a.FooTest", "it leaks");
            history.recordEvidence(Map.of(0, new byte[] {1}), Map.of("a", Optional.of(new byte[] {2})));
            history.commit();
            full.set(true);
            history.rememberNeedsFresh(CORE, "a.BarTest", "it leaks, too");
            history.recordEvidence(Map.of(1, new byte[] {3}), Map.of("a", Optional.empty()));
            history.commit();
            assertThat(history.takeTrouble()).hasValueSatisfying(it -> assertThat(it).contains(file.toString(), "No space left", "make room"));
            history.recordDuration(CORE, "default-test", "a.FooTest", Duration.ofMillis(100));
            history.commit();
            assertThat(history.takeTrouble()).as("it is told once").isEmpty();
            assertThat(history.needsFresh(CORE, "a.BarTest")).isPresent();
            full.set(false);
            history.commit();
            assertThat(history.trouble()).isEmpty();
        }
        try (History history = History.open(file).history()) {
            assertThat(history.allNeedingFresh()).containsOnlyKeys("g:core/a.FooTest", "g:core/a.BarTest");
            assertThat(history.expected(CORE, "default-test", "a.FooTest")).isPresent();
            assertThat(history.evidenceFacts()).containsOnlyKeys(0, 1);
            assertThat(history.evidence()).isEmpty();
        }
    }

    @Test
    void aFileThatIsDamagedMeanwhileIsReplaced() throws IOException {
        AtomicBoolean full = new AtomicBoolean();
        try (History history = History.open(file, store -> {
            if (full.getAndSet(false)) throw new MVStoreException(DataUtils.ERROR_WRITING_FAILED, "No space left on device");
            store.commit();
        }).history()) {
            history.rememberNeedsFresh(CORE, "a.FooTest", "it leaks");
            history.recordEvidence(Map.of(0, new byte[] {1}), Map.of("a", Optional.of(new byte[] {2})));
            history.commit();
            full.set(true);
            history.commit();
            Files.write(file, new byte[20_000]);
            history.recordEvidence(Map.of(1, new byte[] {1}), Map.of("b", Optional.of(new byte[] {2})));
            history.commit();
            assertThat(history.trouble()).isEmpty();
        }
        try (History history = History.open(file).history()) {
            assertThat(history.allNeedingFresh()).containsOnlyKeys("g:core/a.FooTest");
            assertThat(history.evidence()).as("what is told in pages that are lost").isEmpty();
        }
    }

    @Test
    void whereThereIsNoPlaceForAFileItIsKeptInMemory() throws IOException {
        Path taken = Files.writeString(directory.resolve("taken"), "");
        Opened opened = History.open(taken.resolve("history"));
        try (History history = opened.history()) {
            assertThat(opened.notice()).hasValueSatisfying(it -> assertThat(it).contains("kept in memory"));
            history.rememberNeedsFresh(CORE, "a.FooTest", "it leaks");
            history.commit();
            assertThat(history.needsFresh(CORE, "a.FooTest")).isPresent();
            Files.delete(taken);
            history.commit();
        }
        try (History history = History.open(taken.resolve("history")).history()) {
            assertThat(history.needsFresh(CORE, "a.FooTest")).isPresent();
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
    void aDamagedByteIsNeverTakenForWhatWasWritten() throws IOException {
        try (History history = History.open(file).history()) {
            for (int i = 0; i < 40; i++) history.rememberNeedsFresh(CORE, "a.Foo" + i + "Test", "it leaks " + i);
            history.recordEvidence(Map.of(0, new byte[] {1, 2, 3}), Map.of("a", Optional.of(new byte[] {4, 5, 6})));
            history.commit();
        }
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 211) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x11;
            Files.write(file, damaged);
            History history = History.open(file).history();
            try (history) {
                history.allNeedingFresh().forEach((key, why) -> assertThat(key).isEqualTo("g:core/a.Foo" + why.substring("it leaks ".length()) + "Test"));
                history.evidenceFacts().values().forEach(it -> assertThat(it).containsExactly(1, 2, 3));
                history.evidence().values().forEach(it -> assertThat(it).containsExactly(4, 5, 6));
            } catch (MVStoreException damagedBooks) {
                // What the store keeps of its own pages was hit: nothing more can be written, and nothing wrong was read.
                assertThat(damagedBooks).hasCauseInstanceOf(AssertionError.class);
            }
        }
    }

    @Test
    void aDirectoryInItsPlaceIsPutAside() throws IOException {
        for (int i = 0; i < 2; i++) {
            Files.createDirectories(file.resolve("in/the/way"));
            Opened opened = History.open(file);
            opened.history().close();
            assertThat(opened.notice()).isPresent();
            CacheFile.delete(file);
        }
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
