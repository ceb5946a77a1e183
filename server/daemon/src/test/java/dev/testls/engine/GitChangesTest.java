package dev.testls.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.testls.base.Cancel;
import dev.testls.pool.ChildProcess;
import dev.testls.select.BadExpression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitChangesTest {
    @TempDir
    private Path directory;

    /** The user's settings of git are none of the test's business. */
    private final Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "GIT_CONFIG_NOSYSTEM", "1", "HOME", "/nowhere",
            "GIT_AUTHOR_NAME", "a", "GIT_AUTHOR_EMAIL", "a@b", "GIT_COMMITTER_NAME", "a", "GIT_COMMITTER_EMAIL", "a@b");

    @Test
    void changedNewRenamedAndDeletedFilesButNoIgnoredOnes() throws IOException {
        git("init", "-q", ".");
        for (String name : List.of("same", "edited", "gone", "old name", "größe")) write(name, name);
        write(".gitignore", "ignored\n");
        git("add", "-A");
        git("commit", "-q", "-m", "first");
        write("edited", "other");
        write("größe", "other");
        write("new", "x");
        write("ignored", "x");
        Files.delete(directory.resolve("gone"));
        Files.move(directory.resolve("old name"), directory.resolve("new name"));
        assertThat(since("HEAD")).containsExactlyInAnyOrder("edited", "größe", "gone", "new", "old name", "new name");
        git("add", "-A");
        git("commit", "-q", "-m", "second");
        assertThat(since("HEAD")).isEmpty();
        assertThat(since("HEAD~1")).containsExactlyInAnyOrder("edited", "größe", "gone", "new", "old name", "new name");
    }

    @Test
    void whereGitCannotTellItIsSaidWhy() throws IOException {
        assertThatThrownBy(() -> since("HEAD")).isInstanceOf(BadExpression.class).hasMessageContaining("is in no git repository");
        git("init", "-q", ".");
        assertThatThrownBy(() -> since("nope")).isInstanceOf(BadExpression.class).hasMessageContaining("git knows no such revision");
        assertThatThrownBy(() -> since("--output=x")).isInstanceOf(BadExpression.class).hasMessageContaining("git knows no such revision");
    }

    private List<String> since(String revision) {
        return GitChanges.since(Cancel.never(), directory, environment, revision).stream().map(it -> directory.relativize(it).toString()).toList();
    }

    private void git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        List<String> said = new ArrayList<>();
        assertThat(ChildProcess.run(Cancel.never(), command, directory, environment, said::add)).as(said.toString()).isZero();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
