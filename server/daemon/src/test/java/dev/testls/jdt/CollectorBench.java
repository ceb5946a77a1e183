package dev.testls.jdt;

import dev.testls.base.Cancel;
import dev.testls.model.ModuleId;
import dev.testls.model.SourceFile.Scope;
import dev.testls.model.SourceSnapshot;
import dev.testls.model.TestClass;
import dev.testls.project.Module;
import dev.testls.project.Project;
import dev.testls.project.TestExecution.Provider;
import dev.testls.watch.SourceScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How long collecting a real module takes, in a JVM that has just started and in a warm one.
 *
 * <p>Arguments: the module's directory, a file with its test class path, how many times, the provider, and anything at
 * all to have the tree printed. To be started by hand.
 */
final class CollectorBench {
    private CollectorBench() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]).toAbsolutePath();
        String classpath = Files.readString(Path.of(arguments[1])).strip();
        int times = Integer.parseInt(arguments[2]);
        Provider provider = arguments.length > 3 ? Provider.valueOf(arguments[3]) : Provider.JUNIT_PLATFORM;
        Module module = Projects.module("bench", directory, Projects.libraries(classpath), provider, Map.of());
        Project project = Projects.of(directory, module);
        ModuleId id = module.id();
        SourceSnapshot snapshot = new SourceScanner(Clock.systemUTC()).scan(List.of(
                new SourceScanner.Root(id, Scope.MAIN, directory.resolve("src/main/java")),
                new SourceScanner.Root(id, Scope.TEST, directory.resolve("src/test/java"))), Map.of());

        Path index = Files.createTempDirectory("bench").resolve("index");
        long start = System.nanoTime();
        Collector collector = new Collector(index);
        Collected cold = collector.collect(Cancel.never(), project, snapshot);
        report("first, nothing known", start, cold);
        List<Long> unchanged = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            start = System.nanoTime();
            collector.collect(Cancel.never(), project, snapshot);
            unchanged.add(System.nanoTime() - start);
        }
        System.out.printf("%-28s %6.1f ms%n", "unchanged, median", median(unchanged));
        List<Long> indexed = new ArrayList<>();
        List<Long> warm = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            start = System.nanoTime();
            new Collector(index).collect(Cancel.never(), project, snapshot);
            indexed.add(System.nanoTime() - start);
            Files.delete(index);
            start = System.nanoTime();
            new Collector(index).collect(Cancel.never(), project, snapshot);
            warm.add(System.nanoTime() - start);
        }
        System.out.printf("%-28s %6.1f ms (first %.1f)%n", "from the index, median", median(indexed),
                indexed.get(0) / 1e6);
        System.out.printf("%-28s %6.1f ms%n", "all parsed, warm, median", median(warm.subList(times / 2, times)));
        System.out.println(cold.tree().all().collect(Collectors.groupingBy(TestClass::framework, Collectors.counting()))
                + " "
                + cold.tree().all().collect(Collectors.groupingBy(TestClass::certainty, Collectors.counting())) + " "
                + Files.size(index) / 1024 + " KiB of index; notices " + cold.notices());
        if (arguments.length > 4) System.out.print(TreePrinter.print(cold.tree()));
    }

    private static void report(String what, long start, Collected collected) {
        System.out.printf("%-28s %6.1f ms, %d files parsed, %d classes, %d tests%n", what,
                (System.nanoTime() - start) / 1e6,
                collected.parsedFiles(), collected.tree().all().count(), collected.tree().testCount());
    }

    private static double median(List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        sorted.sort(null);
        return sorted.get(sorted.size() / 2) / 1e6;
    }
}
