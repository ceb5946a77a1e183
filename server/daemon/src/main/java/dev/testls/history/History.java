package dev.testls.history;

import dev.testls.base.CacheFile;
import dev.testls.model.LibraryVerdict;
import dev.testls.model.ModuleId;
import dev.testls.model.TestId;
import dev.testls.model.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The memory of the workspace. Any thread may call any method; what was recorded is on disk after {@link #commit}.
 */
public final class History implements AutoCloseable {
    /** A class that left threads once is taken to leave some until it was seen so often to leave none. */
    private static final int TIMES_REMEMBERED = 3;
    /** How far one new duration pulls the expected one: recent runs count, one outlier does not. */
    private static final double NEWEST_WEIGHT = 0.5;

    /** Of more fields of libraries at once nobody can say which one it was. */
    private static final int MOST_BLAMED = 3;

    private final Kept<String, Long> classNanos = Kept.inMemory("class-nanos");
    private final Kept<String, Integer> busyPercent = Kept.inMemory("busy-percent");
    /** By the id of a test the suite that ran it; empty: it ran of itself. */
    private final Kept<String, String> red = Kept.inMemory("red");
    private final Kept<String, String> needsFresh = Kept.inMemory("needs-fresh");
    private final Kept<String, Integer> leftThreads = Kept.inMemory("left-threads");
    /** Field of a library and class of tests: they agreed. */
    private final Set<String> agreed = new HashSet<>();
    /** By {@code jar class#field}. */
    private final Kept<String, String> libraryStates = Kept.inMemory("library-states");
    private final Kept<String, String> about = Kept.inMemory("about");
    private final Kept<Long, String> withdrawn = Kept.inMemory("withdrawn");
    private final Kept<Integer, byte[]> evidenceFacts = Kept.onDisk("evidence-facts");
    private final Kept<String, byte[]> evidence = Kept.onDisk("evidence");
    private final Disk disk;
    /** What was told of the disk last. */
    private Optional<String> told = Optional.empty();

    private History(Opening opening) throws IOException {
        disk = opening.open(List.of(classNanos, busyPercent, red, needsFresh, leftThreads, libraryStates, about, withdrawn, evidenceFacts, evidence));
    }

    /**
     * Opens the history in {@code file}. One that cannot be read is put aside, and {@link Opened#notice} says so, once. Where there is no room for
     * one, it is kept in memory, and the notice says that.
     */
    public static Opened open(Path file) throws IOException {
        return open(file, MVStore::commit);
    }

    /** @param writing has a store write what was put into it; it throws when there is no room */
    static Opened open(Path file, Consumer<MVStore> writing) throws IOException {
        try {
            return new Opened(new History(maps -> Disk.open(file, maps, writing)), Optional.empty());
        } catch (Disk.OtherFormat it) {
            // Another build of this program wrote it, and nobody need worry.
            CacheFile.delete(file);
            return new Opened(new History(maps -> Disk.open(file, maps, writing)), Optional.empty());
        } catch (MVStoreException | IllegalStateException | IllegalArgumentException | ClassCastException unreadable) {
            if (isOfTheDisk(unreadable)) return inMemory(file, writing, unreadable);
            Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
            CacheFile.delete(aside);
            Files.move(file, aside);
            return new Opened(new History(maps -> Disk.open(file, maps, writing)),
                    Optional.of("the history of earlier runs could not be read and was begun anew; the old file is " + aside));
        } catch (IOException e) {
            return inMemory(file, writing, e);
        }
    }

    private static Opened inMemory(Path file, Consumer<MVStore> writing, Exception why) throws IOException {
        History history = new History(maps -> Disk.without(file, maps, writing, why));
        return new Opened(history, history.takeTrouble());
    }

    /** Whether nothing is wrong with what is in the file, but it cannot be written. */
    private static boolean isOfTheDisk(RuntimeException e) {
        return e instanceof MVStoreException it && (it.getErrorCode() == DataUtils.ERROR_WRITING_FAILED || it.getErrorCode() == DataUtils.ERROR_FILE_LOCKED);
    }

    /** Why what was recorded cannot reach the disk, with what to do, when that is news. */
    public synchronized Optional<String> takeTrouble() {
        Optional<String> trouble = disk.trouble();
        Optional<String> news = trouble.filter(it -> told.isEmpty());
        told = trouble;
        return news;
    }

    /** The same, as long as it lasts. */
    public Optional<String> trouble() {
        return disk.trouble();
    }

    /** How long the class can be expected to take; empty when it never ran. */
    public Optional<Duration> expected(ModuleId module, String execution, String className) {
        return classNanos.get(key(module, execution, className)).map(Duration::ofNanos);
    }

    public void recordDuration(ModuleId module, String execution, String className, Duration duration) {
        classNanos.merge(key(module, execution, className), duration.toNanos(),
                (before, now) -> Math.round(before * (1 - NEWEST_WEIGHT) + now * NEWEST_WEIGHT));
    }

    /** Which part of its time the class kept a processor busy when it last ran alone for long enough to tell; empty: unknown. */
    public OptionalDouble busy(ModuleId module, String execution, String className) {
        Optional<Integer> percent = busyPercent.get(key(module, execution, className));
        return percent.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(percent.get() / 100.0);
    }

    public void recordBusy(ModuleId module, String execution, String className, double part) {
        busyPercent.put(key(module, execution, className), (int) Math.round(part * 100));
    }

    /**
     * Remembers the outcome: a red test is among {@link #redTests} until it is seen to pass or to be skipped.
     *
     * @param through the class that ran: the test's own, or a suite
     */
    public void record(TestResult result, String through) {
        String id = result.id().toString();
        if (result.outcome().isRed()) {
            red.put(id, isOf(through, result.id().className()) ? "" : result.id().module() + "/" + through);
        } else {
            red.remove(id);
        }
    }

    /** The tests that were red when they last ran, as text of {@link TestId}. */
    public Set<String> redTests() {
        return red.keys();
    }

    /** Of these the ones that a suite of another name ran, with the id of that suite's class. */
    public Map<String, String> suitesOfRed() {
        Map<String, String> suites = red.copy();
        suites.values().removeIf(String::isEmpty);
        return suites;
    }

    private static boolean isOf(String through, String className) {
        return className.equals(through) || className.startsWith(through + "$");
    }

    /** These are red no longer, though none was seen to pass. */
    public void forgetRed(Set<String> ids) {
        ids.forEach(red::remove);
    }

    /** Why the class has to run in fresh JVMs: it failed in a reused one and passed in a fresh one. */
    public Optional<String> needsFresh(ModuleId module, String className) {
        return needsFresh.get(module + "/" + className);
    }

    /** Whether the class left threads running one of the last times when it was seen to end. */
    public boolean leftThreads(ModuleId module, String className) {
        return leftThreads.get(module + "/" + className).isPresent();
    }

    public void rememberLeftThreads(ModuleId module, String className) {
        leftThreads.put(module + "/" + className, TIMES_REMEMBERED);
    }

    /** It ended and none was seen; threads are left now and then, and seen to be now and then. */
    public void rememberNoThreads(ModuleId module, String className) {
        String key = module + "/" + className;
        int times = leftThreads.get(key).orElse(0);
        if (times == 0) return;
        if (times > 1) leftThreads.put(key, times - 1);
        else leftThreads.remove(key);
    }

    public void rememberNeedsFresh(ModuleId module, String className, String why) {
        needsFresh.put(module + "/" + className, why);
    }

    /** Remembers that something which was told turned out to be wrong, for whoever looks next. */
    public synchronized void withdraw(String text) {
        long last = withdrawn.keys().stream().mapToLong(it -> it).max().orElse(-1);
        withdrawn.put(last + 1, text);
    }

    /** Whether {@code text} is another than the last time that this was asked about {@code topic}. */
    public synchronized boolean isNews(String topic, String text) {
        if (about.get(topic).filter(text::equals).isPresent()) return false;
        about.put(topic, text);
        return true;
    }

    /** What was withdrawn since the last call, the oldest first. */
    public synchronized List<String> takeWithdrawn() {
        List<String> all = List.copyOf(withdrawn.copy().values());
        if (!all.isEmpty()) withdrawn.clear();
        return all;
    }

    /** Another build of tls may reuse JVMs in another way: then every class has its chance again. */
    public void forgetNeedsFreshOfOtherBuilds(String build) {
        if (about.get("build").filter(build::equals).isPresent()) return;
        about.put("build", build);
        needsFresh.clear();
        libraryStates.clear();
        commit();
    }

    /** Every class that needs fresh JVMs, as {@code module/class}, with why. */
    public Map<String, String> allNeedingFresh() {
        return needsFresh.copy();
    }

    /** What was shown of a static field of a library, told as {@code jar class#field}. */
    public LibraryVerdict libraryVerdict(String field) {
        return libraryState(field).verdict();
    }

    /** A JVM was ended because tests had changed these fields, each with how. */
    public synchronized void rememberEndedBy(Map<String, String> fields) {
        fields.forEach((field, how) -> libraryStates.put(field, libraryState(field).withEnd(how).text()));
    }

    /**
     * A class ran in a JVM in which earlier leases had changed these fields, each with how (a lease tells them), and in a fresh one.
     *
     * @param agreed whether both ended alike. If not, those are to blame of which least is known, unless they are too many to tell.
     */
    public synchronized void rememberConfirmed(Map<String, String> suspects, boolean agreed) {
        Map<String, LibraryState> known = new TreeMap<>();
        suspects.forEach((field, how) -> known.put(field, libraryState(field).withChange(how)));
        int fewest = known.values().stream().mapToInt(LibraryState::agreements).min().orElse(0);
        boolean tells = known.values().stream().filter(it -> it.agreements() == fewest).count() <= MOST_BLAMED;
        known.forEach((field, state) -> {
            boolean blamed = !agreed && tells && state.agreements() == fewest;
            if (agreed) libraryStates.put(field, state.withAgreement().text());
            else if (blamed) libraryStates.put(field, state.withDisagreement().text());
        });
    }

    /**
     * The same of a class whose outcomes in a fresh JVM were known before. Each class counts once for a field in this life: one that runs
     * again and again says nothing of others.
     */
    public synchronized void rememberAgreement(String testClass, Map<String, String> suspects) {
        Map<String, String> fresh = new TreeMap<>(suspects);
        fresh.keySet().removeIf(field -> libraryState(field).verdict() == LibraryVerdict.HARMLESS || !agreed.add(field + " " + testClass));
        rememberConfirmed(fresh, true);
    }

    /** Every field of a library that was learnt of, as {@code jar class#field}, with what, for people. */
    public Map<String, String> allLibraryStates() {
        Map<String, String> all = new TreeMap<>();
        libraryStates.copy().forEach((field, text) -> all.put(field, LibraryState.of(text).told()));
        return all;
    }

    private LibraryState libraryState(String field) {
        return LibraryState.of(libraryStates.get(field).orElse(null));
    }

    /** Pages of facts, by number, that evidence is told in. */
    public Map<Integer, byte[]> evidenceFacts() {
        return evidenceFacts.copy(disk.store());
    }

    /** What each class's tests were seen to depend on, by the class's key. */
    public Map<String, byte[]> evidence() {
        return evidence.copy(disk.store());
    }

    /** Puts these pages and classes in place of those of the same names; a class without bytes is forgotten. */
    public void recordEvidence(Map<Integer, byte[]> facts, Map<String, Optional<byte[]>> classes) {
        facts.forEach(evidenceFacts::put);
        classes.forEach((key, bytes) -> bytes.ifPresentOrElse(it -> evidence.put(key, it), () -> evidence.remove(key)));
    }

    /** Begins evidence anew: pages and classes that belong together are replaced together. */
    public void forgetEvidence() {
        evidence.clear();
        evidenceFacts.clear();
    }

    /** Writes what was recorded to disk; what cannot be written is kept, and written with a later commit. {@link #takeTrouble} tells. */
    public void commit() {
        disk.commit();
    }

    @Override
    public void close() {
        disk.close();
    }

    private static String key(ModuleId module, String execution, String className) {
        return module + "/" + execution + "/" + className;
    }

    /** Opens the file of these maps. */
    private interface Opening {
        Disk open(List<Kept<?, ?>> maps) throws IOException;
    }

    /** An opened history, and what people should know about how it opened. */
    public record Opened(History history, Optional<String> notice) {}
}
