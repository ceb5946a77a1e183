package dev.testls.report;

import dev.testls.base.Ticker;
import java.time.Duration;
import java.util.List;

/**
 * The few lines at the bottom of a terminal that are drawn again and again.
 *
 * <p>Law: every line fits into one row, so the number of rows to take back is known; nothing but cursor-up, erase-line
 * and colors is sent (erasing all below would make some terminals keep every state of the area in their history). Text
 * printed through {@link #above} scrolls away above the area as if there were none.
 */
final class LiveArea {
    /** Often enough to look alive, seldom enough to cost nothing over a slow connection. */
    static final Duration REDRAW_INTERVAL = Duration.ofMillis(100);

    private final Ticker ticker;
    private int columns;
    private int rows;
    /** Of each line that is drawn. */
    private List<Integer> widths = List.of();
    private long drawnAt;
    private boolean drawn;

    LiveArea(Ticker ticker, int columns) {
        this.ticker = ticker;
        this.columns = columns;
    }

    /** Whether enough time has gone by since the area was last drawn. */
    boolean due() {
        return !drawn || ticker.since(drawnAt).compareTo(REDRAW_INTERVAL) >= 0;
    }

    /** Takes the area away, prints {@code text} (whole lines) where it was, and draws the area anew below. */
    String above(String text, List<Line> lines) {
        return erase() + text + draw(lines);
    }

    /** Draws these lines in place of the last ones. */
    String redraw(List<Line> lines) {
        return erase() + draw(lines);
    }

    /** Takes the area away; the cursor is where its first line began. */
    String erase() {
        if (rows == 0) return "";
        String erased = "\r\u001b[2K" + "\u001b[1A\u001b[2K".repeat(rows - 1);
        rows = 0;
        return erased;
    }

    /** The terminal has another width: it has broken lines that no longer fit into several rows. */
    void resized(int now) {
        columns = Math.max(2, now);
        if (rows > 0) rows = widths.stream().mapToInt(width -> Math.max(1, (width + columns - 1) / columns)).sum();
    }

    private String draw(List<Line> lines) {
        drawn = true;
        drawnAt = ticker.nanos();
        rows = lines.size();
        widths = lines.stream().map(line -> Math.min(columns - 1, line.width())).toList();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) out.append('\n');
            out.append(lines.get(i).fit(columns - 1));
        }
        return out.toString();
    }

    /** Words with a style for each, so that a line can be cut by its width before it is painted. */
    record Line(List<Word> words, TerminalOptions.Color color) {
        private int width() {
            return words.stream().mapToInt(word -> DisplayWidth.of(word.text())).sum();
        }

        private String fit(int columns) {
            StringBuilder out = new StringBuilder();
            int left = columns;
            for (Word word : words) {
                int width = DisplayWidth.of(word.text());
                String fitting = width <= left ? word.text() : DisplayWidth.truncate(word.text(), left);
                out.append(word.style().paint(color, fitting));
                left -= width;
                if (left <= 0) break;
            }
            return out.toString();
        }
    }

    /** @param text printable, without line ends */
    record Word(String text, Style style) {}
}
