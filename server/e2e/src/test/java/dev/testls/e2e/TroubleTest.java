package dev.testls.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong around tests: every run that starts ends, once, and says what happened. */
class TroubleTest {
    @Test
    void aKilledWorkerFailsTheTestItRanAndNoOther() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop"); Meeting meeting = new Meeting()) {
            shop.write(Meeting.FILE, meeting.source());
            Path events = shop.beside("events.json");
            Tls run = shop.start("run", "GuestTest", "MoneyTest", "CatalogTest", "--isolation", "fresh",
                    "--json", events.toString());
            meeting.guest().worker().destroyForcibly();

            run.ended().exits(1).says("GuestTest");
            assertThat(Events.read(events).endings()).contains("shop.catalog.GuestTest#waits error",
                    "shop.catalog.MoneyTest#adds passed", "shop.catalog.CatalogTest#readsThePriceList passed");
        }
    }

    @Test
    void aTestThatDiesWithItsReusedWorkerIsTriedInAFreshOne() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop"); Meeting meeting = new Meeting()) {
            shop.write(Meeting.FILE, meeting.source());
            Tls run = shop.start("run", "GuestTest", "--isolation", "auto");
            meeting.guest().worker().destroyForcibly();
            meeting.guest().letGo();

            run.ended().exits(0);
        }
    }

    @Test
    void aKilledDaemonEndsTheCallAndItsWorkersAndIsHealedByTheNext() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop"); Meeting meeting = new Meeting()) {
            shop.write(Meeting.FILE, meeting.source());
            Tls run = shop.start("run", "GuestTest");
            Meeting.Guest guest = meeting.guest();
            guest.daemon().destroyForcibly();

            run.ended().exits(3).says("daemon");
            Meeting.awaitEnd(guest.worker());
            shop.run("MoneyTest").exits(0);
        }
    }

    @Test
    void ctrlCEndsWhatWasStarted() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop"); Meeting meeting = new Meeting()) {
            shop.write(Meeting.FILE, meeting.source());
            Tls run = shop.start("run", "GuestTest");
            Meeting.Guest guest = meeting.guest();
            run.interrupt();

            run.ended().exits(130);
            Meeting.awaitEnd(guest.worker());
            assertThat(guest.daemon().isAlive()).as("the daemon lives on").isTrue();
            shop.run("MoneyTest").exits(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"System.exit(0)", "Runtime.getRuntime().halt(17)"})
    void aTestThatEndsItsJvmFailsAndTheRestGoOn(String end) throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.write("catalog/src/test/java/shop/catalog/LastTest.java", """
                    package shop.catalog;

                    import org.junit.jupiter.api.Test;

                    class LastTest {
                        @Test
                        void endsIt() {
                            %s;
                        }
                    }
                    """.formatted(end));

            shop.run("LastTest", "MoneyTest", "CatalogTest").exits(1)
                    .told("shop.catalog.LastTest#endsIt error", "shop.catalog.MoneyTest#adds passed",
                            "shop.catalog.CatalogTest#readsThePriceList passed");
        }
    }

    @Test
    void aTestThatNeverEndsIsEnded() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.write("catalog/src/test/java/shop/catalog/EndlessTest.java", """
                    package shop.catalog;

                    import org.junit.jupiter.api.Test;

                    class EndlessTest {
                        @Test
                        void spins() {
                            while (true) Thread.onSpinWait();
                        }
                    }
                    """);

            shop.run("EndlessTest", "MoneyTest", "--test-timeout", "3s").exits(1).says("spins")
                    .told("shop.catalog.EndlessTest#spins error", "shop.catalog.MoneyTest#adds passed");
        }
    }

    @Test
    void corruptStateIsRebuiltAndSaidOnce() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.run().exits(0);
            shop.tls("stop").exits(0);
            List<Path> corrupted = corrupt(shop.home());
            assertThat(corrupted).isNotEmpty();

            Workspace.Run rebuilt = shop.run().exits(0);
            assertThat(rebuilt.events().finished().path("tests").asInt()).isEqualTo(48);
            assertThat(rebuilt.process().err()).isNotEmpty();

            shop.tls("stop").exits(0);
            assertThat(shop.run().exits(0).process().err()).doesNotContain("corrupt").doesNotContain("rebuil");
        }
    }

    @Test
    void whatTestsShowedOutlivesADaemonThatIsEndedAtOnce() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            shop.run("--isolation", "auto").exits(0);
            shop.tls("stop").exits(0);
            shop.write("catalog/src/test/resources/unread.txt", "no test reads it");

            shop.run("--affected").exits(0).says("no test is affected");
        }
    }

    /** Overwrites the files that hold what was learned: index, history, model. Not locks, logs and classes. */
    private static List<Path> corrupt(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> learned = files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches("(index|history|model).*")).toList();
            for (Path file : learned) Files.writeString(file, "this is no file of tls\n".repeat(400));
            return learned;
        }
    }

    @Test
    void aStateDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop")) {
            // Not by permissions, which do not bind root: no directory can be made below a file.
            Path file = Files.writeString(shop.beside("file"), "");
            String home = file.resolve("s").toString();

            shop.startWith(Map.of("TLS_HOME", home), "run", "MoneyTest").ended().exits(3).says(home);
        }
    }

    @Test
    void twoFirstCallsStartOneDaemon() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop"); Meeting meeting = new Meeting()) {
            shop.write(Meeting.FILE, meeting.source());
            Tls one = shop.start("run", "GuestTest");
            Tls other = shop.start("run", "GuestTest");

            // The runs may go on side by side or one after the other.
            Meeting.Guest first = meeting.guest();
            first.letGo();
            Meeting.Guest second = meeting.guest();
            second.letGo();

            assertThat(first.daemon().pid()).isEqualTo(second.daemon().pid());
            one.ended().exits(0);
            other.ended().exits(0);
        }
    }

    @Test
    void stoppingLeavesNothingBehind() throws IOException {
        try (Workspace shop = Workspace.of("examples/shop"); Meeting meeting = new Meeting()) {
            shop.write(Meeting.FILE, meeting.source());
            Tls run = shop.start("run", "GuestTest");
            Meeting.Guest guest = meeting.guest();
            List<ProcessHandle> started = guest.daemon().descendants().toList();
            guest.letGo();
            run.ended().exits(0);

            shop.tls("stop").exits(0);
            Meeting.awaitEnd(guest.daemon());
            started.forEach(Meeting::awaitEnd);
        }
    }
}
