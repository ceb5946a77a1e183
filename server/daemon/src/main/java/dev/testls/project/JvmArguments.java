package dev.testls.project;

import java.util.ArrayList;
import java.util.List;

/**
 * Surefire's reading of a command line: split at white space; quotes hold together, a backslash spares the next quote.
 */
final class JvmArguments {
    private JvmArguments() {}

    static List<String> split(String line) {
        List<String> arguments = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean spared = i > 0 && line.charAt(i - 1) == '\\';
            if ((c == '"' || c == '\'') && !spared && (quote == 0 || quote == c)) {
                quote = quote == 0 ? c : 0;
                begun = true;
            } else if (Character.isWhitespace(c) && quote == 0) {
                if (begun) arguments.add(current.toString());
                current.setLength(0);
                begun = false;
            } else {
                current.append(c);
                begun = true;
            }
        }
        if (begun) arguments.add(current.toString());
        return arguments;
    }
}
