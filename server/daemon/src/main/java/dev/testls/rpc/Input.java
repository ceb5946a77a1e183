package dev.testls.rpc;

/** What can be typed at a client; a closed set. {@code KEYS}: each key as it is pressed; {@code LINES}: whole lines only. */
public enum Input { NONE, LINES, KEYS }
