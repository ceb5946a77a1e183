package dev.testls.worker.observe;

/**
 * What instrumented code calls. Any thread; nothing is thrown, whatever the arguments.
 *
 * <p>There is one set of them in a JVM, as there is one lease at a time. Its fields are constants to the JIT, so that a
 * probe that was hit before costs one load and one branch.
 */
public final class Probes {
    /** So many things can be told apart. */
    static final int CAPACITY = 1 << 19;

    /** Which things were seen since the last harvest. Races are harmless: at worst a thing is seen twice. */
    static final byte[] HIT = new byte[CAPACITY];

    private static volatile Recorder recorder;

    private Probes() {}

    static void record(Recorder next) {
        recorder = next;
    }

    /** A method begins, or a static field is used. */
    public static void hit(int number) {
        if (HIT[number] == 0) first(number);
    }

    private static void first(int number) {
        Recorder now = recorder;
        if (now != null) now.first(number);
    }

    /** A static initialiser begins. */
    public static void enter(int number) {
        Recorder now = recorder;
        if (now != null) now.enter(number);
    }

    /** A static initialiser has come to its end. */
    public static void exit(int number) {
        Recorder now = recorder;
        if (now != null) now.exit(number);
    }

    /** A class is looked at through reflection. */
    public static void reflected(Object type) {
        Recorder now = recorder;
        if (now != null) now.reflected(type);
    }

    /** A class is asked for by its name. */
    public static void named(Object name) {
        Recorder now = recorder;
        if (now != null) now.named(name);
    }

    /** A bundle of resources is asked for. */
    public static void bundle(Object name) {
        Recorder now = recorder;
        if (now != null) now.bundle(name);
    }

    /** A file is named or opened; what is no path is passed over. */
    public static void file(Object path) {
        Recorder now = recorder;
        if (now != null) now.file(path);
    }

    /** A file below a directory is named, or two files. */
    public static void files(Object one, Object other) {
        Recorder now = recorder;
        if (now != null) now.files(one, other);
    }

    /** A thread-local's value is had, set or, when it is null, removed. */
    public static void local(Object threadLocal, Object value) {
        Recorder now = recorder;
        if (now != null) now.local(threadLocal, value);
    }

    /** One of both is the name: the other is a loader. */
    public static void named(Object one, Object other) {
        named(one instanceof String ? one : other);
    }

    /** As {@link #bundle}; the second is of no interest. */
    public static void bundle(Object name, Object other) {
        bundle(name);
    }

    /** As {@link #reflected}; the second is of no interest. */
    public static void reflected(Object type, Object other) {
        reflected(type);
    }
}
