package dev.testls.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import dev.testls.pool.Freshness;
import dev.testls.pool.WorkerSpec;
import dev.testls.pool.Workers;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each way to get a worker, and whose class files it has then. */
class CertainWorkersTest {
    private static final Path BY_ECJ = Path.of("/out/classes");
    private static final Path BY_JAVAC = Path.of("/out/by-javac/classes");

    private final List<String> asked = new ArrayList<>();
    private final List<Duration> quietly = new ArrayList<>();
    private boolean refuses;
    private long now;
    private final Workers workers = new CertainWorkers(recorder(), new CertainWorkers.Classes() {
        @Override
        public WorkerSpec of(WorkerSpec spec) {
            return spec.withProjectEntries(it -> BY_JAVAC);
        }

        @Override
        public WorkerSpec upToDate(Cancel cancel, WorkerSpec spec) throws IOException {
            if (refuses) throw new IOException("it does not compile");
            asked.add("up to date");
            now += 1_000_000;
            return of(spec);
        }
    }, () -> now, quietly::add);

    private Workers recorder() {
        return (Workers) Proxy.newProxyInstance(Workers.class.getClassLoader(), new Class<?>[] {Workers.class}, (proxy, method, arguments) -> {
            StringBuilder text = new StringBuilder(method.getName());
            for (Object each : arguments == null ? new Object[0] : arguments) {
                if (each instanceof WorkerSpec spec) text.append(' ').append(who(spec));
                if (each instanceof List<?> specs) specs.forEach(spec -> text.append(' ').append(who((WorkerSpec) spec)));
                if (each instanceof Freshness) text.append(' ').append(each);
            }
            asked.add(text.toString());
            return method.getName().equals("forOneRun") ? proxy : null;
        });
    }

    private static String who(WorkerSpec spec) {
        assertThat(spec.classpath()).isEqualTo(spec.projectEntries());
        return spec.classpath().equals(List.of(BY_JAVAC)) ? "javac" : "ECJ";
    }

    private static WorkerSpec spec() {
        return new WorkerSpec(Path.of("java"), List.of(), List.of(BY_ECJ), List.of(BY_ECJ), List.of(), List.of(), new TreeMap<>(), new TreeMap<>(), Path.of("."), true);
    }

    @Test
    void freshOnesHaveJavacsAndAllOthersEcjs() throws IOException {
        Cancel never = Cancel.never();
        Workers run = workers.forOneRun();
        run.lease(never, spec(), Freshness.FRESH);
        run.lease(never, spec(), Freshness.WARM);
        run.leaseBeside(never, spec());
        run.leaseToConfirm(never, spec());
        run.leaseAlone(never, spec());
        run.debug(never, spec(), port -> {});
        workers.leaseQuietly(never, spec());
        workers.prepare(spec(), Freshness.FRESH, 1);
        workers.prepare(spec(), Freshness.WARM, 1);
        workers.discardReused(spec(), "why");
        workers.retireAllBut(List.of(spec()));
        assertThat(asked).containsExactly("forOneRun", "up to date", "lease javac FRESH", "lease ECJ WARM", "leaseBeside ECJ", "up to date", "leaseToConfirm javac",
                "up to date", "leaseAlone javac", "debug ECJ", "up to date", "leaseQuietly javac", "prepare javac FRESH", "prepare ECJ WARM", "discardReused ECJ",
                "retireAllBut ECJ javac");
        assertThat(quietly).as("what a confirmation used of its budget").containsExactly(Duration.ofMillis(1));
    }

    @Test
    void countsAreHeldAgainstEcjs() throws IOException {
        workers.lease(Cancel.never(), spec().covering("-javaagent:counts"), Freshness.FRESH);
        assertThat(asked).containsExactly("lease ECJ FRESH");
    }

    @Test
    void whatJavacRefusesHasNoJvm() {
        refuses = true;
        assertThatThrownBy(() -> workers.leaseToConfirm(Cancel.never(), spec())).isInstanceOf(IOException.class).hasMessage("it does not compile");
        assertThat(asked).isEmpty();
    }
}
