package dev.testls.engine;

import dev.testls.pool.ModuleArguments;
import dev.testls.project.Jdk;
import dev.testls.project.Module;
import dev.testls.project.ModulePath;
import dev.testls.project.ModulePath.Also;
import dev.testls.project.TestExecution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Tests that Surefire runs on the module path: those of a module that has a descriptor, as long as the build does not forbid it. */
final class ModularTests {
    private static final int FIRST_WITH_MODULES = 9;
    private static final Version FIRST_WITH_TEST_DESCRIPTOR = Version.parse("3.0.0-M5");
    private static final Version FIRST_THAT_OPENS = Version.parse("3.0.0-M6");
    private static final Version FIRST_WITH_PROVIDERS = Version.parse("3.1.0");
    private static final Version FIRST_WITH_ALL_MODULES = Version.parse("3.2.0");
    /** What the provider uses of the JUnit Platform when that is a module. */
    private static final List<String> USED_BY_PROVIDER = List.of("util", "logging");

    private ModularTests() {}

    /**
     * The arguments of the JVM; empty where all is on the class path.
     *
     * @param classpath of the tests, their own output and that of the main classes among it
     * @param taken the classes that the run looks at, by name
     */
    static Optional<ModuleArguments> arguments(Module module, TestExecution execution, List<Path> classpath, Supplier<Predicate<String>> taken) {
        if (!execution.useModulePath() || execution.forks(1) == 0) return Optional.empty();
        Path tests = module.testResourceOutput();
        Path main = module.resourceOutput();
        // All but a few modules end here; what follows reads files.
        if (!ModulePath.isModule(main) && !ModulePath.isModule(tests)) return Optional.empty();
        int release = release(execution.java());
        if (release < FIRST_WITH_MODULES) return Optional.empty();
        Version surefire = version(execution.surefireVersion());
        Optional<ModuleDescriptor> ofMain = ModulePath.descriptor(main, release);
        Optional<ModuleDescriptor> ofTests = surefire.compareTo(FIRST_WITH_TEST_DESCRIPTOR) < 0 ? Optional.empty() : ModulePath.descriptor(tests, release);
        if (ofTests.isPresent()) {
            List<String> options = new ArrayList<>(List.of("--add-modules", "ALL-MODULE-PATH"));
            String name = ofTests.get().name();
            // The compiler takes the main classes into the tests' module.
            if (ofMain.isEmpty() || ofMain.get().name().equals(name)) options.addAll(List.of("--patch-module", name + "=" + main));
            USED_BY_PROVIDER.forEach(it -> options.addAll(List.of("--add-opens", "org.junit.platform.commons/org.junit.platform.commons." + it + "=ALL-UNNAMED")));
            return Optional.of(new ModuleArguments(classpath, options));
        }
        return ofMain.map(it -> patched(it, tests, classpath, release, surefire, packages(tests, taken.get())));
    }

    private static ModuleArguments patched(ModuleDescriptor main, Path tests, List<Path> classpath, int release, Version surefire, SortedSet<String> packages) {
        EnumSet<Also> also = surefire.compareTo(FIRST_WITH_PROVIDERS) < 0 ? EnumSet.noneOf(Also.class) : EnumSet.of(Also.PROVIDERS);
        String name = main.name();
        List<String> options = new ArrayList<>(List.of("--patch-module", name + "=" + tests));
        String open = surefire.compareTo(FIRST_THAT_OPENS) < 0 ? "--add-exports" : "--add-opens";
        packages.forEach(it -> options.addAll(List.of(open, name + "/" + it + "=ALL-UNNAMED")));
        options.addAll(List.of("--add-reads", name + "=ALL-UNNAMED"));
        options.addAll(List.of("--add-modules", surefire.compareTo(FIRST_WITH_ALL_MODULES) < 0 ? name : "ALL-MODULE-PATH"));
        return new ModuleArguments(ModulePath.of(main, classpath, release, also).modules(), options);
    }

    /** Those of the tests; the unnamed one cannot be opened. */
    private static SortedSet<String> packages(Path tests, Predicate<String> taken) {
        SortedSet<String> packages = new TreeSet<>();
        if (!Files.isDirectory(tests)) return packages;
        try (Stream<Path> files = Files.walk(tests)) {
            files.map(tests::relativize).map(Path::toString).filter(it -> it.endsWith(".class")).forEach(it -> {
                String name = it.substring(0, it.length() - ".class".length()).replace('/', '.').replace('\\', '.');
                int dot = name.lastIndexOf('.');
                if (dot > 0 && !packages.contains(name.substring(0, dot)) && taken.test(name)) packages.add(name.substring(0, dot));
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look at the test classes in " + tests, e);
        }
        return packages;
    }

    private static int release(Path java) {
        try {
            Path bin = java.toRealPath().getParent();
            return bin == null || bin.getParent() == null ? 0 : Jdk.version(bin.getParent());
        } catch (IOException e) {
            // Whoever starts it will say that it is missing.
            return 0;
        }
    }

    private static Version version(String text) {
        try {
            return Version.parse(text);
        } catch (IllegalArgumentException e) {
            return FIRST_WITH_ALL_MODULES;
        }
    }
}
