package dev.testls.worker.observe;

/**
 * What instrumented code calls and sets. Any thread; nothing is thrown, whatever the arguments.
 *
 * <p>There is one set of them in a JVM, as there is one lease at a time. A method or a static field is seen by one store
 * at a constant address, as JaCoCo's probes are: a call, however small, took the JIT's room for what it was put into (17%
 * of the time of commons-csv's CSVPrinterTest, where the store takes 1%).
 */
public final class Probes {
    /** So many things can be told apart. */
    static final int CAPACITY = 1 << 19;

    /** Which things were seen since anybody looked; not zero: seen. Instrumented code sets them. */
    public static final byte[] HIT = new byte[CAPACITY];

    private static volatile Recorder recorder;
    private static volatile boolean missesContexts;

    private Probes() {}

    static void record(Recorder next) {
        recorder = next;
    }

    /** What instrumented code does without a call. */
    static void hit(int number) {
        HIT[number] = 1;
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

    /** A variable of the environment is asked for. */
    public static void variable(Object name) {
        Recorder now = recorder;
        if (now != null) now.variable(name);
    }

    /** A system property is asked for. */
    public static void property(Object name) {
        Recorder now = recorder;
        if (now != null) now.property(name);
    }

    /** As {@link #property}; the second stands in for one that is not set. */
    public static void property(Object name, Object other) {
        property(name);
    }

    /** Something that outlives the test class is asked for: a context, or the database of a URL. */
    public static void shared(Object it) {
        Recorder now = recorder;
        if (now != null) now.shared(it);
    }

    /** The library that keeps contexts does not tell who uses them. */
    static void missContexts() {
        missesContexts = true;
    }

    static boolean missesContexts() {
        return missesContexts;
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
