package dev.testls.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class JavacAnswerPropertyTest {
    @Property(tries = 200)
    void noAnswerOfAnyFormIsMoreThanAnError(@ForAll byte[] frame) {
        try {
            JavacWorkers.result(frame);
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }
}
