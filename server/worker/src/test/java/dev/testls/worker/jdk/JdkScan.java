package dev.testls.worker.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a JDK keeps in static fields, and public API can change; told by its class files, none of which is loaded.
 *
 * <p>Three kinds of state are found. A static field that something other than its class's initialiser writes. A static holder
 * (collection, array, atomic) that is filled or emptied by a method. A static object that can be told to change: its type has
 * setters. And, since native code keeps what no field shows, each public static method that is called like a setter.
 *
 * <p>Only what can be reached counts: from public and protected methods of packages that are exported to all, through calls,
 * overriding methods and lambdas. A call through an interface reaches all that implement it.
 */
final class JdkScan {
    /** Why a field counts. */
    enum Found { WRITTEN, FILLED, TOLD }

    /** Tools, which tests do not run in their own JVM's statics but through their own API objects; and what holds no code. */
    private static final Pattern NOT_SCANNED = Pattern.compile("jdk\\.(compiler|javadoc|jshell|hotspot\\.agent|internal\\..*|jlink|jpackage|"
            + "localedata|jdeps|jartool|jcmd|jdi|jconsole|editpad|graal.*|aot|random|crypto\\.cryptoki|crypto\\.mscapi|crypto\\.ucrypto)");
    private static final Pattern SETTER = Pattern.compile(
            "(set|add|register|install|remove|unregister|deregister|put|enable|disable|insert|append|reset|clear|load)([A-Z].*)?");
    /** Called upon a holder, they change it. */
    private static final Pattern MUTATOR = Pattern.compile("(set|add|put|remove|clear|offer|poll|push|pop|compute|merge|replace|retain|insert|append|"
            + "getAndSet|getAndIncrement|getAndAdd|incrementAndGet|addAndGet|compareAndSet|updateAndGet|getAndUpdate|accumulate|lazySet|increment|"
            + "computeIfAbsent|putIfAbsent|load|store|drainTo|take|flip|arraycopy|fill|sort)([A-Z].*)?");
    private static final Pattern HOLDER = Pattern.compile("\\[.*|Ljava/util/(?!function|regex|stream|logging|zip|jar|spi|prefs)(concurrent/(atomic/)?)?"
            + "(?!Locale|TimeZone|Random|Comparator|UUID|Optional|Formatter|Currency|Scanner|Spliterator|ServiceLoader|ResourceBundle|TimeUnit"
            + "|[A-Za-z]*FieldUpdater|Executor|ThreadFactory|ForkJoinPool|Calendar|Date|Iterator|Enumeration|SplittableRandom|Base64|Objects)[A-Z][A-Za-z]*;"
            + "|Ljdk/internal/.*(Map|Set|List|Cache|Deque|Queue|Table);|Lsun/.*(Map|Set|List|Cache|Deque|Queue|Table);|Lcom/sun/.*(Map|Set|List|Cache|Table);");

    private final Map<String, Type> types = new HashMap<>();
    private final Set<String> exported = new HashSet<>();
    private final Map<String, List<String>> subtypes = new HashMap<>();

    /** What is told: {@code java.net.URL#factory}, each with why. */
    final Map<String, Set<Found>> fields = new TreeMap<>();
    /** {@code java.net.URL.setURLStreamHandlerFactory}. */
    final Set<String> setters = new TreeSet<>();

    private JdkScan() {}

    static JdkScan of(Path home) throws IOException {
        JdkScan scan = new JdkScan();
        Path archive = Stream.of("jre/lib/rt.jar", "lib/rt.jar").map(home::resolve).filter(Files::exists).findFirst().orElse(null);
        if (archive != null) {
            try (FileSystem files = FileSystems.newFileSystem(archive, (ClassLoader) null)) {
                scan.readModule(files.getPath("/"));
            }
        } else {
            try (FileSystem files = FileSystems.newFileSystem(URI.create("jrt:/"), Map.of("java.home", home.toString()))) {
                try (Stream<Path> modules = Files.list(files.getPath("/modules"))) {
                    for (Path module : (Iterable<Path>) modules::iterator) {
                        if (!NOT_SCANNED.matcher(module.getFileName().toString()).matches()) scan.readModule(module);
                    }
                }
            }
        }
        scan.find();
        return scan;
    }

