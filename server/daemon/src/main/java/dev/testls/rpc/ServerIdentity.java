package dev.testls.rpc;

import java.nio.file.Path;

/**
 * Who a daemon is.
 *
 * @param build of the files that it runs from; empty text when they have none
 * @param built when these files were built; empty text when that is not known
 * @param runtimeHome the JDK that it runs on, symbolic links resolved
 */
public record ServerIdentity(String version, String build, String built, long pid, Path root, Path runtimeHome, Path log) {}
