package dev.testls.report;

import dev.testls.base.Ticker;
import dev.testls.model.Excerpt;
import dev.testls.report.LiveArea.Line;
import dev.testls.report.LiveArea.Word;
import dev.testls.report.TerminalOptions.Color;
import dev.testls.report.TerminalOptions.Redraw;
import dev.testls.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A continuous run as people see it: its rounds, one below the other, and below them a line on how the workspace stands,
 * or what they are asked for. Not safe for threads.
 *
 * <p><b>Law:</b> while something is asked, nothing else moves; what came meanwhile shows afterwards, in order.
 */
public final class WatchScreen {
    private static final int DEFAULT_COLUMNS = 80;
    /** So much of what comes while something is asked is shown afterwards, in characters. */
    private static final int MOST_HELD = 1 << 20;

    private final Ticker ticker;
    private final SourceLookup sources;
    private final ReportSink terminal;
    private final List<Runnable> held = new ArrayList<>();
    private int heldCharacters;
    private long leftOut;
    private final ReportSink sink = new ReportSink() {
        @Override
        public void out(String text) {
            tell(text, terminal::out);
        }

        @Override
        public void err(String text) {
            tell(text, terminal::err);
        }

        private void tell(String text, Consumer<String> stream) {
            if (prompt.isEmpty()) {
                stream.accept(text);
            } else if (heldCharacters + text.length() > MOST_HELD) {
                leftOut += text.length();
            } else {
                heldCharacters += text.length();
                held.add(() -> stream.accept(text));
            }
        }
    };
    private final LiveArea foot;
    private TerminalOptions options;
    private Optional<TerminalReport> round = Optional.empty();
    private Optional<RunEvent.StatusChanged> status = Optional.empty();
    private String phase = "";
    private String only = "";
    private String hint = "";
    private Optional<String> prompt = Optional.empty();

    public WatchScreen(TerminalOptions options, Ticker ticker, SourceLookup sources, ReportSink terminal) {
        this.options = options;
        this.ticker = ticker;
        this.sources = sources;
        this.terminal = terminal;
        this.foot = new LiveArea(ticker, width());
    }

    /** What the line below says of keys; empty: nothing. */
    public void hint(String text) {
        hint = text;
    }

    /** What the rounds are narrowed to, for people; empty: nothing. */
    public void only(String text) {
        only = text;
        drawFoot();
    }

    /** Something slow goes on between rounds. */
    public void phase(String text) {
        phase = PrintableText.line(text);
        drawFoot();
    }

    public void notice(String text) {
        round.ifPresentOrElse(it -> it.accept(new RunEvent.Notice(text)), () -> {
            eraseFoot();
            sink.err("tls: " + PrintableText.line(text) + "\n");
            drawFoot();
        });
    }

    /** A round begins, of which {@code title} tells the cause. */
    public void roundBegins(String title) {
        eraseFoot();
        phase = "";
        sink.out("\n" + Style.BOLD.paint(options.color(), "▶ " + PrintableText.line(title)) + "\n");
        round = Optional.of(new TerminalReport(options, ticker, sources, sink));
    }

    /** An event of the round. */
    public void accept(RunEvent event) {
        round.ifPresent(it -> it.accept(event));
    }

    /** How the workspace stands; where no round goes on, the line below tells. */
    public void stands(RunEvent.StatusChanged now) {
        status = Optional.of(now);
        if (now.running()) return;
        round = Optional.empty();
        if (options.redraw() == Redraw.NEVER) {
            sink.out(words(now).stream().map(Word::text).reduce("", String::concat) + "\n");
        } else {
            drawFoot();
        }
    }

    /** Whole lines that somebody asked for. */
    public void tell(String lines) {
        if (round.isPresent()) {
            round.get().tell(lines);
        } else {
            eraseFoot();
            sink.out(lines);
            drawFoot();
        }
    }

    /** Asks; {@code text} is what was typed in answer so far. Everything else waits. */
    public void ask(String question, String text) {
        if (options.redraw() == Redraw.NEVER) {
            if (prompt.isEmpty()) terminal.out(question + "\n");
        } else {
            String line = question + tail(text, width() - 1 - DisplayWidth.of(question));
            // Below whatever area stands there now, which begins its next erasing at the line's start.
            terminal.out((prompt.isEmpty() ? "\n" : "\r\u001b[2K") + line);
        }
        prompt = Optional.of(question);
    }

    /** No longer asks. */
    public void askedNoMore() {
        if (prompt.isEmpty()) return;
        prompt = Optional.empty();
        if (options.redraw() != Redraw.NEVER) terminal.out("\r\u001b[2K\u001b[1A");
        List<Runnable> waiting = List.copyOf(held);
        held.clear();
        heldCharacters = 0;
        waiting.forEach(Runnable::run);
        if (leftOut > 0) terminal.out(Excerpt.leftOut(leftOut));
        leftOut = 0;
        drawFoot();
    }

    /** To be called every 100 ms or so. */
    public void tick() {
        if (prompt.isEmpty()) round.ifPresent(TerminalReport::tick);
    }

    /** The terminal has another width. */
    public void resized(int columns) {
        options = new TerminalOptions(options.redraw(), options.color(), columns, options.verbosity(), options.trace(), options.timing(),
                options.durations(), options.base());
        foot.resized(width());
        round.ifPresent(it -> it.resized(width()));
        drawFoot();
    }

    /** The last words. */
    public void ends(String text) {
        askedNoMore();
        eraseFoot();
        round = Optional.empty();
        sink.out(PrintableText.line(text) + "\n");
    }

    private int width() {
        return options.columns() == 0 ? DEFAULT_COLUMNS : options.columns();
    }

    private void eraseFoot() {
        if (options.redraw() == Redraw.LIVE) sink.out(foot.erase());
    }

    private void drawFoot() {
        if (options.redraw() == Redraw.NEVER || round.isPresent() || prompt.isPresent()) return;
        List<Word> words = new ArrayList<>();
        if (!phase.isEmpty()) {
            words.add(new Word(phase, Style.BOLD));
        } else if (status.isPresent()) {
            words.addAll(words(status.get()));
        }
        if (!hint.isEmpty()) words.add(new Word("   " + hint, Style.DIM));
        sink.out(foot.redraw(List.of(new Line(words, options.color()))));
    }

    private List<Word> words(RunEvent.StatusChanged now) {
        List<Word> words = new ArrayList<>();
        if (now.red() > 0) words.add(new Word(now.red() + " red", Style.RED_BOLD));
        if (now.stale() > 0) words.add(new Word((words.isEmpty() ? "" : ", ") + now.stale() + " not run", Style.YELLOW_BOLD));
        boolean good = words.isEmpty();
        String total = now.tests() + (now.tests() == 1 ? " test" : " tests");
        words.add(good ? new Word("none red of " + total, Style.GREEN_BOLD) : new Word(" of " + total, Style.PLAIN));
        if (now.provisional() > 0) words.add(new Word("   " + now.provisional() + " provisional", Style.DIM));
        if (!only.isEmpty()) words.add(new Word("   only " + only, Style.CYAN));
        words.add(new Word("   waiting for a change", Style.DIM));
        return words;
    }

    /** The end of a text that fits. */
    private static String tail(String text, int columns) {
        String shown = PrintableText.line(text);
        while (DisplayWidth.of(shown) > columns && !shown.isEmpty()) shown = shown.substring(shown.offsetByCodePoints(0, 1));
        return shown;
    }
}