    /** Every static field, whether it counts or not. */
    Set<String> allFields() {
        Set<String> all = new HashSet<>();
        for (Type type : types.values()) {
            for (String name : type.fields.keySet()) all.add(type.name.replace('/', '.') + "#" + name);
        }
        return all;
    }

    private void readModule(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".class")) read(file);
            }
        }
    }

    private void read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Type type = new Type();
            new ClassReader(in).accept(type, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            if (type.name != null && !type.name.endsWith("module-info")) types.put(type.name, type);
            // Java 8 has no modules: what is named as API is.
            if (type.name != null && type.version == Opcodes.V1_8 && type.name.matches("javax?/.*")) exported.add(packageOf(type.name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void find() {
        for (Type type : types.values()) {
            for (String above : type.above) subtypes.computeIfAbsent(above, it -> new ArrayList<>()).add(type.name);
        }
        for (Method method : reached()) {
            boolean initialiser = method.name.equals("<clinit>");
            for (String field : method.written) {
                if (!initialiser || !field.startsWith(method.owner + "#")) tell(field, Found.WRITTEN);
            }
            if (initialiser) continue;
            for (String field : method.read) {
                if (!method.mutates && !method.storesInArrays) continue;
                Field found = field(field);
                if (found == null || !HOLDER.matcher(found.descriptor).matches()) continue;
                if (found.descriptor.startsWith("[") ? method.storesInArrays : method.mutates) tell(field, Found.FILLED);
            }
        }
        for (Type type : types.values()) {
            for (Field field : type.fields.values()) {
                if (hasSetters(field.descriptor)) tell(type.name + "#" + field.name, Found.TOLD);
            }
            if (!isApi(type)) continue;
            for (Method method : type.methods.values()) {
                if (isOpen(method.access) && (method.access & Opcodes.ACC_STATIC) != 0 && SETTER.matcher(method.name).matches()) {
                    setters.add(type.name.replace('/', '.') + "." + method.name);
                }
            }
        }
    }

    private void tell(String field, Found found) {
        Field known = field(field);
        if (known == null || known.name.startsWith("$assertionsDisabled") || known.name.startsWith("$SwitchMap$")) return;
        fields.computeIfAbsent(known.owner.replace('/', '.') + "#" + known.name, it -> new TreeSet<>()).add(found);
    }

    /** Static fields are found in classes above, too. Null: it is not static, or not here. */
    private Field field(String ownerAndName) {
        int hash = ownerAndName.indexOf('#');
        Deque<String> next = new ArrayDeque<>(List.of(ownerAndName.substring(0, hash)));
        while (!next.isEmpty()) {
            Type type = types.get(next.poll());
            if (type == null) continue;
            Field field = type.fields.get(ownerAndName.substring(hash + 1));
            if (field != null) return field;
            next.addAll(type.above);
        }
        return null;
    }

    /** Whether an object of that type, which is API, is changed by calling it. Holders are told apart. */
    private boolean hasSetters(String descriptor) {
        if (!descriptor.startsWith("L") || HOLDER.matcher(descriptor).matches()) return false;
        Type type = types.get(descriptor.substring(1, descriptor.length() - 1));
        return type != null && isApi(type) && type.methods.values().stream().anyMatch(it -> isOpen(it.access)
                && (it.access & (Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE)) == 0 && it.descriptor.indexOf(')') > 1
                && it.name.matches("(set|add|register|install|remove|put)([A-Z].*)?") && it.changes);
    }

    private Set<Method> reached() {
        Set<Method> reached = new HashSet<>();
        Deque<Method> next = new ArrayDeque<>();
        for (Type type : types.values()) {
            if (!isApi(type)) continue;
            for (Method method : type.methods.values()) {
                if (isOpen(method.access) && reached.add(method)) next.add(method);
            }
        }
        Set<String> called = new HashSet<>();
        while (!next.isEmpty()) {
            Method method = next.poll();
            Type owner = types.get(method.owner);
            if (owner.initialised()) {
                Method initialiser = owner.methods.get("<clinit>()V");
                if (initialiser != null && reached.add(initialiser)) next.add(initialiser);
            }
            for (String call : method.calls) {
                if (!called.add(call)) continue;
                for (Method target : targets(call)) {
                    if (reached.add(target)) next.add(target);
                }
            }
        }
        return reached;
    }

    private Collection<Method> targets(String call) {
        int hash = call.indexOf('#');
        String owner = call.substring(0, hash);
        String nameAndType = call.substring(hash + 1);
        Set<Method> targets = new HashSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> up = new ArrayDeque<>(List.of(owner));
        while (!up.isEmpty()) {
            Type type = types.get(up.poll());
            if (type == null || !seen.add(type.name)) continue;
            Method method = type.methods.get(nameAndType);
            if (method != null) targets.add(method);
            else up.addAll(type.above);
        }
        Set<String> below = new HashSet<>();
        Deque<String> down = new ArrayDeque<>(List.of(owner));
        while (!down.isEmpty()) {
            for (String name : subtypes.getOrDefault(down.poll(), List.of())) {
                if (!below.add(name)) continue;
                down.add(name);
                Method method = types.get(name).methods.get(nameAndType);
                if (method != null) targets.add(method);
            }
        }
        return targets;
    }

    private boolean isApi(Type type) {
        return isOpen(type.access) && exported.contains(packageOf(type.name));
    }

    private static boolean isOpen(int access) {
        return (access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0;
    }

    private static String packageOf(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    private static final class Field {
        final String owner;
        final String name;
        final String descriptor;

        Field(String owner, String name, String descriptor) {
            this.owner = owner;
            this.name = name;
            this.descriptor = descriptor;
        }
    }

    private final class Type extends ClassVisitor {
        String name;
        int access;
        int version;
        private boolean initialised;
        final List<String> above = new ArrayList<>();
        final Map<String, Field> fields = new HashMap<>();
        final Map<String, Method> methods = new HashMap<>();

        Type() {
            super(Opcodes.ASM9);
        }

        /** True the first time only. */
        boolean initialised() {
            boolean first = !initialised;
            initialised = true;
            return first;
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] interfaces) {
            this.version = version;
            this.name = name;
            this.access = access;
            if (superName != null) above.add(superName);
            above.addAll(List.of(interfaces));
        }

        @Override
        public ModuleVisitor visitModule(String name, int access, String version) {
            return new ModuleVisitor(Opcodes.ASM9) {
                @Override
                public void visitExport(String packaze, int access, String... modules) {
                    if (modules == null || modules.length == 0) exported.add(packaze);
                }
            };
        }

        @Override
        public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
            if ((access & Opcodes.ACC_STATIC) != 0 && value == null) fields.put(name, new Field(this.name, name, descriptor));
            return null;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
            Method method = new Method(this.name, access, name, descriptor);
            methods.put(name + descriptor, method);
            return method;
        }
    }

    private static final class Method extends MethodVisitor {
        final String owner;
        final int access;
        final String name;
        final String descriptor;
        final Set<String> calls = new HashSet<>();
        final Set<String> written = new HashSet<>();
        final Set<String> read = new HashSet<>();
        boolean mutates;
        boolean storesInArrays;
        /** Whether it can change its object: it writes a field, or calls something. */
        boolean changes;

        Method(String owner, int access, String name, String descriptor) {
            super(Opcodes.ASM9);
            this.owner = owner;
            this.access = access;
            this.name = name;
            this.descriptor = descriptor;
            changes = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.PUTSTATIC) written.add(owner + "#" + name);
            if (opcode == Opcodes.GETSTATIC) read.add(owner + "#" + name);
            changes |= opcode == Opcodes.PUTFIELD;
        }

        @Override
        public void visitInsn(int opcode) {
            storesInArrays |= opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            calls.add(owner + "#" + name + descriptor);
            mutates |= MUTATOR.matcher(name).matches();
            storesInArrays |= name.equals("arraycopy") || name.equals("fill");
            changes = true;
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle handle) calls.add(handle.getOwner() + "#" + handle.getName() + handle.getDesc());
            }
        }
    }

    /** Prints what a JDK keeps. */
    public static void main(String[] homes) throws IOException {
        for (String home : homes) {
            JdkScan scan = of(Path.of(home));
            scan.fields.forEach((field, why) -> System.out.println(field + " " + why));
            scan.setters.forEach(setter -> System.out.println(setter + "()"));
        }
    }
}
