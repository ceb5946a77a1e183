package dev.testls.report;

/** Where a report's text goes: the standard output and error of whoever asked. */
public interface ReportSink {
    void out(String text);

    void err(String text);
}
