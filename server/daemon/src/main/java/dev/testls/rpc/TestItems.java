package dev.testls.rpc;

import dev.testls.engine.Broadcast;
import dev.testls.engine.Broadcast.Known;
import dev.testls.engine.World;
import dev.testls.model.ModuleId;
import dev.testls.model.SourcePath;
import dev.testls.model.SourceRange;
import dev.testls.model.TestClass;
import dev.testls.model.TestId;
import dev.testls.model.TestMethod;
import dev.testls.protocol.LastResult;
import dev.testls.protocol.Position;
import dev.testls.protocol.Range;
import dev.testls.protocol.TestFinishedParams;
import dev.testls.protocol.TestItem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A world's tests as clients draw them: module, package, class, nested class, method, invocation. */
final class TestItems {
    private static final String PLAIN_IN_URIS = "-_.!~*'():@&=+$,;/";
    private static final String HEX = "0123456789ABCDEF";
    private final World world;
    private final Broadcast broadcast;
    private final Set<String> red;
    /** Making one asks the file system, and a class has many methods. */
    private final Map<Path, String> uris = new HashMap<>();

    /** @param red the tests that were red when they last ran, in this life of the daemon or another */
    TestItems(World world, Broadcast broadcast, Collection<String> red) {
        this.world = world;
        this.broadcast = broadcast;
        this.red = Set.copyOf(red);
    }

    /** What is below a scope, {@code depth} levels of it; empty where there is no such scope. */
    List<TestItem> below(Optional<String> scope, int depth) {
        List<TestItem> items = new ArrayList<>();
        if (scope.isEmpty()) {
            for (ModuleId module : modules()) add(module, depth, items);
            return items;
        }
        String id = scope.get();
        int slash = id.indexOf('/');
        ModuleId module = module(slash < 0 ? id : id.substring(0, slash));
        if (slash < 0) {
            packages(module).keySet().forEach(name -> add(module, name, depth, items));
        } else if (id.endsWith("/*") || id.endsWith(".*")) {
            packages(module).getOrDefault(packageName(id, slash), List.of()).forEach(it -> add(it, packageId(module, it), depth, items));
        } else {
            String rest = id.substring(slash + 1);
            int hash = rest.indexOf('#');
            find(module, hash < 0 ? rest : rest.substring(0, hash)).ifPresent(it -> {
                if (hash < 0) addContents(it, depth, items);
                else addInvocations(new TestId(module, it.name(), rest.substring(hash + 1), ""), items);
            });
        }
        return items;
    }

    /** What stands in a document, with all that it is in. */
    List<TestItem> in(SourcePath file) {
        List<TestItem> items = new ArrayList<>();
        world.tests().classes().forEach((module, classes) -> {
            SortedMap<String, List<TestClass>> packages = new TreeMap<>();
            classes.values().stream().filter(it -> it.source().equals(file))
                    .forEach(it -> packages.computeIfAbsent(packageName(it), p -> new ArrayList<>()).add(it));
            if (packages.isEmpty()) return;
            items.add(item(module));
            packages.forEach((name, inPackage) -> {
                items.add(item(module, name));
                inPackage.forEach(it -> add(it, packageId(module, it), Integer.MAX_VALUE, items));
            });
        });
        return items;
    }

    /** A class with all that is in it, as source or its engine tells. */
    List<TestItem> whole(TestClass it) {
        List<TestItem> items = new ArrayList<>();
        add(it, packageId(it.module(), it), Integer.MAX_VALUE, items);
        return items;
    }

    List<TestItem> contents(TestClass it) {
        List<TestItem> items = new ArrayList<>();
        addContents(it, Integer.MAX_VALUE, items);
        return items;
    }

    TestItem item(ModuleId module) {
        String uri = world.project().flatMap(it -> it.module(module)).map(it -> uri(it.directory())).orElse(null);
        return new TestItem(module.value(), null, TestItem.MODULE, module.shortName(), null, uri, null, true, null, null, null);
    }

    TestItem item(ModuleId module, String packageName) {
        return new TestItem(packageId(module, packageName), module.value(), TestItem.PACKAGE,
                packageName.isEmpty() ? "(default package)" : packageName, null, null, null, true, null, null, null);
    }

    TestItem item(TestClass it, String parent) {
        return new TestItem(it.id().toString(), parent, TestItem.CLASS, it.displayName(), it.simpleName().equals(it.displayName()) ? null : it.simpleName(), source(it.source()), range(it.range()),
                it.testCount() > 0 || it.certainty() == TestClass.Certainty.ASK_ENGINE, tags(it.tags()), it.disabled().orElse(null), last(it.id()));
    }

    /** Of an invocation, whose label only a run can tell. */
    TestItem invocation(TestId id, String label) {
        return new TestItem(id.toString(), outer(id).toString(), TestItem.INVOCATION, label, sortText(id.invocation()), null, null, false, null, null, null);
    }

    /** Of a test of which source says nothing. */
    TestItem unforeseen(TestId id, String label) {
        boolean isClass = id.method().isEmpty();
        String parent = isClass ? packageId(id.module(), packageName(id.className())) : TestId.ofClass(id.module(), id.className()).toString();
        return new TestItem(id.toString(), parent, isClass ? TestItem.CLASS : TestItem.METHOD, label, null, null, null, isClass, null, null, null);
    }

    Collection<ModuleId> modules() {
        return world.tests().classes().entrySet().stream().filter(it -> !it.getValue().isEmpty()).map(Map.Entry::getKey).toList();
    }

    SortedMap<String, List<TestClass>> packages(ModuleId module) {
        SortedMap<String, List<TestClass>> packages = new TreeMap<>();
        world.tests().of(module).forEach(it -> packages.computeIfAbsent(packageName(it), p -> new ArrayList<>()).add(it));
        return packages;
    }

