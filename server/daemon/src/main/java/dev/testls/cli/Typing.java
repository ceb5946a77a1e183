package dev.testls.cli;

import java.util.Optional;

/** Makes commands and answers of what is typed. For one thread. */
final class Typing {
    private static final char ESCAPE = '\u001b';
    private static final char BACKSPACE = '\b';
    private static final char DELETE = '\u007f';
    private static final char ERASE_LINE = '\u0015';

    private final Call.Input input;
    private final Commands commands;
    private Optional<Question> question = Optional.empty();
    private String answer = "";

    Typing(Call.Input input, Commands commands) {
        this.input = input;
        this.commands = commands;
    }

    void typed(String text) {
        if (input == Call.Input.LINES) {
            text.lines().forEach(this::line);
        } else {
            keys(text);
        }
    }

    private void keys(String text) {
        // A key that is no character comes as a sequence, at once; Escape itself comes alone.
        if (text.length() > 1 && text.charAt(0) == ESCAPE) return;
        text.codePoints().forEach(this::key);
    }

    private void key(int c) {
        if (question.isEmpty()) {
            press(c == '\r' ? '\n' : c);
        } else if (c == '\n' || c == '\r') {
            accept();
        } else if (c == ESCAPE) {
            question = Optional.empty();
            commands.left();
        } else {
            if (c == BACKSPACE || c == DELETE) {
                answer = answer.isEmpty() ? "" : answer.substring(0, answer.offsetByCodePoints(answer.length(), -1));
            } else if (c == ERASE_LINE) {
                answer = "";
            } else if (!Character.isISOControl(c)) {
                answer += Character.toString(c);
            }
            commands.asks(question.get(), answer);
        }
    }

    private void line(String line) {
        if (question.isPresent()) {
            answer = line.strip();
            accept();
        } else {
            press(line.isBlank() ? '\n' : line.strip().codePointAt(0));
        }
    }

    private void press(int c) {
        question = c == 'p' ? Optional.of(Question.PATH) : c == 't' ? Optional.of(Question.NAME) : Optional.empty();
        answer = "";
        question.ifPresentOrElse(it -> commands.asks(it, ""), () -> commands.pressed(c));
    }

    private void accept() {
        Question asked = question.orElseThrow();
        question = Optional.empty();
        commands.answered(asked, answer.strip());
    }

    /** A closed set. */
    enum Question {
        PATH("class, file, folder or module (nothing: all): "), NAME("name (nothing: all): ");

        final String text;

        Question(String text) {
            this.text = text;
        }
    }

    /** What was meant. */
    interface Commands {
        /** A key that asks nothing; {@code '\n'} is Enter. */
        void pressed(int key);

        /** The question stands, with what was typed so far. */
        void asks(Question question, String answer);

        void answered(Question question, String answer);

        /** The question was left without an answer. */
        void left();
    }
}
