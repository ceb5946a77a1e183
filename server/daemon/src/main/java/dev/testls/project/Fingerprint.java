package dev.testls.project;

import dev.testls.base.FileStamp;
import dev.testls.base.FileTree;
import dev.testls.base.LibraryContents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Everything that the build tool's answer depends on, as it was when the answer was given.
 *
 * <p>Looking whether it still holds costs a look at each file's stamp; a content is read only where that
 * differs.
 *
 * @param facts of the environment: variables, and where programs were found
 * @param files single files; a file that was not there and now is makes a difference too
 * @param trees directories in which every file counts
 */
record Fingerprint(
        SortedMap<String, String> facts, SortedMap<String, Stamp> files,
        SortedMap<String, SortedMap<String, Stamp>> trees) {
    private static final List<String> VARIABLES = List.of(
            "JAVA_HOME", "MAVEN_OPTS", "MAVEN_ARGS", "MAVEN_CONFIG", "MAVEN_HOME", "M2_HOME", "MAVEN_USER_HOME",
            "MAVEN_SKIP_RC");
    private static final Pattern VARIABLE_IN_POM = Pattern.compile("\\benv\\.([A-Za-z_][A-Za-z0-9_]*)");

    /**
     * Takes the fingerprint of an answer just given.
     *
     * @param inputs the files that the build tool named
     * @param since of a file that was written when the build tool was started: what was written later it may not have seen
     * @param epochMillis now
     */
    static Fingerprint take(Path root, MavenCommand maven, Map<String, String> environment, Path userHome,
            Path extension,
            Project project, List<Path> inputs, FileStamp since, long epochMillis) throws IOException {
        TreeSet<Path> files = new TreeSet<>(inputs);
        files.add(root.resolve("pom.xml"));
        files.add(userHome.resolve(".m2").resolve("settings.xml"));
        files.add(userHome.resolve(".m2").resolve("settings-security.xml"));
        files.add(userHome.resolve(".mavenrc"));
        files.add(maven.script());
        jdkRelease(environment).ifPresent(files::add);

        TreeSet<Path> trees = new TreeSet<>();
        mavenDirectory(root).ifPresent(trees::add);
        (Files.isDirectory(extension) ? trees : files).add(extension);
        for (Module module : project.modules()) {
            for (Path input : module.generatorInputs()) {
                // What is not there yet may become either.
                if (!Files.isDirectory(input)) files.add(input);
                if (!Files.isRegularFile(input)) trees.add(input);
            }
        }

        SortedMap<String, Stamp> fileStamps = new TreeMap<>();
        for (Path file : files) fileStamps.put(file.toString(), Stamp.of(file, epochMillis).unlessWrittenSince(since));
        SortedMap<String, SortedMap<String, Stamp>> treeStamps = new TreeMap<>();
        for (Path tree : trees) {
            SortedMap<String, Stamp> stamps = new TreeMap<>();
            for (Path file : filesIn(tree, project)) {
                stamps.put(tree.relativize(file).toString(), Stamp.of(file, epochMillis).unlessWrittenSince(since));
            }
            treeStamps.put(tree.toString(), stamps);
        }
        return new Fingerprint(facts(root, maven, environment, variablesIn(inputs)), fileStamps, treeStamps);
    }

    /** What differs now, for people; empty when nothing does. */
    Optional<String> difference(Project project, MavenCommand maven, Map<String, String> environment) {
        Path root = project.root();
        List<String> variables = facts.keySet().stream()
                .filter(fact -> fact.startsWith("$")).map(fact -> fact.substring(1)).toList();
        SortedMap<String, String> now = facts(root, maven, environment, variables);
        if (!now.equals(facts)) {
            TreeSet<String> names = new TreeSet<>(facts.keySet());
            names.addAll(now.keySet());
            names.removeIf(name -> Objects.equals(now.get(name), facts.get(name)));
            return Optional.of(names.first() + " changed");
        }
        for (Map.Entry<String, Stamp> file : files.entrySet()) {
            if (differs(Path.of(file.getKey()), file.getValue())) return Optional.of(file.getKey() + " changed");
        }
        for (Map.Entry<String, SortedMap<String, Stamp>> tree : trees.entrySet()) {
            Path directory = Path.of(tree.getKey());
            int there = 0;
            try {
                for (Path file : filesIn(directory, project)) {
                    there++;
                    Stamp before = tree.getValue().get(directory.relativize(file).toString());
                    if (before == null || differs(file, before)) return Optional.of(file + " changed");
                }
            } catch (IOException e) {
                return Optional.of(directory + " cannot be read");
            }
            if (there != tree.getValue().size()) return Optional.of("a file in " + directory + " is gone");
        }
        return Optional.empty();
    }

    private static boolean differs(Path file, Stamp before) {
        try {
            return !before.looksLike(FileStamp.of(file)) && !before.isOfSameContent(file);
        } catch (IOException e) {
            return true;
        }
    }

    /** What a build is run with besides its own files, as text that differs when any of it does. */
    static String surroundings(Path root, Map<String, String> environment, Path userHome, LibraryContents contents) {
        TreeSet<Path> files = new TreeSet<>();
        for (String settings : List.of("settings.xml", "settings-security.xml")) files.add(userHome.resolve(".m2").resolve(settings));
        files.add(userHome.resolve(".mavenrc"));
        mavenDirectory(root).ifPresent(files::add);
        jdkRelease(environment).ifPresent(files::add);
        StringBuilder text = new StringBuilder(ReadFiles.contents(files, contents));
        for (String variable : VARIABLES) text.append(variable).append('=').append(environment.getOrDefault(variable, "")).append('\n');
        return text.toString();
    }

    private static SortedMap<String, String> facts(
            Path root, MavenCommand maven, Map<String, String> environment, List<String> variables) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("the directory", root.toString());
        facts.put("the Maven command", maven.script().toString());
        facts.put("the .mvn directory", mavenDirectory(root).map(Path::toString).orElse(""));
        facts.put("the JDK", jdkRelease(environment).map(Path::toString).orElse(""));
        for (String variable : VARIABLES) facts.put("$" + variable, environment.getOrDefault(variable, ""));
        for (String variable : variables) facts.put("$" + variable, environment.getOrDefault(variable, ""));
        return facts;
    }

    /** Variables of the environment that a pom mentions, in an expression or as a profile's condition. */
    private static List<String> variablesIn(List<Path> poms) throws IOException {
        List<String> variables = new ArrayList<>();
        for (Path pom : poms) {
            if (!Files.isRegularFile(pom) || !pom.toString().endsWith(".xml")) continue;
            String text = new String(Files.readAllBytes(pom), StandardCharsets.UTF_8);
            Matcher matcher = VARIABLE_IN_POM.matcher(text);
            while (matcher.find()) variables.add(matcher.group(1));
        }
        return variables;
    }

    /** Maven looks for {@code .mvn} from the project upwards. */
    private static Optional<Path> mavenDirectory(Path root) {
        for (Path directory = root; directory != null; directory = directory.getParent()) {
            Path candidate = directory.resolve(".mvn");
            if (Files.isDirectory(candidate)) return Optional.of(candidate);
        }
        return Optional.empty();
    }

    private static Optional<Path> jdkRelease(Map<String, String> environment) {
        String home = environment.getOrDefault("JAVA_HOME", "");
        if (!home.isEmpty()) return Optional.of(Path.of(home, "release"));
        return MavenCommand.onPath("java", environment).flatMap(java -> {
            try {
                Path bin = java.toRealPath().getParent();
                return Optional.ofNullable(bin == null ? null : bin.resolveSibling("release"));
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    /** Without sources: a generator may read what stands among them, and their own changes are followed anyway. */
    private static List<Path> filesIn(Path directory, Project project) throws IOException {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(directory)) return files;
        FileTree.walk(directory, (file, stamp) -> {
            if (project.modules().stream().noneMatch(module -> module.isSource(file))) files.add(file);
        });
        return files;
    }
}
