package dev.testls.jdt;

import dev.testls.base.CacheFile;
import dev.testls.jdt.CompilerUnit.CompilerType;
import dev.testls.jdt.CompilerUnit.References;
import dev.testls.model.Problem;
import dev.testls.model.SourcePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * What is known of one side of a module since it was last compiled: a value, and how it stands on disk.
 *
 * @param fingerprint of all that makes every file stale when it changes: settings, class path, JDK, compiler
 * @param epoch names the sequence of states that this one continues; generations of different epochs do not compare
 * @param generation counts the states in which the structure of some type changed
 * @param revision counts the states in which some class file changed
 * @param javacOnly why javac compiles the whole side; empty text when ECJ does
 * @param units by path, those of generated sources among them
 * @param gone types that ceased to be, and packages that came or went, each with the generation in which it did
 * @param seen for each side that this one compiles against, by key, the state that it has taken in
 * @param made files, by name relative to the output, that processors made besides class files, each with its content's hash
 * @param generated paths of the units whose source a processor made
 * @param due whether processors must run again, since they could not when they should have
 * @param problems errors that belong to no source
 */
record CompilerState(
        String fingerprint, String epoch, int generation, int revision, String javacOnly,
        SortedMap<String, CompilerUnit> units, Map<String, Integer> gone, Map<String, Seen> seen, Map<String, String> made,
        List<String> generated, boolean due, List<Problem> problems) {
    private static final int MAGIC = 0x746c7343;
    private static final int VERSION = 4;

    CompilerState {
        units = Collections.unmodifiableSortedMap(new TreeMap<>(units));
        gone = Map.copyOf(gone);
        seen = Map.copyOf(seen);
        made = Map.copyOf(made);
        generated = List.copyOf(generated);
        problems = List.copyOf(problems);
    }

    /** Marks a name in {@link #gone} as that of a package. */
    static final String PACKAGE_MARK = "/";

    /** A state of another side. */
    record Seen(String epoch, int generation, int revision) {
        /** Whether nothing that other sources can see is different. */
        boolean sameStructure(Seen other) {
            return epoch.equals(other.epoch) && generation == other.generation;
        }
    }

    static CompilerState empty(String fingerprint, String epoch) {
        return new CompilerState(
                fingerprint, epoch, 0, 0, "", new TreeMap<>(), Map.of(), Map.of(), Map.of(), List.of(), false,
                List.of());
    }

    boolean hasBroken() {
        return units.values().stream().anyMatch(CompilerUnit::broken);
    }

    /** Reads a state; empty when there is none. Throws when what is there is damaged or of another version. */
    static Optional<CompilerState> read(Path file) throws IOException {
        if (!Files.exists(file)) return Optional.empty();
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < Long.BYTES) throw new IOException("cut short");
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, bytes.length - Long.BYTES);
        try (DataInputStream end = new DataInputStream(
                new ByteArrayInputStream(bytes, bytes.length - Long.BYTES, Long.BYTES))) {
            if (end.readLong() != sum.getValue()) throw new IOException("its check sum is wrong");
        }
        try (Reader reader = new Reader(new DataInputStream(new ByteArrayInputStream(bytes)))) {
            return Optional.of(reader.state());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("its content makes no sense", e);
        }
    }

    /** Writes the state so that a reader finds this one or the former one, never a part. */
    void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            new Writer().write(out, this);
            CRC32 sum = new CRC32();
            sum.update(bytes.toByteArray());
            out.writeLong(sum.getValue());
        }
        CacheFile.replace(file, bytes.toByteArray());
    }

    /** The state is that of another build of this program, and no reason to worry anybody. */
    static final class OtherVersion extends IOException {
        private static final long serialVersionUID = 1L;

        OtherVersion() {
            super("it is of another version");
        }
    }

    /** Each text is written once, in a table at the front; elsewhere its number stands for it. */
    private static final class Writer {
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<String> texts = new ArrayList<>();

        void write(DataOutputStream out, CompilerState state) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream body = new DataOutputStream(bytes)) {
                writeState(body, state);
            }
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeInt(texts.size());
            for (String text : texts) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
            bytes.writeTo(out);
        }

        private void writeState(DataOutputStream out, CompilerState state) throws IOException {
            text(out, state.fingerprint);
            text(out, state.epoch);
            out.writeInt(state.generation);
            out.writeInt(state.revision);
            text(out, state.javacOnly);
            out.writeInt(state.units.size());
            for (CompilerUnit unit : state.units.values()) writeUnit(out, unit);
            out.writeInt(state.gone.size());
            for (Map.Entry<String, Integer> entry : state.gone.entrySet()) {
                text(out, entry.getKey());
                out.writeInt(entry.getValue());
            }
            out.writeInt(state.seen.size());
            for (Map.Entry<String, Seen> entry : state.seen.entrySet()) {
                text(out, entry.getKey());
                text(out, entry.getValue().epoch());
                out.writeInt(entry.getValue().generation());
                out.writeInt(entry.getValue().revision());
            }
            out.writeInt(state.made.size());
            for (Map.Entry<String, String> file : state.made.entrySet()) {
                text(out, file.getKey());
                text(out, file.getValue());
            }
            texts(out, state.generated);
            out.writeBoolean(state.due);
            problems(out, state.problems);
        }

        private void writeUnit(DataOutputStream out, CompilerUnit unit) throws IOException {
            text(out, unit.path());
            text(out, unit.hash());
            out.writeInt(unit.types().size());
            for (CompilerType type : unit.types()) {
                text(out, type.name());
                text(out, type.hash());
                text(out, type.shape());
                out.writeInt(type.generation());
            }
            out.writeBoolean(unit.references().all());
            text(out, unit.references().packageName());
            texts(out, List.of(unit.references().simple()));
            texts(out, List.of(unit.references().qualified()));
            texts(out, unit.uses());
            out.writeBoolean(unit.broken());
            problems(out, unit.problems());
            files(out, unit.shapes());
            files(out, unit.aside());
        }

        private void files(DataOutputStream out, Map<String, byte[]> files) throws IOException {
            out.writeInt(files.size());
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                text(out, file.getKey());
                out.writeInt(file.getValue().length);
                out.write(file.getValue());
            }
        }

        private void problems(DataOutputStream out, List<Problem> problems) throws IOException {
            out.writeInt(problems.size());
            for (Problem problem : problems) {
                text(out, problem.severity().name());
                text(out, problem.file().map(SourcePath::toString).orElse(""));
                out.writeInt(problem.line());
                out.writeInt(problem.column());
                out.writeInt(problem.length());
                text(out, problem.message());
                text(out, problem.sourceLine());
            }
        }

        private void texts(DataOutputStream out, List<String> values) throws IOException {
            out.writeInt(values.size());
            for (String value : values) text(out, value);
        }

        private void text(DataOutputStream out, String value) throws IOException {
            Integer number = numbers.get(value);
            if (number == null) {
                number = texts.size();
                numbers.put(value, number);
                texts.add(value);
            }
            out.writeInt(number);
        }
    }

    private static final class Reader implements AutoCloseable {
        private final DataInputStream in;
        private final List<String> texts = new ArrayList<>();

        Reader(DataInputStream in) {
            this.in = in;
        }

        CompilerState state() throws IOException {
            if (in.readInt() != MAGIC) throw new IOException("it is no state of a compiled module");
            if (in.readInt() != VERSION) throw new OtherVersion();
            int count = count();
            for (int i = 0; i < count; i++) {
                byte[] utf8 = bytes();
                texts.add(new String(utf8, StandardCharsets.UTF_8));
            }
            String fingerprint = text();
            String epoch = text();
            int generation = in.readInt();
            int revision = in.readInt();
            String javacOnly = text();
            SortedMap<String, CompilerUnit> units = new TreeMap<>();
            for (int left = count(); left > 0; left--) {
                CompilerUnit unit = unit();
                units.put(unit.path(), unit);
            }
            Map<String, Integer> gone = new HashMap<>();
            for (int left = count(); left > 0; left--) gone.put(text(), in.readInt());
            Map<String, Seen> seen = new HashMap<>();
            for (int left = count(); left > 0; left--) seen.put(text(), new Seen(text(), in.readInt(), in.readInt()));
            Map<String, String> made = new HashMap<>();
            for (int left = count(); left > 0; left--) made.put(text(), text());
            return new CompilerState(
                    fingerprint, epoch, generation, revision, javacOnly, units, gone, seen, made, texts(),
                    in.readBoolean(), problems());
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        private CompilerUnit unit() throws IOException {
            String path = text();
            String hash = text();
            List<CompilerType> types = new ArrayList<>();
            for (int left = count(); left > 0; left--) {
                types.add(new CompilerType(text(), text(), text(), in.readInt()));
            }
            boolean all = in.readBoolean();
            References references = new References(
                    all, text(), texts().toArray(String[]::new), texts().toArray(String[]::new));
            return new CompilerUnit(
                    path, hash, types, references, texts(), in.readBoolean(), problems(), files(), files());
        }

        private Map<String, byte[]> files() throws IOException {
            Map<String, byte[]> files = new HashMap<>();
            for (int left = count(); left > 0; left--) files.put(text(), bytes());
            return files;
        }

        private List<Problem> problems() throws IOException {
            List<Problem> problems = new ArrayList<>();
            for (int left = count(); left > 0; left--) {
                Problem.Severity severity = Problem.Severity.valueOf(text());
                String file = text();
                problems.add(new Problem(
                        severity, file.isEmpty() ? Optional.empty() : Optional.of(SourcePath.of(file)),
                        in.readInt(), in.readInt(), in.readInt(), text(), text()));
            }
            return problems;
        }

        private List<String> texts() throws IOException {
            List<String> values = new ArrayList<>();
            for (int left = count(); left > 0; left--) values.add(text());
            return values;
        }

        private String text() throws IOException {
            return texts.get(in.readInt());
        }

        private byte[] bytes() throws IOException {
            byte[] bytes = new byte[count()];
            in.readFully(bytes);
            return bytes;
        }

        private int count() throws IOException {
            int count = in.readInt();
            if (count < 0 || count > in.available()) throw new IOException("a count of " + count);
            return count;
        }
    }
}
