package dev.testls.jdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.model.Problem;
import dev.testls.pool.JavacWorkers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** After any edits the outcome is that of a compilation from nothing, ECJ's class files and javac's. */
class CompilerPropertyTest {
    private static final int STEPS = 6;
    private static final int TYPES = 5;
    private static final List<String> MODULES = List.of("core", "app");
    private static final List<String> PACKAGES = List.of("a", "b.c");

    private static Path directory;
    private static JavacWorkers javac;

    @BeforeContainer
    static void startJavac() throws IOException {
        directory = Files.createTempDirectory("tls-compiler-property");
        javac = CompilerWorkspace.javac(directory.resolve("logs"));
    }

    @AfterContainer
    static void endJavac() throws IOException {
        javac.close();
        deleteTree(directory);
    }

    @Property(tries = 8)
    void editsLeadWhereAFreshCompilationLeads(@ForAll long seed) throws IOException, JavacRefuses {
        check(seed);
    }

    /** Where javac accepted one of the broken sources, ECJ's words against the others once stood for javac's. */
    @Example
    void whatJavacAcceptsLeadsToItsWordOnTheOthers() throws IOException, JavacRefuses {
        check(316);
    }

    /** A broken class of the module itself has a name that one of another module has, too: javac was shown the other one. */
    @Example
    void ofTwoBrokenClassesOfANameTheNearerCounts() throws IOException, JavacRefuses {
        check(-16543333644193L);
    }

    private static void check(long seed) throws IOException, JavacRefuses {
        Random random = new Random(seed);
        Path home = directory.resolve(Long.toHexString(seed));
        Path root = home.resolve("project");
        List<String> story = new ArrayList<>();
        try (CompilerWorkspace edited = new CompilerWorkspace(root, home.resolve("edited"), MODULES, javac::compile)) {
            for (String module : MODULES) {
                for (int type = 0; type < TYPES; type++) write(edited, random, module, type, story);
            }
            for (int step = 0; step < STEPS; step++) {
                Compilation incremental = edited.compile();
                edited.compileByJavac(Cancel.never());
                Path fresh = home.resolve("fresh" + step);
                try (CompilerWorkspace anew = new CompilerWorkspace(root, fresh, MODULES, javac::compile)) {
                    Compilation full = anew.compile();
                    anew.compileByJavac(Cancel.never());
                    assertThat(told(incremental)).as(String.join("\n", story)).isEqualTo(told(full));
                    assertThat(classes(home.resolve("edited"))).as(String.join("\n", story)).isEqualTo(classes(fresh));
                }
                story.add("== step " + (step + 1));
                for (int edits = 1 + random.nextInt(3); edits > 0; edits--) edit(edited, random, story);
                if (random.nextInt(5) == 0) edited.restart();
            }
        } finally {
            deleteTree(home);
        }
    }

    private static void edit(CompilerWorkspace workspace, Random random, List<String> story) {
        String module = MODULES.get(random.nextInt(MODULES.size()));
        int type = random.nextInt(TYPES);
        for (String path : pathsOf(workspace, module, type)) {
            if (random.nextInt(4) == 0) {
                story.add("delete " + path);
                workspace.delete(path);
                return;
            }
            if (random.nextInt(6) == 0) {
                story.add("break " + path);
                workspace.write(path, workspace.read(path).replace("int C", "int C;; itn"));
                return;
            }
            workspace.delete(path);
        }
        write(workspace, random, module, type, story);
    }

    /** The files that a type may stand in, of those that are there. */
    private static List<String> pathsOf(CompilerWorkspace workspace, String module, int type) {
        List<String> paths = new ArrayList<>();
        for (String packageName : PACKAGES) {
            String path = path(module, packageName, type);
            if (Files.exists(workspace.root().resolve(path))) paths.add(path);
        }
        return paths;
    }

    private static String path(String module, String packageName, int type) {
        String prefix = module.equals("core") ? "T" : "U";
        return module + "/src/main/java/" + packageName.replace('.', '/') + "/" + prefix + type + ".java";
    }

