package dev.testls.worker.observe;

import java.util.List;

/** What is kept of a class file that was given probes. */
final class ClassFile {
    final String name;
    /** The first half of the SHA-256 of the file. */
    final byte[] hash;
    /** Binary names of the super class and interfaces. */
    final List<String> supers;
    /** Each {@code name(descriptor)result}; a method's number is that of {@code numbers} at its place. */
    final List<String> methods;
    final int[] numbers;
    /** Static fields that may hold more than a constant. */
    final List<String> statics;
    /** Whether there is code that makes the static fields. */
    final boolean initialises;
    /** The file with probes; null when it is not kept, and made again. */
    volatile byte[] probed;

    ClassFile(String name, byte[] hash, List<String> supers, List<String> methods, int[] numbers, List<String> statics,
            boolean initialises, byte[] probed) {
        this.name = name;
        this.hash = hash;
        this.supers = supers;
        this.methods = methods;
        this.numbers = numbers;
        this.statics = statics;
        this.initialises = initialises;
        this.probed = probed;
    }
}
