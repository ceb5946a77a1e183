package dev.testls.graph;

import dev.testls.base.CacheFile;
import dev.testls.base.ContentHash;
import dev.testls.base.FileStamp;
import dev.testls.graph.GraphReader.Known;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/** What a reader knows, on disk. A file that cannot be read, or is of another format, says nothing. */
final class GraphCache {
    /** To be counted up whenever the facts of an unchanged class file come to differ. */
    private static final int FORMAT = 5;
    private static final int HEAD = Integer.BYTES + Long.BYTES;

    private GraphCache() {}

    static Map<Side, Map<String, Known>> read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer head = ByteBuffer.wrap(bytes);
            if (bytes.length < HEAD || head.getInt() != FORMAT || head.getLong() != sum(bytes)) return Map.of();
            return new Reader(new DataInputStream(new ByteArrayInputStream(bytes, HEAD, bytes.length - HEAD))).all();
        } catch (IOException | RuntimeException unreadable) {
            return Map.of();
        }
    }

    static void write(Path file, Map<Side, Map<String, Known>> known) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[HEAD]);
        Writer writer = new Writer(new DataOutputStream(bytes));
        writer.all(known);
        byte[] content = bytes.toByteArray();
        ByteBuffer.wrap(content).putInt(FORMAT).putLong(sum(content));
        CacheFile.replace(file.toAbsolutePath(), content);
    }

    private static long sum(byte[] content) {
        CRC32C sum = new CRC32C();
        sum.update(content, HEAD, content.length - HEAD);
        return sum.getValue();
    }

    /** A text is written where it first occurs, and is a number from then on. */
    private static final class Writer {
        private final DataOutputStream out;
        private final Map<String, Integer> texts = new HashMap<>();

        Writer(DataOutputStream out) {
            this.out = out;
        }

        void all(Map<Side, Map<String, Known>> known) throws IOException {
            out.writeInt(known.size());
            for (Map.Entry<Side, Map<String, Known>> side : known.entrySet()) {
                text(side.getKey().module().value());
                text(side.getKey().scope().name());
                out.writeInt(side.getValue().size());
                for (Known it : side.getValue().values()) known(it);
            }
        }

        private void known(Known it) throws IOException {
            out.writeLong(it.stamp().size());
            out.writeLong(it.stamp().modified());
            out.writeLong(it.stamp().changed());
            out.writeLong(it.stamp().inode());
            out.writeBoolean(it.racy());
            ClassFacts facts = it.facts();
            text(facts.name());
            text(facts.source());
            texts(facts.supertypes());
            for (ContentHash hash : List.of(facts.content(), facts.shape(), facts.init(), facts.virtuals(), facts.declared(), facts.full())) hash(hash);
            texts(facts.annotations());
            texts(facts.ownAnnotations());
            texts(facts.references());
            out.writeInt(facts.methods().size());
            for (Map.Entry<String, MethodFacts> method : facts.methods().entrySet()) {
                text(method.getKey());
                hash(method.getValue().body());
                out.writeBoolean(method.getValue().onInstance());
                out.writeInt(method.getValue().mentions().size());
                for (Mention mention : method.getValue().mentions()) {
                    out.writeByte(mention.level().ordinal());
                    text(mention.className());
                    text(mention.method());
                }
            }
        }

        private void hash(ContentHash hash) throws IOException {
            out.writeLong(hash.high());
            out.writeLong(hash.low());
        }

        private void texts(Collection<String> all) throws IOException {
            out.writeInt(all.size());
            for (String text : all) text(text);
        }

        private void text(String text) throws IOException {
            Integer number = texts.putIfAbsent(text, texts.size());
            out.writeInt(number == null ? -1 : number);
            if (number == null) out.writeUTF(text);
        }
    }

    private static final class Reader {
        private final DataInputStream in;
        private final List<String> texts = new ArrayList<>();

        Reader(DataInputStream in) {
            this.in = in;
        }

        Map<Side, Map<String, Known>> all() throws IOException {
            Map<Side, Map<String, Known>> known = new LinkedHashMap<>();
            int sides = in.readInt();
            for (int i = 0; i < sides; i++) {
                Side side = new Side(new ModuleId(text()), Scope.valueOf(text()));
                int size = in.readInt();
                Map<String, Known> classes = new HashMap<>(size * 2);
                for (int k = 0; k < size; k++) {
                    Known it = known();
                    classes.put(it.facts().name(), it);
                }
                known.put(side, classes);
            }
            return known;
        }

        private Known known() throws IOException {
            FileStamp stamp = new FileStamp(in.readLong(), in.readLong(), in.readLong(), in.readLong());
            boolean racy = in.readBoolean();
            String name = text();
            String source = text();
            List<String> supertypes = texts();
            ContentHash content = hash();
            ContentHash shape = hash();
            ContentHash init = hash();
            ContentHash virtuals = hash();
            ContentHash declared = hash();
            ContentHash full = hash();
            Set<String> annotations = new HashSet<>(texts());
            Set<String> own = new HashSet<>(texts());
            Set<String> references = new HashSet<>(texts());
            int count = in.readInt();
            Map<String, MethodFacts> methods = new HashMap<>(count * 2);
            for (int i = 0; i < count; i++) {
                String key = text();
                ContentHash body = hash();
                boolean onInstance = in.readBoolean();
                int mentionCount = in.readInt();
                List<Mention> mentions = new ArrayList<>(mentionCount);
                for (int k = 0; k < mentionCount; k++) mentions.add(new Mention(Mention.Level.values()[in.readByte()], text(), text()));
                methods.put(key, new MethodFacts(body, onInstance, mentions));
            }
            return new Known(stamp, racy, new ClassFacts(name, source, supertypes, content, shape, init, virtuals, declared, full, annotations, own, methods, references));
        }

        private ContentHash hash() throws IOException {
            return ContentHash.of(in.readLong(), in.readLong());
        }

        private List<String> texts() throws IOException {
            int size = in.readInt();
            List<String> all = new ArrayList<>(size);
            for (int i = 0; i < size; i++) all.add(text());
            return all;
        }

        private String text() throws IOException {
            int number = in.readInt();
            if (number >= 0) return texts.get(number);
            String text = in.readUTF();
            texts.add(text);
            return text;
        }
    }
}
