package dev.testls.rpc;

import dev.testls.base.Cancel;
import java.util.concurrent.CountDownLatch;

/** Command lines with states to wait for. Public, because processes of other tests run them, too. */
public final class FakeCommands implements Commands {
    /** Counted down when a {@code hang} was cancelled. */
    final CountDownLatch cancelled = new CountDownLatch(1);
    /** To be counted down when an {@code afterwards} was answered; what it has done afterwards waits for it. */
    final CountDownLatch answered = new CountDownLatch(1);
    final CountDownLatch afterwards = new CountDownLatch(1);

    @Override
    public int execute(Cancel cancel, ExecRequest request, ExecConsole output) {
        String command = request.arguments().get(0);
        switch (command) {
            case "greet" -> {
                output.out("hello " + request.arguments().get(1) + "\n");
                output.err("and good day\n");
                return 0;
            }
            case "fail" -> {
                output.out("1 failed\n");
                return 1;
            }
            case "hang" -> {
                output.out("running\n");
                awaitWish(cancel);
                cancelled.countDown();
                output.err("interrupted\n");
                return 130;
            }
            case "listen" -> {
                listenUntilQ(output);
                return 0;
            }
            case "flood" -> {
                String line = "x".repeat(1000) + "\n";
                while (!cancel.requested()) output.out(line);
                cancelled.countDown();
                return 130;
            }
            case "afterwards" -> {
                output.afterwards(() -> {
                    try {
                        answered.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    afterwards.countDown();
                });
                if (request.arguments().size() > 1) throw new IllegalStateException("broken on purpose");
                return 0;
            }
            case "unread" -> {
                output.afterwards(afterwards::countDown);
                output.out("x".repeat(8 << 20));
                return 0;
            }
            case "long" -> {
                // No multiple of any buffer, and characters of two, three and four bytes.
                output.out("é€😀".repeat(40_001));
                return 0;
            }
            default -> throw new IllegalStateException("broken on purpose");
        }
    }

    private static void listenUntilQ(ExecConsole console) {
        CountDownLatch done = new CountDownLatch(1);
        console.listen(new ExecInput() {
            @Override
            public void typed(String text) {
                if (text.equals("q")) {
                    done.countDown();
                } else {
                    console.out("typed " + text + "\n");
                }
            }

            @Override
            public void resized(int columns) {
                console.out(columns + " columns\n");
            }
        });
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when stopping was asked for. */
    public static void awaitWish(Cancel cancel) {
        CountDownLatch wish = new CountDownLatch(1);
        try (Cancel.Registration registration = cancel.onRequest(wish::countDown)) {
            wish.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
