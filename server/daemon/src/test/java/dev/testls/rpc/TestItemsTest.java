package dev.testls.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;

class TestItemsTest {
    @Property(tries = 200)
    void aFileHasTheUriThatJavaGivesIt(@ForAll @NotEmpty @AlphaChars @Chars({' ', '%', '#', '?', '+', '&', '[', '~', ';', '"', '\\', '$'}) String name) {
        Path file = Path.of("/no/such", name + "Test.java");
        assertThat(TestItems.uri(file)).isEqualTo(file.toUri().toString());
    }

    @Example
    void charactersOfManyBytesAreEscapedByteByByte() {
        assertThat(TestItems.uri(Path.of("/w/Größe.java"))).isEqualTo("file:///w/Gr%C3%B6%C3%9Fe.java");
    }
}
