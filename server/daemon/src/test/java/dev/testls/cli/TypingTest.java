package dev.testls.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypingTest {
    @Test
    void keysAreCommandsUntilOneAsks() {
        check(Call.Input.KEYS, "press a, press Enter, ask PATH '', ask PATH 'x', ask PATH 'xä', ask PATH 'x', answer PATH 'x', press q",
                "a", "\r", "p", "xä", "\u007f", "\n", "q");
    }

    @Test
    void escapeLeavesAndOtherSequencesAreNothing() {
        check(Call.Input.KEYS, "ask NAME '', ask NAME 'a', ask NAME '', left, press w", "t", "\u001b[A", "a", "\u0015", "\u001b", "\u001b[15~", "w");
    }

    @Test
    void whereWholeLinesAreTypedTheFirstLetterCounts() {
        check(Call.Input.LINES, "press a, press Enter, ask PATH '', answer PATH 'Foo*', ask NAME '', answer NAME ''", "a\n", "\n", "p\n", "Foo*\n", "t\n", "\n");
    }

    private static void check(Call.Input input, String expected, String... typed) {
        StringBuilder heard = new StringBuilder();
        Typing typing = new Typing(input, new Typing.Commands() {
            @Override
            public void pressed(int key) {
                note("press " + (key == '\n' ? "Enter" : Character.toString(key)));
            }

            @Override
            public void asks(Typing.Question question, String answer) {
                note("ask " + question + " '" + answer + "'");
            }

            @Override
            public void answered(Typing.Question question, String answer) {
                note("answer " + question + " '" + answer + "'");
            }

            @Override
            public void left() {
                note("left");
            }

            private void note(String what) {
                heard.append(heard.isEmpty() ? "" : ", ").append(what);
            }
        });
        for (String it : typed) typing.typed(it);
        assertThat(heard.toString()).isEqualTo(expected);
    }
}
