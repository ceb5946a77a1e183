package dev.testls.jdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.ContentHash;
import dev.testls.model.SourcePath;
import dev.testls.project.ClasspathEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class CollectorPropertyTest {
    private static final List<String> CLASSES = List.of("A", "B", "C", "D", "E");
    private static final List<String> PACKAGES = List.of("p", "q");
    private static final List<String> FOLDERS = List.of("app/src/test/java/", "app/src/main/java/",
            "core/src/test/java/", "core/src/main/java/");

    private Path directory = Path.of("");

    @BeforeProperty
    void makeDirectory() throws IOException {
        directory = Files.createTempDirectory("collector");
    }

    @AfterProperty
    void deleteDirectory() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** What was remembered never shows: after each edit the answer is that of a collector that knows nothing. */
    @Property(tries = 25)
    void a_collector_that_remembers_tells_what_a_new_one_tells(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        Path root = Files.createTempDirectory(directory, "w");
        CollectorFixture workspace = new CollectorFixture(root);
        workspace.libraries = jupiter();
        for (int i = 0; i < 8; i++) change(workspace, random);
        Collector remembering = new Collector(root.resolve("index"));
        for (int edit = 0; edit < 12; edit++) {
            Collected collected = workspace.collect(remembering);
            Collected anew = workspace.collect(new Collector(root.resolve("none" + edit)));
            assertThat(TreePrinter.print(collected.tree()))
                    .describedAs(() -> String.join("\n", workspace.files().values()))
                    .isEqualTo(TreePrinter.print(anew.tree()));
            assertThat(collected.tree()).describedAs(() -> String.join("\n", workspace.files().values()))
                    .isEqualTo(anew.tree());
            change(workspace, random);
        }
    }

    @Property(tries = 200)
    void facts_survive_the_index(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        FileFacts facts = new FactsParser().parse("A.java", source(random, "p", "A"));
        SourcePath path = SourcePath.of("/w/A.java");
        Map<SourcePath, FactsIndex.Entry> entries = Map.of(path,
                new FactsIndex.Entry(ContentHash.of("x" + seed), "UTF-8", facts));
        assertThat(FactsCodec.decode(FactsCodec.encode(entries))).isEqualTo(entries);
    }

    /** Whatever the bytes behind a right check sum are, decoding ends in a value or an {@link IOException}. */
    @Property(tries = 500)
    void no_bytes_break_the_decoder(@ForAll @Size(max = 40) List<@IntRange(min = -128, max = 127) Integer> bytes,
            @ForAll int at) {
        FileFacts facts = new FactsParser().parse("A.java", source(new Random(at), "p", "A"));
        byte[] index = FactsCodec.encode(Map.of(SourcePath.of("/w/A.java"),
                new FactsIndex.Entry(ContentHash.of("x"), "UTF-8", facts)));
        int start = 16 + Math.floorMod(at, index.length - 16);
        for (int i = 0; i < bytes.size() && start + i < index.length; i++) index[start + i] = bytes.get(i).byteValue();
        CRC32 sum = new CRC32();
        sum.update(index, 16, index.length - 16);
        ByteBuffer.wrap(index).putInt(12, (int) sum.getValue());
        try {
            assertThat(FactsCodec.decode(index)).isNotNull();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("damaged");
        }
    }

    private static void change(CollectorFixture workspace, Random random) {
        String packageName = any(PACKAGES, random);
        String name = any(CLASSES, random);
        String path = any(FOLDERS, random) + packageName + "/" + name + ".java";
        if (workspace.files().containsKey(path) && random.nextInt(4) == 0) {
            workspace.delete(path);
        } else {
            workspace.write(path, source(random, packageName, name));
        }
    }

    private static String source(Random random, String packageName, String name) {
        StringBuilder text = new StringBuilder("package " + packageName + ";\nimport java.lang.annotation.*;\n");
        text.append(random.nextBoolean() ? "import org.junit.jupiter.api.*;\n"
                : "import org.junit.jupiter.api.Test;\n");
        if (random.nextBoolean()) text.append("import ").append(any(PACKAGES, random)).append(".*;\n");
        if (random.nextBoolean()) text.append("import ").append(any(PACKAGES, random)).append('.')
                .append(any(CLASSES, random)).append(";\n");
        if (random.nextBoolean()) text.append("import static ").append(type(random)).append(".TAG;\n");
        text.append("@Retention(RetentionPolicy.RUNTIME) @Tag(").append(type(random)).append(".TAG) @Test @interface ")
                .append(name).append("Test {}\n");
        if (random.nextInt(3) == 0) text.append("class ").append(any(CLASSES, random))
                .append(" { @Test void hidden() {} }\n");
        body(text, random, name, 2);
        return text.toString();
    }

    private static void body(StringBuilder text, Random random, String name, int depth) {
        if (random.nextInt(3) == 0) text.append("@Tag(TAG + \"x\") ");
        if (random.nextInt(3) == 0) text.append("@DisplayName(").append(type(random)).append(".TAG) ");
        boolean contract = random.nextInt(5) == 0;
        if (random.nextInt(4) == 0) text.append("abstract ");
        text.append(contract ? "interface " : "class ").append(name);
        if (random.nextBoolean()) text.append(" extends ").append(type(random));
        if (!contract && random.nextInt(3) == 0) text.append(" implements ").append(type(random));
        text.append(" {\n");
        if (random.nextBoolean()) text.append("static final String TAG = \"t").append(random.nextInt(3))
                .append("\";\n");
        else if (random.nextBoolean()) text.append("static final String TAG = ").append(type(random)).append(".TAG;\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            String annotation = random.nextBoolean() ? "@Test " : random.nextBoolean()
                    ? "@" + any(CLASSES, random) + "Test " : "";
            text.append(annotation).append(contract ? "default " : "").append("void m").append(random.nextInt(3))
                    .append("() {}\n");
        }
        if (depth > 0 && random.nextBoolean()) {
            text.append(random.nextInt(3) == 0 ? "static " : "@Nested ");
            body(text, random, random.nextBoolean() ? "Inner" : any(CLASSES, random), depth - 1);
        }
        text.append("}\n");
    }

    private static String type(Random random) {
        String name = any(CLASSES, random);
        return switch (random.nextInt(5)) {
            case 0 -> any(PACKAGES, random) + "." + name;
            case 1 -> name + ".Inner";
            default -> name;
        };
    }

    private static String any(List<String> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    private static List<ClasspathEntry> jupiter() {
        List<ClasspathEntry> entries = new ArrayList<>(Projects.ownLibraries());
        entries.removeIf(entry -> !entry.toString().contains("junit-jupiter-api")
                && !entry.toString().contains("junit-platform-commons"));
        assertThat(entries).hasSize(2);
        return entries;
    }
}
