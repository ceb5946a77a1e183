package dev.testls.jdt;

import java.util.HashSet;
import java.util.Set;
import org.eclipse.jdt.internal.compiler.env.ICompilationUnit;
import org.eclipse.jdt.internal.compiler.lookup.LookupEnvironment;
import org.eclipse.jdt.internal.compiler.lookup.ModuleBinding;

/**
 * A source file's text, as it was read once for this build.
 *
 * @param hash of the very content that the text was decoded from
 */
record CompilerSource(String path, String hash, String text) implements ICompilationUnit {
    @Override
    public char[] getContents() {
        return text.toCharArray();
    }

    @Override
    public char[] getMainTypeName() {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        return name.substring(0, name.length() - ".java".length()).toCharArray();
    }

    /** Nothing: like javac, a file may stand in a directory that its package does not tell. */
    @Override
    public char[][] getPackageName() {
        return null;
    }

    @Override
    public ModuleBinding module(LookupEnvironment environment) {
        return environment.getModule(ModuleBinding.UNNAMED);
    }

    @Override
    public char[] getFileName() {
        return path.toCharArray();
    }

    /** All that could be a name in it, wherever it stands. */
    Set<String> words() {
        Set<String> words = new HashSet<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean inWord = i < text.length() && Character.isJavaIdentifierPart(text.charAt(i));
            if (inWord && start < 0) {
                start = i;
            } else if (!inWord && start >= 0) {
                words.add(text.substring(start, i));
                start = -1;
            }
        }
        return words;
    }

    /** The text of a line, counted from one. */
    String line(int number) {
        return text.lines().skip(Math.max(0, number - 1)).findFirst().orElse("");
    }
}
