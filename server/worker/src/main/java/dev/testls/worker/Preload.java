package dev.testls.worker;

/** Loads what every run needs while nobody waits, and never a class of the project. */
final class Preload {
    private Preload() {}

    static void classes(Classes classes) {
        Memory.loadedClasses();
    }
}
