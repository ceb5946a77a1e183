package dev.testls.model;

/** Where something stands in a source file: zero-based lines and UTF-16 columns, the end excluded, as in LSP. */
public record SourceRange(int startLine, int startColumn, int endLine, int endColumn) {
    public SourceRange {
        if (startLine < 0 || startColumn < 0 || endLine < startLine || endColumn < 0) {
            throw new IllegalArgumentException("not a range: " + startLine + ":" + startColumn + "-" + endLine + ":" + endColumn);
        }
    }

    public boolean containsLine(int line) {
        return startLine <= line && line <= endLine;
    }
}
