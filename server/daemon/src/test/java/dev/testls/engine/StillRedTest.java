package dev.testls.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.RunId;
import dev.testls.run.ExitCode;
import dev.testls.run.RunEvent;
import dev.testls.run.RunSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StillRedTest {
    private static final RunSummary PASSED = new RunSummary(new RunId("r"), RunSummary.End.COMPLETED, 1, 0, 0, 0, 0, List.of(), 0, Duration.ZERO, "");

    @Test
    void aRunBesideRedTestsNamesThemAndIsNoSuccess() {
        List<RunEvent> told = new ArrayList<>();
        StillRed red = new StillRed(List.of("g:app/a.FooTest#one()"), told::add);
        red.accept(new RunEvent.RunFinished(PASSED));
        assertThat(told).first().isEqualTo(new RunEvent.StillRed(List.of("g:app/a.FooTest#one()")));
        assertThat(((RunEvent.RunFinished) told.get(1)).summary().exitCode()).isEqualTo(ExitCode.TESTS_FAILED);
        assertThat(red.judged(PASSED).exitCode()).isEqualTo(ExitCode.TESTS_FAILED);
    }

    @Test
    void withoutAnyTheEndIsWhatItIs() {
        List<RunEvent> told = new ArrayList<>();
        StillRed red = new StillRed(List.of(), told::add);
        red.accept(new RunEvent.RunFinished(PASSED));
        assertThat(told).containsExactly(new RunEvent.RunFinished(PASSED));
        assertThat(red.judged(PASSED)).isEqualTo(PASSED);
    }
}