    /**
     * Writes one type of a small world in which all of them refer to one another: by constants, calls, overloads,
     * fields, super types, nested and secondary types, through every kind of import. Mostly what they refer to is
     * there.
     */
    private static void write(
            CompilerWorkspace workspace, Random random, String module, int type, List<String> story) {
        String packageName = PACKAGES.get(often(random) ? type % 2 : 1 - type % 2);
        StringBuilder text = new StringBuilder("package " + packageName + ";\n");
        String other = PACKAGES.get(packageName.equals("a") ? 1 : 0);
        String prefix = prefix(random, module);
        text.append(often(random) ? "import " + other + ".*;\n" : "");
        text.append(often(random) ? "" : "import " + other + "." + reference(random, module, type) + ";\n");
        text.append(often(random) ? "" : "import static a." + reference(random, module, type) + ".*;\n");
        boolean isInterface = type % 3 == 0 == often(random);
        String kind = isInterface ? "interface " : "class ";
        text.append(often(random) ? "public " : "").append(kind).append(prefix).append(type);
        int parent = random.nextInt(Math.max(1, type));
        if (random.nextInt(3) == 0 && parent < type) {
            boolean same = isInterface == (parent % 3 == 0);
            text.append(same ? " extends " : " implements ").append(prefix(random, module)).append(parent);
        }
        text.append(" {\n");
        String constant = random.nextBoolean()
                ? Integer.toString(random.nextInt(3)) : reference(random, module, type) + ".C + 1";
        text.append("  public static final int C = ").append(constant).append(";\n");
        if (random.nextInt(4) == 0) text.append("  String D = null;\n");
        String result = random.nextInt(3) > 0 ? "int" : "long";
        String access = often(random) || isInterface ? "public " : List.of("", "private ").get(random.nextInt(2));
        text.append("  ").append(access).append("static ").append(result).append(" m(")
                .append(List.of("int x", "long x", "Object x").get(random.nextInt(3))).append(") { return C; }\n");
        if (random.nextInt(3) == 0) text.append("  public static long m(String x) { return 1; }\n");
        if (often(random)) {
            text.append("  static class N { public ").append(random.nextBoolean() ? "int" : "long")
                    .append(" n() { return ").append(reference(random, module, type)).append(".C; } }\n");
        }
        text.append("  static long calls() { return ").append(reference(random, module, type))
                .append(List.of(".m(1)", ".m(null)", ".C", ".m(2)").get(random.nextInt(4))).append("; }\n");
        if (random.nextInt(2) == 0) {
            text.append("  static int nested() { return (int) new ").append(reference(random, module, type))
                    .append(".N().n(); }\n");
        }
        if (random.nextInt(3) == 0) text.append("  static Runnable r() { return () -> calls(); }\n");
        if (random.nextInt(3) == 0) text.append("  // a remark\n");
        text.append("}\n");
        if (!often(random)) {
            text.append("class ").append(reference(random, module, type)).append("X { static int C = 7; }\n");
        }
        if (!often(random)) text.append("class ").append(reference(random, module, type)).append(" { }\n");
        String path = path(module, packageName, type);
        story.add("-- " + path + "\n" + text);
        workspace.write(path, text.toString());
    }

    private static boolean often(Random random) {
        return random.nextInt(12) > 0;
    }

    /** The second module has types of its own, sometimes some that hide those of the first. */
    private static String prefix(Random random, String module) {
        return module.equals("core") || !often(random) ? "T" : "U";
    }

    /** A type, mostly one that refers to no later one. */
    private static String reference(Random random, String module, int type) {
        String name = module.equals("app") && random.nextBoolean() ? "U" : "T";
        int number = name.equals("T") && module.equals("app") ? random.nextInt(TYPES)
                : random.nextInt(Math.max(1, type));
        return name + (often(random) ? number : random.nextInt(TYPES));
    }

    private static String told(Compilation compilation) {
        TreeSet<String> lines = new TreeSet<>();
        for (Problem problem : compilation.problems()) lines.add(problem.toString());
        compilation.unrunnable()
                .forEach((module, classes) -> classes.keySet().forEach(name -> lines.add(module + " " + name)));
        return String.join("\n", lines);
    }

    private static Map<String, String> classes(Path state) throws IOException {
        Map<String, String> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : (Iterable<Path>) files.filter(path -> path.toString().endsWith(".class"))::iterator) {
                classes.put(state.relativize(file).toString(), ContentHash.of(Files.readAllBytes(file)).hex());
            }
        }
        return classes;
    }

    private static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
