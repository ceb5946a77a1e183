package dev.testls.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.ModuleId;
import dev.testls.model.TestClass;
import dev.testls.pool.TestBatch;
import dev.testls.pool.WorkerSpec;
import dev.testls.run.Plan.PlannedClass;
import dev.testls.run.RunSettings.Order;
import dev.testls.run.Work.Batch;
import dev.testls.select.Classes;
import dev.testls.select.Why;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    private static List<String> order(Order order) {
        Work work = new Work(List.of(planned("g:two", "a.Far", 100, 3), planned("g:one", "a.Near", 300, 1), planned("g:two", "a.Long", 900, 1),
                planned("g:one", "a.Red", 200, 5)), Isolation.AUTO, order, 1);
        List<String> names = new ArrayList<>();
        for (Optional<Batch> it = work.next(Optional.empty(), false); it.isPresent(); it = work.next(Optional.empty(), false)) {
            it.get().classes().forEach(each -> names.add(each.name()));
        }
        return names;
    }

    private static PlannedClass planned(String module, String name, long millis, int steps) {
        WorkerSpec spec = new WorkerSpec(Path.of("java"), List.of(), List.of(), List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>(),
                Path.of("/"), true);
        // One class a batch, so that the order shows.
        Job job = new Job(new ModuleId("g:all"), "default-test", spec, TestBatch.Provider.JUNIT_PLATFORM, "", "", List.of(), List.of(), Map.of(), false, 0);
        TestClass testClass = Classes.of(module + " " + name + ": one()\n").get(0);
        return new PlannedClass(job, testClass, List.of(), List.of(), 1, Duration.ofMillis(millis), false, name.equals("a.Red"), Optional.empty(), new Why.Uses("a.Foo", steps));
    }
}
