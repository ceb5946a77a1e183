package dev.testls.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A boolean expression over words: pytest's {@code -k} ({@code adds and not (slow or net)}) and JUnit's tag expressions
 * ({@code fast & !(net | db)}), which differ only in how they write the operators. {@code not} binds tightest, then
 * {@code and}.
 */
public final class WordExpression {
    private static final Map<String, String> NAMES = Map.of("and", "&", "or", "|", "not", "!");
    private static final Map<String, String> NONE = Map.of();

    private final List<String> tokens;
    private final String text;
    private int next;

    private WordExpression(String text, List<String> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    /** Whether a test's name fits a {@code -k} expression: each word is sought in the name, letter case aside. */
    public static Predicate<String> names(String expression) {
        Predicate<Predicate<String>> parsed = parse(expression, NAMES);
        return name -> {
            String lower = name.toLowerCase(Locale.ROOT);
            return parsed.test(word -> lower.contains(word.toLowerCase(Locale.ROOT)));
        };
    }

    /** Whether a test's tags fit a JUnit tag expression; {@code any()} and {@code none()} as JUnit has them. */
    public static Predicate<Set<String>> tags(String expression) {
        Predicate<Predicate<String>> parsed = parse(expression, NONE);
        return tags -> parsed.test(word -> switch (word) {
            case "any()" -> !tags.isEmpty();
            case "none()" -> tags.isEmpty();
            default -> tags.contains(word);
        });
    }

    private static Predicate<Predicate<String>> parse(String text, Map<String, String> operatorWords) {
        WordExpression parser = new WordExpression(text, tokens(text, operatorWords));
        Predicate<Predicate<String>> result = parser.or();
        if (parser.next < parser.tokens.size()) throw parser.unexpected();
        return result;
    }

    private Predicate<Predicate<String>> or() {
        Predicate<Predicate<String>> left = and();
        while (accept("|")) left = left.or(and());
        return left;
    }

    private Predicate<Predicate<String>> and() {
        Predicate<Predicate<String>> left = not();
        while (accept("&")) left = left.and(not());
        return left;
    }

    private Predicate<Predicate<String>> not() {
        if (accept("!")) return not().negate();
        if (accept("(")) {
            Predicate<Predicate<String>> inner = or();
            if (!accept(")")) throw unexpected();
            return inner;
        }
        if (next >= tokens.size() || "&|!()".contains(tokens.get(next))) throw unexpected();
        String word = tokens.get(next++);
        return matches -> matches.test(word);
    }

    private boolean accept(String token) {
        if (next >= tokens.size() || !tokens.get(next).equals(token)) return false;
        next++;
        return true;
    }

    private BadExpression unexpected() {
        String where = next < tokens.size() ? "'" + tokens.get(next) + "' is not expected there" : "it ends too early";
        return new BadExpression("Cannot read the expression '" + text + "': " + where + ".");
    }

    private static List<String> tokens(String text, Map<String, String> operatorWords) {
        List<String> tokens = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean call = c == '(' && (word.toString().equals("any") || word.toString().equals("none")) && text.startsWith("()", i);
            if (call) {
                word.append("()");
                i++;
            } else if (Character.isWhitespace(c) || "&|!()".indexOf(c) >= 0) {
                if (word.length() > 0) tokens.add(operatorWords.getOrDefault(word.toString(), word.toString()));
                word.setLength(0);
                if (!Character.isWhitespace(c)) tokens.add(String.valueOf(c));
            } else {
                word.append(c);
            }
        }
        return tokens;
    }
}
