package dev.testls.jdt;

import dev.testls.base.CacheFile;
import dev.testls.base.ContentHash;
import dev.testls.base.FileStamp;
import dev.testls.jdt.CompilerState.Seen;
import dev.testls.jdt.CompilerUnit.CompilerType;
import dev.testls.jdt.CompilerUnit.Name;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFileReader;
import org.eclipse.jdt.internal.compiler.classfmt.ClassFormatException;
import org.eclipse.jdt.internal.compiler.env.IBinaryType;
import org.jspecify.annotations.Nullable;

/**
 * One side of a module, main or test, as it was last compiled: the state, and the class files in the output directory.
 *
 * <p>Law: while class files are written no state is on disk, so that after a crash in between everything is compiled
 * anew. The state in memory is replaced only when all is written.
 *
 * <p>As a {@link CompilerPath} it shows sides that come later what to compile against, the shapes of broken classes
 * too.
 */
final class CompilerSide implements CompilerPath {
    private final ModuleId module;
    private final Scope scope;
    private final Path output;
    private final Path generated;
    private final Path stateFile;
    private @Nullable CompilerState state;
    private Map<String, CompilerUnit> owners = Map.of();
    private Map<String, CompilerType> types = Map.of();
    private Set<String> packages = Set.of();
    private final Map<String, SoftReference<IBinaryType>> readers = new HashMap<>();
    private final Clock clock;
    /** By class, the stamp with which its file was found to be as it was written; only of files that settled before. */
    private final Map<String, Verified> verified = new ConcurrentHashMap<>();

    /** Sources by path, with the hash of the text, that ECJ compiled and javac refuses; other threads learn of them. */
    private final Map<String, String> refused = new ConcurrentHashMap<>();

    private record Verified(FileStamp stamp, String hash) {}

    /** The output may hold resources: all class files in it belong to this side, and nothing else does. */
    CompilerSide(Path output, ModuleId module, Scope scope, Clock clock) {
        this.clock = clock;
        this.module = module;
        this.scope = scope;
        this.output = output;
        generated = output.resolveSibling(output.getFileName() + "-generated-sources");
        stateFile = output.resolveSibling(output.getFileName() + ".compiled");
    }

    ModuleId module() {
        return module;
    }

    Scope scope() {
        return scope;
    }

    /** Names the side within the workspace. */
    String key() {
        return module + "/" + scope;
    }

    Path output() {
        return output;
    }

    /** Where the sources that processors make are put. */
    Path generated() {
        return generated;
    }

    /**
     * The state as of the last commit; an empty one when nothing usable is there, and then the output is empty, too.
     *
     * @param notices takes a sentence for people when a state was there and could not be used
     */
    CompilerState state(List<String> notices) throws IOException {
        if (state != null) return state;
        CompilerState read = null;
        try {
            read = CompilerState.read(stateFile).orElse(null);
            if (read == null && !classFiles(output).isEmpty()) {
                notices.add("Compiling " + module + " (" + name() + ") anew: the last time did not come to its end.");
            }
            Optional<String> damaged = read == null ? Optional.empty() : damaged(read.made());
            if (damaged.isPresent()) throw new IOException("what a processor made is damaged: " + damaged.get());
        } catch (CompilerState.OtherVersion e) {
            // Begun anew, without a word.
        } catch (IOException e) {
            notices.add("Compiling " + module + " (" + name() + ") anew: " + stateFile + " cannot be used, "
                    + e.getMessage() + ".");
            read = null;
        }
        if (read == null) {
            CacheFile.delete(stateFile);
            for (Path file : classFiles(output)) Files.delete(file);
            read = CompilerState.empty("", UUID.randomUUID().toString());
        }
        CacheFile.makeDirectory(output);
        adopt(read);
        return read;
    }

    /** Of the files that processors made one that is not as it was written, if any. */
    private Optional<String> damaged(Map<String, String> made) {
        return made.entrySet().stream().filter(it -> {
            try {
                return !ContentHash.of(output.resolve(it.getKey())).hex().equals(it.getValue());
            } catch (IOException e) {
                return true;
            }
        }).map(Map.Entry::getKey).findFirst();
    }

    /** The state as of the last commit, after {@link #state(List)} was called once. */
    CompilerState state() {
        if (state == null) throw new IllegalStateException("no state was read: " + key());
        return state;
    }

    /** The class as other sides see it; of a broken source, its shape. */
    Optional<CompilerType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** Whether nobody knows of any class in it. */
    boolean isEmpty() {
        return owners.isEmpty();
    }

    /** The source that declares a class. */
    Optional<CompilerUnit> owner(String name) {
        return Optional.ofNullable(owners.get(name));
    }

