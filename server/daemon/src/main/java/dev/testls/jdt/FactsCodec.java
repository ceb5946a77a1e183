package dev.testls.jdt;

import dev.testls.base.ContentHash;
import dev.testls.jdt.FactsIndex.Entry;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * Facts as bytes: a header (mark, version, check sum), all strings once, then the files with numbers for their strings.
 *
 * <p>Law: {@link #decode} gives what was encoded or throws {@link IOException}, whatever the bytes are.
 */
final class FactsCodec {
    private static final int MARK = 0x746C7366;
    /** Raised whenever the format, or what the parser tells of the same source, becomes another. */
    private static final int VERSION = 2;
    private static final int HEADER = 16;
    private static final int HASH_BYTES = 16;

    private FactsCodec() {}

    static byte[] encode(Map<SourcePath, Entry> entries) {
        Encoder encoder = new Encoder();
        encoder.number(entries.size());
        entries.forEach(encoder::entry);
        byte[] body = encoder.bytes();
        CRC32 sum = new CRC32();
        sum.update(body);
        return ByteBuffer.allocate(HEADER + body.length).putInt(MARK).putInt(VERSION).putInt(body.length)
                .putInt((int) sum.getValue()).put(body).array();
    }

    static Map<SourcePath, Entry> decode(byte[] bytes) throws IOException {
        if (bytes.length < HEADER) throw new IOException("it is cut short");
        ByteBuffer header = ByteBuffer.wrap(bytes);
        if (header.getInt() != MARK) throw new IOException("it is something else");
        int version = header.getInt();
        if (version != VERSION) throw new OtherVersionException(version);
        int length = header.getInt();
        if (length != bytes.length - HEADER) throw new IOException("it is cut short");
        CRC32 sum = new CRC32();
        sum.update(bytes, HEADER, length);
        if ((int) sum.getValue() != header.getInt()) throw new IOException("it is damaged");
        try {
            return new Decoder(bytes, HEADER).entries();
        } catch (RuntimeException e) {
            throw new IOException("it is damaged", e);
        }
    }

    /** The bytes are an index of another version. */
    static final class OtherVersionException extends IOException {
        private static final long serialVersionUID = 1L;

        OtherVersionException(int version) {
            super("it is of version " + version);
        }
    }

    private static final class Encoder {
        private final Map<String, Integer> strings = new LinkedHashMap<>();
        private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);

        byte[] bytes() {
            byte[] entries = out.toByteArray();
            out.reset();
            number(strings.size());
            for (String string : strings.keySet()) {
                byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
                number(bytes.length);
                out.writeBytes(bytes);
            }
            out.writeBytes(entries);
            return out.toByteArray();
        }

        void entry(SourcePath path, Entry entry) {
            string(path.toString());
            out.writeBytes(HexFormat.of().parseHex(entry.hash().hex()));
            string(entry.encoding());
            number(entry.facts().broken() ? 1 : 0);
            string(entry.facts().packageName());
            list(entry.facts().imports(), declared -> {
                number(declared.kind().ordinal());
                string(declared.name());
            });
            list(entry.facts().types(), this::type);
        }

        private void type(ClassFacts type) {
            string(type.name());
            number(type.kind().ordinal());
            number(type.modifiers());
            string(type.superclass());
            list(type.interfaces(), this::string);
            list(type.annotations(), this::annotation);
            list(type.methods(), this::method);
            values(type.constants());
            list(type.fieldAnnotations(), this::string);
            list(type.nested(), this::type);
            range(type.range());
        }

        private void method(MethodFacts method) {
            string(method.name());
            number(method.modifiers() << 1 | (method.generic() ? 1 : 0));
            string(method.returnType());
            list(method.parameterTypes(), this::string);
            list(method.annotations(), this::annotation);
            range(method.range());
        }

        private void annotation(AnnotationFacts annotation) {
            string(annotation.type());
            values(annotation.values());
        }

        private void values(Map<String, Value> values) {
            list(List.copyOf(values.entrySet()), entry -> {
                string(entry.getKey());
                value(entry.getValue());
            });
        }

        private void value(Value value) {
            value.on(new Value.Cases<Boolean>() {
                @Override
                public Boolean text(Value.Text it) {
                    return tagged(ValueTag.TEXT, () -> string(it.text()));
                }

                @Override
                public Boolean name(Value.Name it) {
                    return tagged(ValueTag.NAME, () -> string(it.name()));
                }

                @Override
                public Boolean className(Value.ClassName it) {
                    return tagged(ValueTag.CLASS_NAME, () -> string(it.type()));
                }

                @Override
                public Boolean concat(Value.Concat it) {
                    return tagged(ValueTag.CONCAT, () -> list(it.parts(), Encoder.this::value));
                }

                @Override
                public Boolean many(Value.Many it) {
                    return tagged(ValueTag.MANY, () -> list(it.values(), Encoder.this::value));
                }

                @Override
                public Boolean nested(Value.Nested it) {
                    return tagged(ValueTag.NESTED, () -> annotation(it.annotation()));
                }

                @Override
                public Boolean unknown(Value.Unknown it) {
                    return tagged(ValueTag.UNKNOWN, () -> {});
                }
            });
        }

        private Boolean tagged(ValueTag tag, Runnable content) {
            number(tag.ordinal());
            content.run();
            return true;
        }

        private void range(SourceRange range) {
            number(range.startLine());
            number(range.startColumn());
            number(range.endLine() - range.startLine());
            number(range.endColumn());
        }

        private <T> void list(List<T> elements, Consumer<T> write) {
            number(elements.size());
            elements.forEach(write);
        }

        private void string(String string) {
            Integer known = strings.get(string);
            if (known == null) {
                known = strings.size();
                strings.put(string, known);
            }
            number(known);
        }

        /** Seven bits a byte, the lowest first. */
        void number(int number) {
            int rest = number;
            while ((rest & ~0x7F) != 0) {
                out.write(rest & 0x7F | 0x80);
                rest >>>= 7;
            }
            out.write(rest);
        }
    }

    private static final class Decoder {
        private final byte[] bytes;
        private int position;
        private final String[] strings;

        Decoder(byte[] bytes, int start) {
            this.bytes = bytes;
            this.position = start;
            this.strings = new String[count()];
            for (int i = 0; i < strings.length; i++) {
                int length = count();
                strings[i] = new String(bytes, position, length, StandardCharsets.UTF_8);
                position += length;
            }
        }

        Map<SourcePath, Entry> entries() {
            int size = count();
            Map<SourcePath, Entry> entries = new HashMap<>(size * 2);
            for (int i = 0; i < size; i++) {
                SourcePath path = SourcePath.of(string());
                ContentHash hash = new ContentHash(HexFormat.of().formatHex(bytes, position, position + HASH_BYTES));
                position += HASH_BYTES;
                String encoding = string();
                boolean broken = number() != 0;
                String packageName = string();
                List<FileFacts.Import> imports = list(() -> {
                    FileFacts.Import.Kind kind = IMPORT_KINDS[number()];
                    return new FileFacts.Import(kind, string());
                });
                entries.put(path, new Entry(hash, encoding, new FileFacts(packageName, imports, list(this::type), false, broken)));
            }
            if (position != bytes.length) throw new IllegalStateException("bytes are left over");
            return entries;
        }

        private ClassFacts type() {
            return new ClassFacts(string(), KINDS[number()], number(), string(), list(this::string),
                    list(this::annotation), list(this::method), values(), list(this::string),
                    list(this::type), List.of(), range());
        }

        private MethodFacts method() {
            String name = string();
            int modifiers = number();
            return new MethodFacts(name, modifiers >>> 1, string(), list(this::string), (modifiers & 1) != 0,
                    list(this::annotation), range());
        }

        private AnnotationFacts annotation() {
            return new AnnotationFacts(string(), values());
        }

        private Map<String, Value> values() {
            int size = count();
            if (size == 0) return Map.of();
            Map<String, Value> values = new HashMap<>();
            for (int i = 0; i < size; i++) {
                String name = string();
                values.put(name, value());
            }
            return values;
        }

        private Value value() {
            return switch (VALUE_TAGS[number()]) {
                case TEXT -> new Value.Text(string());
                case NAME -> new Value.Name(string());
                case CLASS_NAME -> new Value.ClassName(string());
                case CONCAT -> new Value.Concat(list(this::value));
                case MANY -> new Value.Many(list(this::value));
                case NESTED -> new Value.Nested(annotation());
                case UNKNOWN -> Value.Unknown.INSTANCE;
            };
        }

        private SourceRange range() {
            int line = number();
            int column = number();
            return new SourceRange(line, column, line + number(), number());
        }

        private <T> List<T> list(Supplier<T> read) {
            int size = count();
            if (size == 0) return List.of();
            List<T> elements = new ArrayList<>(size);
            for (int i = 0; i < size; i++) elements.add(read.get());
            return elements;
        }

        private String string() {
            return strings[number()];
        }

        /** A number of things of which each takes at least a byte: a damaged one must not ask for all memory. */
        private int count() {
            int count = number();
            if (count < 0 || count > bytes.length - position) {
                throw new IllegalStateException("more than there is: " + count);
            }
            return count;
        }

        private int number() {
            int number = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                byte next = bytes[position++];
                number |= (next & 0x7F) << shift;
                if (next >= 0) return number;
            }
            throw new IllegalStateException("not a number");
        }
    }

    private static final ClassFacts.Kind[] KINDS = ClassFacts.Kind.values();
    private static final FileFacts.Import.Kind[] IMPORT_KINDS = FileFacts.Import.Kind.values();
    private static final ValueTag[] VALUE_TAGS = ValueTag.values();

    private enum ValueTag { TEXT, NAME, CLASS_NAME, CONCAT, MANY, NESTED, UNKNOWN }
}
