package dev.testls.app;

import dev.testls.base.Cancel;
import dev.testls.cli.Call;
import dev.testls.cli.CommandLine;
import dev.testls.cli.Console;
import dev.testls.cli.Unattended;
import dev.testls.engine.FakeLive;
import dev.testls.engine.Live;
import dev.testls.rpc.FakeCommands;
import dev.testls.rpc.StopWhen;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The real daemon's process with command lines made for tests. */
final class TestDaemon {
    private TestDaemon() {}

    public static void main(String[] arguments) {
        System.exit(Daemon.run(arguments, System.getenv(), System.in, System.out, new Workspace.Opener() {
            @Override
            public Workspace open(Workspace.Surroundings surroundings) {
                return workspace(surroundings);
            }

            @Override
            public Optional<Unattended.Answer> answer(Call call, Path root) {
                boolean known = call.arguments().stream().anyMatch(it -> it.equals("help") || it.equals("run") || it.equals("watch"));
                return known ? Workspace.Opener.super.answer(call, root) : Optional.empty();
            }
        }));
    }

    private static Workspace workspace(Workspace.Surroundings surroundings) {
        return new Workspace() {
            @Override
            public CommandLine commandLine() {
                return new Commands(surroundings);
            }

            @Override
            public Live live() {
                return new FakeLive("");
            }

            @Override
            public void close() {}
        };
    }

    private record Commands(Workspace.Surroundings surroundings) implements CommandLine {
        @Override
        public int execute(Cancel cancel, Call call, Console console) {
            List<String> arguments = call.arguments();
            switch (arguments.get(0)) {
                case "pid" -> console.out(ProcessHandle.current().pid() + "\n");
                case "echo" -> {
                    console.out(String.join("|", arguments) + "\n" + call.workingDirectory() + "\n"
                            + call.environment().get("TEST_VARIABLE") + "\n" + call.terminal() + call.color() + "\n");
                    console.err("to err\n");
                    return 7;
                }
                case "root" -> console.out(surroundings.root() + "\n");
                case "hang" -> {
                    console.out("running\n");
                    FakeCommands.awaitWish(cancel);
                    console.out("interrupted\n");
                    return 130;
                }
                case "forever" -> {
                    Cancel end = new Cancel();
                    console.giveWay(end::request);
                    console.listen(new Console.Typed() {
                        @Override
                        public void typed(String text) {
                            console.out("typed " + text);
                        }

                        @Override
                        public void resized(int columns) {}
                    });
                    console.out("running in " + ProcessHandle.current().pid() + "\n");
                    try (Cancel.Registration ending = cancel.onRequest(end::request)) {
                        FakeCommands.awaitWish(end);
                    }
                    return 130;
                }
                case "deaf" -> {
                    console.out("running\n");
                    FakeCommands.awaitWish(cancel);
                    console.out("never mind\n");
                    FakeCommands.awaitWish(Cancel.never());
                }
                case "flood" -> {
                    while (!cancel.requested()) console.out("line\n");
                    return 130;
                }
                case "stop" -> surroundings.stop().accept(StopWhen.IDLE);
                default -> throw new IllegalArgumentException(arguments.get(0));
            }
            return 0;
        }
    }
}
