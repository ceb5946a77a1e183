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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The memory of the workspace. Any thread may call any method; what was recorded is on disk after {@link #commit}.
 */
public final class History implements AutoCloseable {
    private static final int FORMAT = 3;
    /** A class that left threads once is taken to leave some until it was seen so often to leave none. */
    private static final int TIMES_REMEMBERED = 3;
    /** How far one new duration pulls the expected one: recent runs count, one outlier does not. */
    private static final double NEWEST_WEIGHT = 0.5;

    private final MVStore store;
    private final MVMap<String, Long> classNanos;
    private final MVMap<String, Integer> busyPercent;
    private final MVMap<String, Integer> red;
    private final MVMap<String, String> needsFresh;
    private final MVMap<String, Integer> leftThreads;
    /** By {@code jar class#field}. */
    private final MVMap<String, String> libraryStates;
    private final MVMap<String, String> about;
    private final MVMap<Long, String> withdrawn;
    private final MVMap<Integer, byte[]> evidenceFacts;
    private final MVMap<String, byte[]> evidence;

    private History(MVStore store) {
        this.store = store;
        this.classNanos = Checked.map(store, "class-nanos");
        this.busyPercent = Checked.map(store, "busy-percent");
        this.red = Checked.map(store, "red");
        this.needsFresh = Checked.map(store, "needs-fresh");
        this.leftThreads = Checked.map(store, "left-threads");
        this.libraryStates = Checked.map(store, "library-states");
        this.about = Checked.map(store, "about");
        this.withdrawn = Checked.map(store, "withdrawn");
        this.evidenceFacts = Checked.map(store, "evidence-facts");
        this.evidence = Checked.map(store, "evidence");
    }

    /** Opens the history in {@code file}. One that cannot be read is put aside, and {@link Opened#notice} says so, once. */
    public static Opened open(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try {
            return new Opened(new History(openStore(file)), Optional.empty());
        } catch (OtherFormat it) {
            // Another build of this program wrote it, and nobody need worry.
            CacheFile.delete(file);
            return new Opened(new History(openStore(file)), Optional.empty());
        } catch (MVStoreException | IllegalStateException | IllegalArgumentException | ClassCastException unreadable) {
            Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
            CacheFile.delete(aside);
            Files.move(file, aside);
            return new Opened(new History(openStore(file)),
                    Optional.of("the history of earlier runs could not be read and was begun anew; the old file is " + aside));
        }
    }

    private static MVStore openStore(Path file) {
        MVStore store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().cacheSize(1).open();
        try {
            int version = store.getStoreVersion();
            if (version != 0 && version != FORMAT) throw new OtherFormat();
            store.setStoreVersion(FORMAT);
            // Reads all of each map now, so that a broken one shows here and not in the middle of a run.
            for (String name : List.of("class-nanos", "busy-percent", "red", "needs-fresh", "left-threads", "library-states", "about", "withdrawn", "evidence-facts", "evidence")) Checked.map(store, name).forEach((k, v) -> {});
            return store;
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
    }

    /** How long the class can be expected to take; empty when it never ran. */
    public Optional<Duration> expected(ModuleId module, String execution, String className) {
        return Optional.ofNullable(classNanos.get(key(module, execution, className))).map(Duration::ofNanos);
    }

    public void recordDuration(ModuleId module, String execution, String className, Duration duration) {
        classNanos.merge(key(module, execution, className), duration.toNanos(),
                (before, now) -> Math.round(before * (1 - NEWEST_WEIGHT) + now * NEWEST_WEIGHT));
    }

    /** Which part of its time the class kept a processor busy when it last ran alone for long enough to tell; empty: unknown. */
    public OptionalDouble busy(ModuleId module, String execution, String className) {
        Integer percent = busyPercent.get(key(module, execution, className));
        return percent == null ? OptionalDouble.empty() : OptionalDouble.of(percent / 100.0);
    }

    public void recordBusy(ModuleId module, String execution, String className, double part) {
        busyPercent.put(key(module, execution, className), (int) Math.round(part * 100));
    }

    /** Remembers the outcome: a red test is among {@link #redTests} until it is seen to pass or to be skipped. */
    public void record(TestResult result) {
        String id = result.id().toString();
        if (result.outcome().isRed()) {
            red.put(id, 1);
        } else {
            red.remove(id);
        }
    }

    /** The tests that were red when they last ran, as text of {@link TestId}. */
    public Set<String> redTests() {
        return new TreeSet<>(red.keySet());
    }

    /** Forgets red tests that {@code isGone} says exist no more. */
    public void forgetRed(Predicate<String> isGone) {
        redTests().stream().filter(isGone).forEach(red::remove);
    }

    /** Why the class has to run in fresh JVMs: it failed in a reused one and passed in a fresh one. */
    public Optional<String> needsFresh(ModuleId module, String className) {
        return Optional.ofNullable(needsFresh.get(module + "/" + className));
    }

    /** Whether the class left threads running one of the last times when it was seen to end. */
    public boolean leftThreads(ModuleId module, String className) {
        return leftThreads.containsKey(module + "/" + className);
    }

    public void rememberLeftThreads(ModuleId module, String className) {
        leftThreads.put(module + "/" + className, TIMES_REMEMBERED);
    }

    /** It ended and none was seen; threads are left now and then, and seen to be now and then. */
    public void rememberNoThreads(ModuleId module, String className) {
        String key = module + "/" + className;
        Integer times = leftThreads.get(key);
        if (times == null) return;
        if (times > 1) leftThreads.put(key, times - 1);
        else leftThreads.remove(key);
    }

    public void rememberNeedsFresh(ModuleId module, String className, String why) {
        needsFresh.put(module + "/" + className, why);
    }

    /** Remembers that something which was told turned out to be wrong, for whoever looks next. */
    public void withdraw(String text) {
        synchronized (withdrawn) {
            Long last = withdrawn.lastKey();
            withdrawn.put(last == null ? 0 : last + 1, text);
        }
    }

    /** What was withdrawn since the last call, the oldest first. */
    public List<String> takeWithdrawn() {
        synchronized (withdrawn) {
            List<String> all = List.copyOf(withdrawn.values());
            withdrawn.clear();
            return all;
        }
    }

    /** Another build of tls may reuse JVMs in another way: then every class has its chance again. */
    public void forgetNeedsFreshOfOtherBuilds(String build) {
        if (build.equals(about.put("build", build))) return;
        needsFresh.clear();
        libraryStates.clear();
        store.commit();
    }

    /** Every class that needs fresh JVMs, as {@code module/class}, with why. */
    public Map<String, String> allNeedingFresh() {
        return new TreeMap<>(needsFresh);
    }

    /** What was shown of a static field of a library, told as {@code jar class#field}. */
    public LibraryVerdict libraryVerdict(String field) {
        return LibraryState.of(libraryStates.get(field)).verdict();
    }

    /** A JVM was ended because tests had changed these fields, each with how. */
    public synchronized void rememberEndedBy(Map<String, String> fields) {
        fields.forEach((field, how) -> libraryStates.put(field, LibraryState.of(libraryStates.get(field)).withEnd(how).text()));
    }

    /**
     * A class ran in a JVM in which earlier leases had changed these fields, each with how (a lease tells them), and in a fresh one.
     *
     * @param agreed whether both ended alike. If not, those are to blame of which least is known.
     */
    public synchronized void rememberConfirmed(Map<String, String> suspects, boolean agreed) {
        Map<String, LibraryState> known = new TreeMap<>();
        suspects.forEach((field, how) -> known.put(field, LibraryState.of(libraryStates.get(field)).withChange(how)));
        int fewest = known.values().stream().mapToInt(LibraryState::agreements).min().orElse(0);
        known.forEach((field, state) -> {
            boolean blamed = !agreed && state.agreements() == fewest;
            if (agreed) libraryStates.put(field, state.withAgreement().text());
            else if (blamed) libraryStates.put(field, state.withDisagreement().text());
        });
    }

    /** Every field of a library that was learnt of, as {@code jar class#field}, with what, for people. */
    public Map<String, String> allLibraryStates() {
        Map<String, String> all = new TreeMap<>();
        libraryStates.forEach((field, text) -> all.put(field, LibraryState.of(text).told()));
        return all;
    }

    /** Pages of facts, by number, that evidence is told in. */
    public Map<Integer, byte[]> evidenceFacts() {
        return new TreeMap<>(evidenceFacts);
    }

    /** What each class's tests were seen to depend on, by the class's key. */
    public Map<String, byte[]> evidence() {
        return new TreeMap<>(evidence);
    }

    /** Puts these pages and classes in place of those of the same names; a class without bytes is forgotten. */
    public void recordEvidence(Map<Integer, byte[]> facts, Map<String, Optional<byte[]>> classes) {
        evidenceFacts.putAll(facts);
        classes.forEach((key, bytes) -> bytes.ifPresentOrElse(it -> evidence.put(key, it), () -> evidence.remove(key)));
    }

    /** Begins evidence anew: pages and classes that belong together are replaced together. */
    public void forgetEvidence() {
        evidence.clear();
        evidenceFacts.clear();
    }

    /** Writes what was recorded to disk. */
    public void commit() {
        store.commit();
    }

    @Override
    public void close() {
        store.close();
    }

    private static String key(ModuleId module, String execution, String className) {
        return module + "/" + execution + "/" + className;
    }

    private static final class OtherFormat extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** An opened history, and what people should know about how it opened. */
    public record Opened(History history, Optional<String> notice) {}
}
