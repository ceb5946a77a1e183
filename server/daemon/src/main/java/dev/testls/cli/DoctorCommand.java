package dev.testls.cli;

import dev.testls.engine.RunRequest;
import dev.testls.engine.World;
import dev.testls.project.Module;
import dev.testls.run.ExitCode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code tls doctor}: what stands in the way, and what was learnt about this workspace. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Looks for what is wrong or slow in this workspace, and says what to do.")
final class DoctorCommand extends TlsCommand.Subcommand {
    private final List<String> lines = new ArrayList<>();
    private int problems;

    @Override
    public Integer call() {
        Host daemon = context.daemon();
        World world = daemon.engine().list(context.cancel(), RunRequest.everything(context.call().environment()), notices());
        good("the daemon runs on Java " + Runtime.version());
        if (Files.isWritable(daemon.stateDirectory())) {
            good("state is kept in " + daemon.stateDirectory());
        } else {
            bad("the state directory " + daemon.stateDirectory() + " cannot be written", "give yourself access to it, or set XDG_CACHE_HOME");
        }
        daemon.engine().history().trouble().ifPresent(it -> bad(it, ""));
        world.problem().ifPresent(it -> bad(it.message(), it.hint()));
        world.project().ifPresent(project -> {
            good(project.buildTool() + " told of " + project.modules().size() + " modules");
            project.warnings().forEach(this::note);
            project.unhonoured().forEach(it -> note(it.text()));
            for (Module module : project.modules()) {
                module.tests().stream().filter(it -> !Files.isExecutable(it.java()))
                        .forEach(it -> bad("module " + module.id().shortName() + " wants " + it.java() + ", which is missing", "install that JDK, or correct the build"));
            }
            good(world.tests().testCount() + " tests in " + world.tests().all().count() + " classes");
        });
        Map<String, String> fresh = daemon.engine().history().allNeedingFresh();
        fresh.forEach((name, why) -> note(name + " runs in fresh JVMs only: " + why));
        daemon.engine().history().allLibraryStates().forEach((field, what) -> note(field + " " + what));
        daemon.engine().workers().status().stream().filter(it -> !it.retired().isEmpty())
                .forEach(it -> note("worker " + it.name() + " was ended: " + it.retired()));
        lines.forEach(line -> context.console().out(line + "\n"));
        context.console().out(problems == 0 ? "nothing is wrong\n" : problems + (problems == 1 ? " problem\n" : " problems\n"));
        return (problems == 0 ? ExitCode.PASSED : world.project().isEmpty() ? ExitCode.BUILD_FAILED : ExitCode.TESTS_FAILED).value();
    }

    private void good(String text) {
        lines.add("ok    " + text);
    }

    private void note(String text) {
        lines.add("note  " + text);
    }

    private void bad(String text, String remedy) {
        problems++;
        lines.add("BAD   " + text + (remedy.isEmpty() ? "" : "\n      " + remedy));
    }
}
