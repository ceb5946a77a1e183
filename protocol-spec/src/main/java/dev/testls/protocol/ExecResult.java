package dev.testls.protocol;

/** The end of a command line. */
public record ExecResult(@Required int exitCode) {}