    /** What other sides see of a class: its class file, or its shape; empty when the file is not as it was written. */
    Optional<byte[]> bytes(String name) {
        CompilerUnit owner = owners.get(name);
        if (owner == null) return Optional.empty();
        return owner.broken() ? Optional.ofNullable(owner.shapes().get(name)) : runnable(types.get(name));
    }

    /** The class file as it was written; empty when it no longer is. */
    Optional<byte[]> runnable(CompilerType type) {
        try {
            byte[] bytes = Files.readAllBytes(file(type.name()));
            return ContentHash.of(bytes).hex().equals(type.hash()) ? Optional.of(bytes) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The sources whose class files are not on disk as they were written. Each file is read once in a daemon's life. */
    Set<String> tampered() {
        return state().units().values().parallelStream().filter(unit -> !unit.broken() && !unit.types().stream().allMatch(this::isAsWritten))
                .map(CompilerUnit::path).collect(Collectors.toCollection(TreeSet::new));
    }

    /** javac found an error in a source that ECJ compiled. On any thread. */
    void refuse(CompilerUnit unit) {
        refused.put(unit.path(), unit.hash());
    }

    boolean isRefused(String path, String hash) {
        return hash.equals(refused.get(path));
    }

    /** javac compiles them now. */
    void acceptAgain(Set<String> paths) {
        refused.keySet().removeAll(paths);
    }

    /** The sources that count as compiled, and that javac has refused since. */
    Set<String> refusedSince() {
        if (refused.isEmpty()) return Set.of();
        return state().units().values().stream().filter(unit -> !unit.broken() && isRefused(unit.path(), unit.hash())).map(CompilerUnit::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean isAsWritten(CompilerType type) {
        FileStamp stamp = FileStamp.of(file(type.name()));
        Verified known = verified.get(type.name());
        if (known != null && known.stamp.equals(stamp) && known.hash.equals(type.hash())) return true;
        boolean settled = stamp.isSettled(clock.millis());
        if (runnable(type).isEmpty()) return false;
        if (settled) verified.put(type.name(), new Verified(stamp, type.hash()));
        return true;
    }

    /**
     * What changed here, for other sources to see, since a side took in {@code seen}; empty when that cannot be told.
     */
    Optional<Set<Name>> changedSince(@Nullable Seen seen) {
        if (seen == null || !seen.epoch().equals(state().epoch())) return Optional.empty();
        Set<Name> names = new HashSet<>();
        if (seen.generation() == state().generation()) return Optional.of(names);
        types.values().forEach(type -> {
            if (type.generation() > seen.generation()) names.addAll(CompilerUnit.namesOf(type.name()));
        });
        state().gone().forEach((name, generation) -> {
            if (generation <= seen.generation()) return;
            boolean isPackage = name.endsWith(CompilerState.PACKAGE_MARK);
            if (isPackage) names.add(Name.ofPackage(name.substring(0, name.length() - 1)));
            else names.addAll(CompilerUnit.namesOf(name));
        });
        return Optional.of(names);
    }

    Seen seen() {
        return new Seen(state().epoch(), state().generation(), state().revision());
    }

    @Override
    public boolean hasPackage(String name) {
        return packages.contains(name);
    }

    @Override
    public @Nullable IBinaryType find(String packageName, String className) {
        String name = packageName.isEmpty() ? className : packageName + "/" + className;
        if (!owners.containsKey(name)) return null;
        SoftReference<IBinaryType> known = readers.get(name);
        IBinaryType reader = known == null ? null : known.get();
        if (reader == null) {
            reader = bytes(name).map(bytes -> reader(name, bytes)).orElse(null);
            if (reader != null) readers.put(name, new SoftReference<>(reader));
        }
        return reader;
    }

    static IBinaryType reader(String name, byte[] bytes) {
        try {
            return new ClassFileReader(bytes, (name + ".class").toCharArray());
        } catch (ClassFormatException e) {
            throw new IllegalStateException("a compiler made a class file that cannot be read: " + name, e);
        }
    }

    /**
     * Makes {@code next} the state: writes, deletes and only then remembers.
     *
     * @param classes class files that were made anew, by binary name; one that is on disk already is not written again,
     *     and one that is missing here is on disk, as {@link #tampered()} has found
     * @param others further files of the output, by name, that were made anew
     */
    void commit(CompilerState next, Map<String, byte[]> classes, Map<String, byte[]> others) throws IOException {
        Map<String, CompilerType> before = runnableTypes(state());
        Map<String, CompilerType> after = runnableTypes(next);
        List<String> toWrite = new ArrayList<>();
        after.forEach((name, type) -> {
            CompilerType old = before.get(name);
            boolean same = old != null && old.hash().equals(type.hash())
                    && (!classes.containsKey(name) || isAsWritten(old));
            if (!same) toWrite.add(name);
        });
        Set<String> toDelete = new TreeSet<>(before.keySet());
        toDelete.removeAll(after.keySet());
        Set<String> madeNoMore = new TreeSet<>(state().made().keySet());
        madeNoMore.removeAll(next.made().keySet());
        if (!toWrite.isEmpty() || !toDelete.isEmpty() || !madeNoMore.isEmpty() || !others.isEmpty()) {
            CacheFile.delete(stateFile);
        }
        for (String name : toDelete) delete(output, file(name));
        for (String name : madeNoMore) delete(output, output.resolve(name));
        Set<Path> directories = new HashSet<>();
        for (String name : toWrite) {
            byte[] bytes = classes.get(name);
            if (bytes == null) throw new IllegalStateException("nobody made the class file of " + name);
            write(directories, file(name), bytes);
        }
        for (Map.Entry<String, byte[]> other : others.entrySet()) {
            write(directories, output.resolve(other.getKey()), other.getValue());
        }
        TreeMap<String, CompilerUnit> units = new TreeMap<>();
        next.units().forEach((path, unit) -> units.put(path, unit.broken() ? unit : new CompilerUnit(
                unit.path(), unit.hash(), unit.types(),
                unit.references(), unit.uses(), false, List.of(), Map.of(), Map.of())));
        CompilerState complete = new CompilerState(
                next.fingerprint(), next.epoch(), next.generation(), next.revision(), next.javacOnly(), units,
                next.gone(), next.seen(), next.made(), next.generated(), next.due(), next.problems());
        complete.write(stateFile);
        Set<String> changed = new HashSet<>(classes.keySet());
        changed.addAll(toDelete);
        readers.keySet().removeAll(changed);
        adopt(complete);
    }

    /** Puts the sources that processors made where processors and debuggers look for them, and takes away others. */
    void writeGenerated(Map<String, String> texts) throws IOException {
        Set<Path> directories = new HashSet<>();
        Set<Path> wanted = new HashSet<>();
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            Path file = Path.of(entry.getKey());
            wanted.add(file);
            byte[] bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
            if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
                write(directories, file, bytes);
            }
        }
        if (!Files.isDirectory(generated)) return;
        List<Path> others;
        try (Stream<Path> files = Files.walk(generated)) {
            others = files.filter(Files::isRegularFile).filter(file -> !wanted.contains(file)).toList();
        }
        for (Path file : others) delete(generated, file);
    }

    private String name() {
        return scope == Scope.MAIN ? "main" : "test";
    }

    private Path file(String type) {
        return output.resolve(type + ".class");
    }

    private void adopt(CompilerState next) {
        Map<String, CompilerUnit> nextOwners = new HashMap<>();
        Map<String, CompilerType> nextTypes = new HashMap<>();
        Set<String> nextPackages = new HashSet<>();
        for (CompilerUnit unit : next.units().values()) {
            for (CompilerType type : unit.types()) {
                nextOwners.put(type.name(), unit);
                nextTypes.put(type.name(), type);
                CompilerJar.addPackages(nextPackages, type.packageName());
            }
            if (unit.broken()) unit.types().forEach(type -> readers.remove(type.name()));
        }
        state = next;
        owners = nextOwners;
        types = nextTypes;
        packages = nextPackages;
    }

    private static Map<String, CompilerType> runnableTypes(CompilerState state) {
        Map<String, CompilerType> types = new HashMap<>();
        for (CompilerUnit unit : state.units().values()) {
            if (!unit.broken()) unit.types().forEach(type -> types.put(type.name(), type));
        }
        return types;
    }

    private void write(Set<Path> directories, Path file, byte[] bytes) throws IOException {
        Path directory = file.getParent();
        if (directories.add(directory)) CacheFile.makeDirectories(file.startsWith(output) ? output : generated, directory);
        if (Files.isDirectory(file)) CacheFile.delete(file);
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            // Half a class file must not look like a whole one; and the message need not name the file.
            Files.deleteIfExists(file);
            throw new IOException(file + " cannot be written", e);
        }
    }

    /** Deletes a file, and the directories around it that it leaves empty. */
    private static void delete(Path root, Path file) throws IOException {
        CacheFile.delete(file);
        for (Path directory = file.getParent(); !directory.equals(root); directory = directory.getParent()) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
                if (children.iterator().hasNext()) return;
            } catch (NoSuchFileException e) {
                continue;
            }
            Files.delete(directory);
        }
    }

    private static List<Path> classFiles(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) return List.of();
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".class") && Files.isRegularFile(file)).toList();
        }
    }
}
