package dev.testls.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class MailboxTest {
    @Test
    void whoTellsMoreThanIsTakenWaits() throws Exception {
        Mailbox<String> mailbox = new Mailbox<>(10);
        mailbox.put("large", 100);
        FutureTask<Void> telling = new FutureTask<>(() -> {
            mailbox.put("small", 1);
            return null;
        });
        Thread teller = new Thread(telling);
        teller.start();
        while (teller.getState() != Thread.State.WAITING) Thread.onSpinWait();
        mailbox.putLast("the end");
        assertThat(mailbox.take()).isEqualTo("large");
        telling.get();
        assertThat(mailbox.take()).isEqualTo("the end");
        assertThat(mailbox.take()).isEqualTo("small");
        assertThat(mailbox.take(Duration.ZERO)).isEqualTo(Optional.empty());
    }
}