    static String packageId(ModuleId module, TestClass it) {
        return packageId(module, packageName(it));
    }

    static String packageId(ModuleId module, String name) {
        return module + "/" + (name.isEmpty() ? "*" : name + ".*");
    }

    static String packageName(TestClass it) {
        return packageName(it.name());
    }

    /** What {@link Path#toUri} makes of a file; that one looks at the file system first, to see whether it is a directory. */
    static String uri(Path file) {
        StringBuilder uri = new StringBuilder("file://");
        for (byte each : file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || PLAIN_IN_URIS.indexOf(c) >= 0;
            if (plain) {
                uri.append(c);
            } else {
                uri.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return uri.toString();
    }

    static Range range(SourceRange it) {
        return new Range(new Position(it.startLine(), it.startColumn()), new Position(it.endLine(), it.endColumn()));
    }

    /** How long an item is in a message, about. */
    static int bytes(TestItem it) {
        int bytes = 300;
        for (String text : new String[] {it.id(), it.parent(), it.label(), it.sortText(), it.uri(), it.disabled()}) {
            if (text != null) bytes += Cut.encoded(text);
        }
        return bytes + (it.tags() == null ? 0 : it.tags().stream().mapToInt(tag -> Cut.encoded(tag) + 3).sum());
    }

    private void add(ModuleId module, int depth, List<TestItem> items) {
        items.add(item(module));
        if (depth > 1) packages(module).keySet().forEach(name -> add(module, name, depth - 1, items));
    }

    private void add(ModuleId module, String packageName, int depth, List<TestItem> items) {
        items.add(item(module, packageName));
        if (depth > 1) packages(module).get(packageName).forEach(it -> add(it, packageId(module, packageName), depth - 1, items));
    }

    private void add(TestClass it, String parent, int depth, List<TestItem> items) {
        items.add(item(it, parent));
        if (depth > 1) addContents(it, depth - 1, items);
    }

    private void addContents(TestClass it, int depth, List<TestItem> items) {
        it.methods().forEach(method -> items.add(item(it, method)));
        it.nested().forEach(nested -> add(nested, it.id().toString(), depth, items));
    }

    private TestItem item(TestClass testClass, TestMethod it) {
        TestId id = TestId.ofMethod(testClass.module(), testClass.name(), it.method());
        String order = it.declaredIn().equals(Optional.of(testClass.source())) ? it.range().map(range -> padded(String.valueOf(range.startLine()))).orElse(null) : null;
        return new TestItem(id.toString(), testClass.id().toString(), TestItem.METHOD, it.displayName(), order,
                it.declaredIn().map(this::source).orElse(null), it.range().map(TestItems::range).orElse(null),
                it.kind() != TestMethod.Kind.SINGLE, tags(it.tags()), it.disabled().orElse(null), last(id));
    }

    /** With the containers that they are in, each before what is in it. */
    private void addInvocations(TestId method, List<TestItem> items) {
        SortedMap<String, TestItem> inOrder = new TreeMap<>();
        for (Known known : broadcast.invocations(method)) {
            TestId id = known.test();
            List<String> names = known.displayNames();
            for (int i = names.size() - 1; i >= 0 && !id.invocation().isEmpty(); i--) {
                TestItem item = invocation(id, names.get(i));
                inOrder.putIfAbsent(item.sortText(), new TestItem(item.id(), item.parent(), item.kind(), item.label(), item.sortText(), null, null, false, null, null, last(id)));
                id = outer(id);
            }
        }
        items.addAll(inOrder.values());
    }

    private Optional<TestClass> find(ModuleId module, String name) {
        return world.tests().of(module).stream().flatMap(TestItems::withNested).filter(it -> it.name().equals(name)).findFirst();
    }

    static Stream<TestClass> withNested(TestClass it) {
        return Stream.concat(Stream.of(it), it.nested().stream().flatMap(TestItems::withNested));
    }

    LastResult last(TestId id) {
        Optional<Known> known = broadcast.outcome(id);
        if (known.isPresent()) {
            return new LastResult(ToWire.outcome(known.get().outcome()), ToWire.millis(known.get().duration()), known.get().certain() ? null : false, known.get().revision().value());
        }
        return red.contains(id.toString()) ? new LastResult(TestFinishedParams.FAILED, null, null, null) : null;
    }

    private static ModuleId module(String text) {
        try {
            return new ModuleId(text);
        } catch (IllegalArgumentException e) {
            return new ModuleId("?");
        }
    }

    private static String packageName(String id, int slash) {
        String rest = id.substring(slash + 1);
        return rest.equals("*") ? "" : rest.substring(0, rest.length() - 2);
    }

    static String packageName(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    private static List<String> tags(Set<String> tags) {
        return tags.isEmpty() ? null : tags.stream().sorted().toList();
    }

    /** What an invocation is in: a container of invocations, or its method. */
    static TestId outer(TestId invocation) {
        int inner = Math.max(0, invocation.invocation().lastIndexOf('['));
        return new TestId(invocation.module(), invocation.className(), invocation.method(), invocation.invocation().substring(0, inner));
    }

    private static String padded(String number) {
        return "0".repeat(Math.max(0, 8 - number.length())) + number;
    }

    private String source(SourcePath file) {
        return uris.computeIfAbsent(file.value(), TestItems::uri);
    }

    /** So that {@code [10]} comes after {@code [9]}. */
    private static String sortText(String invocation) {
        StringBuilder text = new StringBuilder();
        for (String number : invocation.split("[\\[\\]]+")) {
            if (!number.isEmpty()) text.append('[').append(padded(number)).append(']');
        }
        return text.toString();
    }
}
