package dev.testls.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.ModuleId;
import dev.testls.model.TestClass;
import dev.testls.pool.FakeWorkers;
import dev.testls.pool.TestBatch;
import dev.testls.pool.WorkerSpec;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RunSettings.Order;
import dev.testls.run.Work.Batch;
import dev.testls.run.Work.Role;
import dev.testls.select.Classes;
import dev.testls.select.Why;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** In which order classes begin. */
class OrderTest {
    @Test
    void theLongestFirstSoThatTheRunEndsSoonest() {
        assertThat(order(Order.LONGEST_FIRST)).containsExactly("a.Red", "a.Long", "a.Near", "a.Far");
    }

    @Test
    void theNearestFirstAndOfThoseTheQuickestSoThatTheFirstNewsComeSoonest() {
        assertThat(order(Order.NEAREST_FIRST)).containsExactly("a.Red", "a.Near", "a.Long", "a.Far");
    }

    @Test
    void aLaneBesideTakesFirstWhatItsJvmWillBeLostFor() {
        Work work = new Work(List.of(planned("g:one", "a.Works", 900, 1), planned("g:one", "a.Waits", 500, 1, Plan.Manner.WAITS),
                planned("g:one", "a.Leaves", 100, 1, Plan.Manner.LEAVES_THREADS)), settings(Order.LONGEST_FIRST), 1, Confirmed.nothing());
        assertThat(names(work, Role.BESIDE)).containsExactly("a.Leaves", "a.Waits");
        assertThat(names(work, Role.IN_ORDER)).containsExactly("a.Works");
    }

    @Test
    void oneLaneBeginsInTimeWhatTheRunWouldElseEndWith() {
        Work work = new Work(List.of(planned("g:one", "a.Quick", 100, 1), planned("g:one", "a.Slower", 400, 1), planned("g:one", "a.Slow", 450, 1),
                planned("g:one", "a.Longest", 900, 9)), settings(Order.NEAREST_FIRST), 2, Confirmed.nothing());
        assertThat(name(work, Role.IN_TIME)).isEqualTo("a.Quick");
        assertThat(name(work, Role.IN_TIME)).isEqualTo("a.Longest");
        assertThat(name(work, Role.IN_ORDER)).isEqualTo("a.Slower");
        assertThat(name(work, Role.IN_TIME)).isEqualTo("a.Slow");
        assertThat(work.next(Optional.empty(), Role.IN_TIME)).isEmpty();
    }

    @Test
    void oneLaneTakesAllThatShareContexts() {
        Work work = new Work(List.of(sharing("a.One: one()", Plan.Manner.WORKS), sharing("a.Two: one()", Plan.Manner.WAITS), sharing("a.Three: one()", Plan.Manner.LEAVES_THREADS)),
                settings(Order.LONGEST_FIRST), 2, Confirmed.nothing());
        assertThat(work.next(Optional.empty(), Role.IN_TIME).orElseThrow().classes()).extracting(PlannedClass::name).containsExactlyInAnyOrder("a.One", "a.Two", "a.Three");
        assertThat(work.next(Optional.empty(), Role.IN_ORDER)).isEmpty();
        assertThat(work.hasBeside()).isFalse();
    }

    @Test
    void aClassThatStandsAloneAmongThemWaitsForThatLane() {
        PlannedClass engines = sharing("a.Engines: ?", Plan.Manner.WORKS);
        Work work = new Work(List.of(sharing("a.One: one()", Plan.Manner.WORKS), engines, sharing("a.Two: one()", Plan.Manner.WORKS)), settings(Order.LONGEST_FIRST), 2, Confirmed.nothing());
        Batch first = work.next(Optional.empty(), Role.IN_ORDER).orElseThrow();
        assertThat(first.classes()).extracting(PlannedClass::name).containsExactly("a.One");
        assertThat(work.next(Optional.empty(), Role.IN_TIME)).isEmpty();
        assertThat(work.next(Optional.of(first.key()), Role.IN_ORDER).orElseThrow().classes()).containsExactly(engines);
        assertThat(work.next(Optional.of(first.key()), Role.IN_ORDER).orElseThrow().classes()).extracting(PlannedClass::name).containsExactly("a.Two");
        assertThat(work.next(Optional.of(first.key()), Role.IN_ORDER)).isEmpty();
    }

    private static PlannedClass sharing(String text, Plan.Manner manner) {
        WorkerSpec spec = FakeWorkers.spec("/");
        WorkerSpec sharing = new WorkerSpec(spec.java(), List.of(), List.of(Path.of("/lib/spring-test-7.0.5.jar")), List.of(), List.of(), List.of(), spec.systemProperties(),
                spec.environment(), spec.workingDirectory(), true);
        Job job = new Job(new ModuleId("g:all"), "default-test", sharing, TestBatch.Provider.JUNIT_PLATFORM, "", "", List.of(), List.of(), Map.of(), true, ClassOrder.ANY, 0);
        return new PlannedClass(job, Classes.of("g:all " + text + "\n").get(0), List.of(), List.of(), 1, Duration.ofMillis(900), manner, false, Optional.empty(),
                new Why.InBuild());
    }

    private static List<String> order(Order order) {
        Work work = new Work(List.of(planned("g:two", "a.Far", 100, 3), planned("g:one", "a.Near", 300, 1), planned("g:two", "a.Long", 900, 1),
                planned("g:one", "a.Red", 200, 5)), settings(order), 1, Confirmed.nothing());
        return names(work, Role.IN_ORDER);
    }

    private static RunSettings settings(Order order) {
        return new RunSettings(Isolation.AUTO, 1, OptionalInt.empty(), Optional.empty(), Optional.empty()).in(order);
    }

    private static List<String> names(Work work, Role role) {
        List<String> names = new ArrayList<>();
        for (Optional<Batch> it = work.next(Optional.empty(), role); it.isPresent(); it = work.next(Optional.empty(), role)) {
            it.get().classes().forEach(each -> names.add(each.name()));
        }
        return names;
    }

    private static String name(Work work, Role role) {
        return work.next(Optional.empty(), role).orElseThrow().classes().get(0).name();
    }

    private static PlannedClass planned(String module, String name, long millis, int steps) {
        return planned(module, name, millis, steps, Plan.Manner.WORKS);
    }

    private static PlannedClass planned(String module, String name, long millis, int steps, Plan.Manner manner) {
        WorkerSpec spec = FakeWorkers.spec("/");
        // One class a batch, so that the order shows.
        Job job = new Job(new ModuleId("g:all"), "default-test", spec, TestBatch.Provider.JUNIT_PLATFORM, "", "", List.of(), List.of(), Map.of(), false, ClassOrder.ANY, 0);
        TestClass testClass = Classes.of(module + " " + name + ": one()\n").get(0);
        return new PlannedClass(job, testClass, List.of(), List.of(), 1, Duration.ofMillis(millis), manner, name.equals("a.Red"), Optional.empty(), new Why.Uses("a.Foo", steps));
    }
}
