package dev.testls.report;

import dev.testls.model.FileCoverage;
import dev.testls.model.FileCoverage.Count;
import dev.testls.report.TerminalOptions.Color;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Coverage as a table: a row for each package, and for each file where more is wanted. */
final class CoverageText {
    private CoverageText() {}

    static String of(List<FileCoverage> files, boolean eachFile, Color color) {
        StringBuilder text = new StringBuilder();
        text.append(Style.DIM.paint(color, String.format(Locale.ROOT, "%16s  %16s  %s", "lines", "branches", "coverage"))).append('\n');
        Map<String, Sum> packages = new TreeMap<>();
        Sum all = Sum.NONE;
        for (FileCoverage it : files) {
            packages.merge(directory(it), Sum.of(it), Sum::plus);
            all = all.plus(Sum.of(it));
        }
        packages.forEach((name, sum) -> {
            row(text, sum, name, Style.PLAIN, color);
            if (!eachFile) return;
            files.stream().filter(it -> directory(it).equals(name)).forEach(it -> row(text, Sum.of(it), "  " + it.file().fileName(), Style.DIM, color));
        });
        row(text, all, "all", Style.BOLD, color);
        return text.toString();
    }

    private static void row(StringBuilder text, Sum sum, String name, Style style, Color color) {
        text.append(cell(sum.lines)).append("  ").append(cell(sum.branches)).append("  ").append(style.paint(color, PrintableText.line(name))).append('\n');
    }

    private static String cell(Count count) {
        String percent = count.total() == 0 ? "-" : Math.floorDiv(100L * count.covered(), count.total()) + "%";
        return String.format(Locale.ROOT, "%5s %10s", percent, count.covered() + "/" + count.total());
    }

    /** The module and the directory of a file, as its module's reader would name it: the last parts of the path that are a package. */
    private static String directory(FileCoverage it) {
        String path = it.file().value().getParent().toString().replace('\\', '/');
        int root = Math.max(path.lastIndexOf("/java/"), path.lastIndexOf("/kotlin/"));
        String inRoot = root < 0 ? path : path.substring(path.indexOf('/', root + 1) + 1).replace('/', '.');
        return it.module().shortName() + "  " + inRoot;
    }

    private record Sum(Count lines, Count branches) {
        static final Sum NONE = new Sum(Count.NONE, Count.NONE);

        static Sum of(FileCoverage it) {
            return new Sum(it.lines(), it.branches());
        }

        Sum plus(Sum other) {
            return new Sum(lines.plus(other.lines), branches.plus(other.branches));
        }
    }
}
