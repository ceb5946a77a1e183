package dev.testls.worker.wire;

import java.util.List;
import java.util.Map;

/** What the daemon says to a worker; a closed set. {@link Setup} comes once and first. */
public abstract class ToWorker {
    private ToWorker() {}

    public abstract <R> R on(Cases<R> cases);

    public abstract byte[] encode();

    /** @throws WireException when {@code body} is none of these messages, from its first byte to its last */
    public static ToWorker decode(byte[] body) throws WireException {
        FrameInput in = new FrameInput(body);
        ToWorker message = read(in);
        in.end();
        return message;
    }

    private static ToWorker read(FrameInput in) throws WireException {
        int type = in.type();
        switch (type) {
            case Setup.TYPE: return Setup.read(in);
            case Run.TYPE: return new Run(Batch.read(in));
            case Discover.TYPE: return new Discover(Batch.read(in));
            case PutBack.TYPE: return new PutBack();
            case DumpThreads.TYPE: return new DumpThreads();
            case Exit.TYPE: return new Exit();
            case Rest.TYPE: return new Rest();
            case Collect.TYPE: return new Collect();
            case Compare.TYPE: return new Compare(in.flag());
            default: throw new WireException("no message to a worker has the type " + type);
        }
    }

    /** How to load classes, and the properties that a plain build would set. */
    public static final class Setup extends ToWorker {
        static final int TYPE = 1;
        /** Whether project classes are loaded anew for each lease; else all is on the JVM's own class path. */
        public final boolean reloads;
        /** The test class path, as {@code java.class.path} is to tell it. */
        public final List<String> classpath;
        /** Of the class path and what follows it, in order: what the loader of each lease loads. */
        public final List<String> reloaded;
        /** The others, in order: loaded once. */
        public final List<String> kept;
        public final Map<String, String> systemProperties;
        public final boolean assertions;
        /** Where the files are that tests may depend on; when empty, nothing is observed. */
        public final String observedRoot;
        /** Whether the JVM was started with an agent that counts coverage, which is to be told. */
        public final boolean covers;

        public Setup(boolean reloads, List<String> classpath, List<String> reloaded, List<String> kept,
                Map<String, String> systemProperties, boolean assertions, String observedRoot, boolean covers) {
            this.reloads = reloads;
            this.classpath = classpath;
            this.reloaded = reloaded;
            this.kept = kept;
            this.systemProperties = systemProperties;
            this.assertions = assertions;
            this.observedRoot = observedRoot;
            this.covers = covers;
        }

        private static Setup read(FrameInput in) throws WireException {
            return new Setup(in.flag(), in.texts(), in.texts(), in.texts(), in.pairs(), in.flag(), in.text(), in.flag());
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).flag(reloads).texts(classpath).texts(reloaded).texts(kept)
                    .pairs(systemProperties).flag(assertions).text(observedRoot).flag(covers).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.setup(this);
        }
    }

    /** Answered by {@link ToDaemon.Completed} or {@link ToDaemon.Broken}. */
    public static final class Run extends ToWorker {
        static final int TYPE = 2;
        public final Batch batch;

        public Run(Batch batch) {
            this.batch = batch;
        }

        @Override
        public byte[] encode() {
            FrameOutput out = new FrameOutput(TYPE);
            batch.write(out);
            return out.body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.run(this);
        }
    }

    /** Answered like {@link Run}, with {@link ToDaemon.Found} before. */
    public static final class Discover extends ToWorker {
        static final int TYPE = 3;
        public final Batch batch;

        public Discover(Batch batch) {
            this.batch = batch;
        }

        @Override
        public byte[] encode() {
            FrameOutput out = new FrameOutput(TYPE);
            batch.write(out);
            return out.body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.discover(this);
        }
    }

    /** The lease is over: let its classes go and put the JVM's state back. Answered by {@link ToDaemon.State}. */
    public static final class PutBack extends ToWorker {
        static final int TYPE = 4;

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.putBack(this);
        }
    }

    /** Answered at once, whatever else goes on, by {@link ToDaemon.Threads}. */
    public static final class DumpThreads extends ToWorker {
        static final int TYPE = 5;

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.dumpThreads(this);
        }
    }

    /** End in good order: shutdown hooks run, files that are to be deleted on exit are. */
    public static final class Exit extends ToWorker {
        static final int TYPE = 6;

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.exit(this);
        }
    }

    /** No lease came for a while: collect a large heap, for the system to have what is free of it. Answered by {@link ToDaemon.State}. */
    public static final class Rest extends ToWorker {
        static final int TYPE = 7;

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.rest(this);
        }
    }

    /** Something that tests opened is open still: collect all garbage, which closes what nobody can reach. Answered by {@link ToDaemon.State}. */
    public static final class Collect extends ToWorker {
        static final int TYPE = 20;

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.collect(this);
        }
    }

    /**
     * A lease may begin: has a class changed that an ended lease was given, while something holds that lease's classes still? Answered by
     * {@link ToDaemon.Compared}.
     */
    public static final class Compare extends ToWorker {
        static final int TYPE = 21;
        /** Whether a class counts as well that nothing holds any more. */
        public final boolean everything;

        public Compare(boolean everything) {
            this.everything = everything;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).flag(everything).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.compare(this);
        }
    }

    /** One method for each message. */
    public interface Cases<R> {
        R setup(Setup it);

        R run(Run it);

        R discover(Discover it);

        R putBack(PutBack it);

        R dumpThreads(DumpThreads it);

        R exit(Exit it);

        R rest(Rest it);

        R collect(Collect it);

        R compare(Compare it);
    }
}
