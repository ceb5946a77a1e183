package dev.testls.worker.launcher;

import dev.testls.worker.Text;
import java.util.List;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;

/** Hears what engines complain of while they discover. Not to be loaded before JUnit Platform 1.13. */
final class IssueListener implements LauncherDiscoveryListener {
    private final List<String> problems;

    private IssueListener(List<String> problems) {
        this.problems = problems;
    }

    static void addTo(LauncherDiscoveryRequestBuilder builder, List<String> problems) {
        builder.listeners(new IssueListener(problems));
    }

    @Override
    public void issueEncountered(UniqueId engine, DiscoveryIssue issue) {
        if (issue.severity() == DiscoveryIssue.Severity.INFO) return;
        problems.add(Text.clip(issue.message(), Text.MESSAGE));
    }
}
