package dev.testls.select;

import dev.testls.base.ContentHash;
import dev.testls.graph.ClassFacts;
import dev.testls.graph.Graph;
import dev.testls.graph.Mention;
import dev.testls.graph.MethodFacts;
import dev.testls.graph.Side;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.TestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A small project as a value: classes with static and virtual methods and a static field each, which inherit from each other
 * and from no other; tests are classes of one method. It can be edited, told as a graph, and run, which gives the result of
 * a test and what it executed.
 */
record Program(List<Type> types) {
    static final ModuleId MODULE = new ModuleId("m");
    private static final int CLASSES = 5;
    private static final int TESTS = 6;
    private static final int NAMES = 3;
    private static final int DEEPEST = 6;

    /** @param superclass negative: none; classes inherit from those before them only, so there is no circle */
    record Type(String name, int superclass, Optional<List<Op>> field, SortedMap<String, List<Op>> methods) {
        Type {
            methods = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(methods));
        }
    }

    /** Adds a number, or what a static method, a method of a new object or a static field gives. */
    record Op(Kind kind, int type, int member) {
        enum Kind { NUMBER, STATIC, VIRTUAL, FIELD }
    }

    static Program random(Random random) {
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < CLASSES; i++) types.add(randomType(random, "C" + i, i));
        for (int i = 0; i < TESTS; i++) types.add(new Type("T" + i + "Test", -1, Optional.empty(), new TreeMap<>(Map.of("test()V", body(random)))));
        return new Program(List.copyOf(types));
    }

    static List<String> tests() {
        List<String> tests = new ArrayList<>();
        for (int i = 0; i < TESTS; i++) tests.add("T" + i + "Test");
        return tests;
    }

    private static Type randomType(Random random, String name, int index) {
        SortedMap<String, List<Op>> methods = new TreeMap<>();
        for (int i = 0; i < NAMES; i++) {
            if (random.nextBoolean()) methods.put("s" + i + "()I", body(random));
            if (random.nextBoolean()) methods.put("v" + i + "()I", body(random));
        }
        Optional<List<Op>> field = random.nextBoolean() ? Optional.of(body(random)) : Optional.empty();
        return new Type(name, random.nextInt(index + 1) - 1, field, methods);
    }

    private static List<Op> body(Random random) {
        List<Op> ops = new ArrayList<>();
        int size = 1 + random.nextInt(2);
        for (int i = 0; i < size; i++) ops.add(new Op(Op.Kind.values()[random.nextInt(4)], random.nextInt(CLASSES), random.nextInt(NAMES)));
        return List.copyOf(ops);
    }

    /** The same but for one member or the superclass of one class. */
    Program edited(Random random) {
        int index = random.nextInt(types.size());
        Type type = types.get(index);
        List<Type> next = new ArrayList<>(types);
        if (index >= CLASSES) {
            next.set(index, new Type(type.name, -1, Optional.empty(), new TreeMap<>(Map.of("test()V", body(random)))));
            return new Program(next);
        }
        SortedMap<String, List<Op>> methods = new TreeMap<>(type.methods);
        String method = (random.nextBoolean() ? "s" : "v") + random.nextInt(NAMES) + "()I";
        switch (random.nextInt(5)) {
            case 0 -> methods.remove(method);
            case 1, 2 -> methods.put(method, body(random));
            case 3 -> {
                next.set(index, new Type(type.name, type.superclass, random.nextBoolean() ? Optional.of(body(random)) : Optional.empty(), methods));
                return new Program(next);
            }
            default -> {
                next.set(index, new Type(type.name, random.nextInt(index + 1) - 1, type.field, methods));
                return new Program(next);
            }
        }
        next.set(index, new Type(type.name, type.superclass, type.field, methods));
        return new Program(next);
    }

    Graph graph(Graph before) {
        Side side = new Side(MODULE, Scope.TEST);
        Graph graph = before.withViews(Map.of(MODULE, List.of(side)));
        Map<String, ClassFacts> changed = new HashMap<>();
        for (Type type : types) {
            ClassFacts facts = facts(type);
            if (!Optional.of(facts).equals(graph.find(MODULE, type.name))) changed.put(type.name, facts);
        }
        return graph.with(side, changed, Set.of());
    }

    private ClassFacts facts(Type type) {
        List<String> supertypes = type.superclass < 0 ? List.of() : List.of(types.get(type.superclass).name);
        String visible = type.methods.keySet().stream().filter(it -> type.superclass >= 0 || !it.startsWith("s")).collect(Collectors.joining(" "));
        Map<String, MethodFacts> methods = new HashMap<>();
        Set<String> references = new HashSet<>(supertypes);
        type.methods.forEach((name, body) -> methods.put(name, new MethodFacts(ContentHash.of(body.toString()), !name.startsWith("s"), mentions(body, references))));
        methods.put("<init>()V", new MethodFacts(ContentHash.of("init of " + supertypes), true, List.of()));
        type.field.ifPresent(body -> methods.put(ClassFacts.INITIALISER, new MethodFacts(ContentHash.of(body.toString()), false, mentions(body, references))));
        references.remove(type.name);
        return new ClassFacts(type.name, type.name + ".java", supertypes, ContentHash.of(type.toString()),
                ContentHash.of(supertypes + " " + type.field.isPresent()), ContentHash.of(type.field.toString()), ContentHash.of(visible), ContentHash.of(supertypes + " " + type.methods.keySet()),
                ContentHash.of(type.toString()), Set.of(), Set.of(), methods, references);
    }

    private List<Mention> mentions(List<Op> body, Set<String> references) {
        List<Mention> mentions = new ArrayList<>();
        for (Op op : body) {
            if (op.kind == Op.Kind.NUMBER) continue;
            String name = types.get(op.type).name;
            references.add(name);
            if (op.kind == Op.Kind.FIELD) mentions.add(new Mention(Mention.Level.USE, name, ""));
            if (op.kind == Op.Kind.STATIC) mentions.add(new Mention(Mention.Level.STATIC_CALL, name, "s" + op.member + "()I"));
        }
        return mentions;
    }

    Run run(String test) {
        Run run = new Run();
        run.result = run.call(index(test), "test()V", 0);
        return run;
    }

    private int index(String name) {
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).name.equals(name)) return i;
        }
        throw new IllegalArgumentException(name);
    }

    /** One test, run in a JVM of its own. */
    final class Run {
        private final Map<String, Set<String>> executed = new HashMap<>();
        private final Set<String> reflected = new HashSet<>();
        private final Map<String, ContentHash> code = new HashMap<>();
        private final Map<Integer, Long> fields = new HashMap<>();
        long result;

        Observation observation(String test) {
            return new Observation(TestId.ofMethod(MODULE, test, "test()"), executed, reflected, Set.of(), code, true);
        }

        private void executes(int type, String method) {
            Type it = types.get(type);
            executed.computeIfAbsent(it.name, name -> new HashSet<>()).add(method);
            code.put(it.name, ContentHash.of(it.toString()));
        }

        private long call(int type, String method, int depth) {
            executes(type, method);
            return evaluate(types.get(type).methods.get(method), depth + 1);
        }

        private long evaluate(List<Op> body, int depth) {
            if (depth > DEEPEST) return 1;
            long sum = 17;
            for (Op op : body) sum = sum * 31 + evaluate(op, depth);
            return sum;
        }

        private long evaluate(Op op, int depth) {
            return switch (op.kind) {
                case NUMBER -> op.type * 10L + op.member;
                case STATIC -> {
                    int owner = declaring(op.type, "s" + op.member + "()I");
                    if (owner < 0) {
                        // No compiler would let it pass: it is asked for through reflection.
                        reflected.add(types.get(op.type).name);
                        yield -1;
                    }
                    initialise(owner, depth);
                    yield call(owner, "s" + op.member + "()I", depth);
                }
                case VIRTUAL -> {
                    initialise(op.type, depth);
                    for (int it = op.type; it >= 0; it = types.get(it).superclass) executes(it, "<init>()V");
                    int owner = declaring(op.type, "v" + op.member + "()I");
                    yield owner < 0 ? -2 : call(owner, "v" + op.member + "()I", depth);
                }
                case FIELD -> {
                    int owner = op.type;
                    while (owner >= 0 && types.get(owner).field.isEmpty()) owner = types.get(owner).superclass;
                    if (owner < 0) yield -3;
                    initialise(owner, depth);
                    yield fields.get(owner);
                }
            };
        }

        private int declaring(int type, String method) {
            int owner = type;
            while (owner >= 0 && !types.get(owner).methods.containsKey(method)) owner = types.get(owner).superclass;
            return owner;
        }

        private void initialise(int type, int depth) {
            if (fields.containsKey(type)) return;
            fields.put(type, 0L);
            if (types.get(type).superclass >= 0) initialise(types.get(type).superclass, depth);
            types.get(type).field.ifPresent(body -> {
                executes(type, ClassFacts.INITIALISER);
                fields.put(type, evaluate(body, depth + 1));
            });
        }
    }
}
