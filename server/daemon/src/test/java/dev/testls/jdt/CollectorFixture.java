package dev.testls.jdt;

import dev.testls.base.Cancel;
import dev.testls.base.ContentHash;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceSnapshot;
import dev.testls.project.ClasspathEntry;
import dev.testls.project.Project;
import dev.testls.project.TestExecution.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A workspace of two modules, {@code app} and {@code core} on which it depends, written as text.
 *
 * <p>Each file begins with {@code -- test/a/FooTest.java --} or {@code -- main/a/Foo.java --}; {@code core/} before
 * that puts it into the other module.
 */
final class CollectorFixture {
    private static final Pattern HEADER = Pattern.compile("^-- (core/)?(main|test)/(\\S+) --\\R", Pattern.MULTILINE);

    private final Path root;
    private final Map<String, String> files = new TreeMap<>();
    private final Map<SourcePath, String> unsaved = new HashMap<>();
    Provider provider = Provider.JUNIT_PLATFORM;
    Map<String, String> parameters = Map.of();
    List<ClasspathEntry> libraries = Projects.ownLibraries();

    CollectorFixture(Path root) {
        this.root = root.toAbsolutePath();
    }

    /** Writes all files of a text. */
    CollectorFixture write(String text) {
        Matcher header = HEADER.matcher(text);
        int start = -1;
        String path = "";
        while (header.find()) {
            if (start >= 0) write(path, text.substring(start, header.start()));
            path = (header.group(1) == null ? "app/" : "core/") + "src/" + header.group(2) + "/java/" + header.group(3);
            start = header.end();
        }
        write(path, text.substring(start));
        return this;
    }

    void write(String path, String content) {
        files.put(path, content);
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete(String path) {
        files.remove(path);
        try {
            Files.delete(root.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text that an editor holds; the file stays as it is. */
    void edit(String path, String content) {
        unsaved.put(path(path), content);
    }

    SourcePath path(String path) {
        return new SourcePath(root.resolve(path));
    }

    Map<String, String> files() {
        return files;
    }

    Collected collect(Collector collector) {
        return collector.collect(Cancel.never(), project(), snapshot());
    }

    Collected collect() {
        return collect(new Collector(root.resolve("state/index")));
    }

    Project project() {
        List<ClasspathEntry> ofApp = new ArrayList<>(libraries);
        ofApp.add(0, new ClasspathEntry.ModuleOutput(new ModuleId("core"), ClasspathEntry.Part.MAIN));
        ofApp.add(1, new ClasspathEntry.ModuleOutput(new ModuleId("core"), ClasspathEntry.Part.TEST));
        return Projects.of(root, Projects.module("core", root.resolve("core"), libraries, provider, parameters),
                Projects.module("app", root.resolve("app"), ofApp, provider, parameters));
    }

    SourceSnapshot snapshot() {
        List<SourceFile> all = new ArrayList<>();
        files.forEach((path, content) -> {
            Scope scope = path.contains("/src/main/") ? Scope.MAIN : Scope.TEST;
            String module = path.substring(0, path.indexOf('/'));
            Path sources = root.resolve(module).resolve("src").resolve(scope == Scope.MAIN ? "main" : "test")
                    .resolve("java");
            String text = unsaved.getOrDefault(path(path), content);
            all.add(new SourceFile(path(path), new ModuleId(module), scope, sources,
                    ContentHash.of(text.getBytes(StandardCharsets.UTF_8))));
        });
        return SourceSnapshot.of(all, unsaved);
    }
}
