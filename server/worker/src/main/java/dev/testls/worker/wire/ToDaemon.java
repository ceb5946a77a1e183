package dev.testls.worker.wire;

import java.util.List;
import java.util.Map;

/** What a worker says to the daemon; a closed set. {@link Hello} comes once and first. */
public abstract class ToDaemon {
    private ToDaemon() {}

    public abstract <R> R on(Cases<R> cases);

    public abstract byte[] encode();

    /** @throws WireException when {@code body} is none of these messages, from its first byte to its last */
    public static ToDaemon decode(byte[] body) throws WireException {
        FrameInput in = new FrameInput(body);
        ToDaemon message = read(in);
        in.end();
        return message;
    }

    private static ToDaemon read(FrameInput in) throws WireException {
        int type = in.type();
        switch (type) {
            case Hello.TYPE: return new Hello(new Token(in.raw(Token.BYTES)));
            case Ready.TYPE: return new Ready(in.text());
            case Known.TYPE: return new Known(Node.read(in));
            case Started.TYPE: return new Started(in.number());
            case Output.TYPE: return new Output(in.number(), in.flag(), in.text());
            case Finished.TYPE: return Finished.read(in);
            case Found.TYPE: return new Found(in.number(), in.texts());
            case Completed.TYPE: return new Completed(in.texts());
            case Broken.TYPE: return new Broken(in.text(), in.text());
            case State.TYPE: return State.read(in);
            case Threads.TYPE: return new Threads(in.text());
            case Probed.TYPE: return Probed.read(in);
            case Named.TYPE: return new Named(in.number(), in.choice(Named.Kind.values()), in.text());
            case Observed.TYPE: return new Observed(in.text(), in.text(), in.flag(), in.ascending());
            case Ended.TYPE: return new Ended(in.text(), in.texts());
            case Covered.TYPE: return new Covered(in.number(), in.octets());
            case Compared.TYPE: return new Compared(in.text());
            default: throw new WireException("no message to the daemon has the type " + type);
        }
    }

    /** Proof that this is the worker that was started. */
    public static final class Hello extends ToDaemon {
        static final int TYPE = 1;
        public final Token token;

        public Hello(Token token) {
            this.token = token;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).raw(token.bytes()).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.hello(this);
        }
    }

    /** The setup is done. {@code jdk} is for people. */
    public static final class Ready extends ToDaemon {
        static final int TYPE = 2;
        public final String jdk;

        public Ready(String jdk) {
            this.jdk = jdk;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).text(jdk).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.ready(this);
        }
    }

    /** There is such a node; later messages tell its number. A number may be told again, of another node. */
    public static final class Known extends ToDaemon {
        static final int TYPE = 3;
        public final Node node;

        public Known(Node node) {
            this.node = node;
        }

        @Override
        public byte[] encode() {
            FrameOutput out = new FrameOutput(TYPE);
            node.write(out);
            return out.body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.known(this);
        }
    }

    /** A test or container begins. */
    public static final class Started extends ToDaemon {
        static final int TYPE = 4;
        public final int node;

        public Started(int node) {
            this.node = node;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).number(node).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.started(this);
        }
    }

    /** Something was written. */
    public static final class Output extends ToDaemon {
        /** The node of what belongs to none. */
        public static final int STRAY = -1;

        static final int TYPE = 5;
        public final int node;
        public final boolean error;
        public final String text;

        public Output(int node, boolean error, String text) {
            this.node = node;
            this.error = error;
            this.text = text;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).number(node).flag(error).text(text).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.output(this);
        }
    }

    /** A test or container ended. Of a container that is {@code DONE} there is nothing to report. */
    public static final class Finished extends ToDaemon {
        static final int TYPE = 6;
        public final int node;
        public final End end;
        public final long nanos;
        /** Why it was skipped; empty otherwise. */
        public final String reason;
        /** Null unless it threw. */
        public final Thrown thrown;

        public Finished(int node, End end, long nanos, String reason, Thrown thrown) {
            this.node = node;
            this.end = end;
            this.nanos = nanos;
            this.reason = reason;
            this.thrown = thrown;
        }

        private static Finished read(FrameInput in) throws WireException {
            int node = in.number();
            End end = in.choice(End.values());
            long nanos = in.longNumber();
            if (nanos < 0) throw new WireException("a duration of " + nanos + " ns");
            String reason = in.text();
            return new Finished(node, end, nanos, reason, in.flag() ? Thrown.read(in) : null);
        }

        @Override
        public byte[] encode() {
            FrameOutput out = new FrameOutput(TYPE).number(node).choice(end).number(nanos).text(reason);
            out.flag(thrown != null);
            if (thrown != null) thrown.write(out);
            return out.body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.finished(this);
        }

        /** A closed set: the daemon's {@code Outcome}, and the quiet end of a container. */
        public enum End { PASSED, FAILED, ERROR, SKIPPED, DONE }
    }

    /** A node that discovery found; parents before children. */
    public static final class Found extends ToDaemon {
        static final int TYPE = 7;
        public final int node;
        public final List<String> tags;

        public Found(int node, List<String> tags) {
            this.node = node;
            this.tags = tags;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).number(node).texts(tags).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.found(this);
        }
    }

    /** The launcher returned. {@code problems} are discovery issues, for people. */
    public static final class Completed extends ToDaemon {
        static final int TYPE = 8;
        public final List<String> problems;

        public Completed(List<String> problems) {
            this.problems = problems;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).texts(problems).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.completed(this);
        }
    }

    /** What was asked for could not be done, and the worker is of no further use. */
    public static final class Broken extends ToDaemon {
        static final int TYPE = 9;
        public final String cause;
        public final String trace;

        public Broken(String cause, String trace) {
            this.cause = cause;
            this.trace = trace;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).text(cause).text(trace).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.broken(this);
        }
    }

    /** How the JVM is after its state was put back. */
    public static final class State extends ToDaemon {
        static final int TYPE = 10;
        /** Threads that the lease left behind, for people. */
        public final List<String> leftThreads;
        /** What could not be put back, for people. */
        public final List<String> notPutBack;
        /** Loaders of ended leases that a collection of all garbage has left; negative as long as there was none. */
        public final int leftLoaders;
        public final long heapUsed;
        /** Negative when there is no limit. */
        public final long heapMax;
        public final long metaspaceUsed;
        /** Negative when there is no limit. */
        public final long metaspaceMax;
        public final long loadedClasses;
        /** Static fields of libraries that the lease changed, {@code jar class#field}, and how: more likely the library's own doing than not. */
        public final Map<String, String> suspects;
        /** Those that tests chose, or that hold something of the project, and that could not be put back: the JVM is of no further use. */
        public final Map<String, String> lasting;

        public State(List<String> leftThreads, List<String> notPutBack, int leftLoaders, long heapUsed, long heapMax,
                long metaspaceUsed, long metaspaceMax, long loadedClasses, Map<String, String> suspects, Map<String, String> lasting) {
            this.leftThreads = leftThreads;
            this.notPutBack = notPutBack;
            this.leftLoaders = leftLoaders;
            this.heapUsed = heapUsed;
            this.heapMax = heapMax;
            this.metaspaceUsed = metaspaceUsed;
            this.metaspaceMax = metaspaceMax;
            this.loadedClasses = loadedClasses;
            this.suspects = suspects;
            this.lasting = lasting;
        }

        private static State read(FrameInput in) throws WireException {
            return new State(in.texts(), in.texts(), in.number(), in.longNumber(), in.longNumber(), in.longNumber(),
                    in.longNumber(), in.longNumber(), in.pairs(), in.pairs());
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).texts(leftThreads).texts(notPutBack).number(leftLoaders).number(heapUsed)
                    .number(heapMax).number(metaspaceUsed).number(metaspaceMax).number(loadedClasses)
                    .pairs(suspects).pairs(lasting).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.state(this);
        }
    }

    /** What all threads do. */
    public static final class Threads extends ToDaemon {
        static final int TYPE = 11;
        public final String text;

        public Threads(String text) {
            this.text = text;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).text(text).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.threads(this);
        }
    }

    /** A class that was given probes: its methods have the numbers from {@code first} on, in {@link Observed}. */
    public static final class Probed extends ToDaemon {
        public static final int HASH_BYTES = 16;

        static final int TYPE = 12;
        public final int first;
        public final String className;
        /** The first half of the SHA-256 of its class file. */
        public final byte[] hash;
        /** Each {@code name(descriptor)result}. */
        public final List<String> methods;

        public Probed(int first, String className, byte[] hash, List<String> methods) {
            this.first = first;
            this.className = className;
            this.hash = hash;
            this.methods = methods;
        }

        private static Probed read(FrameInput in) throws WireException {
            int first = in.number();
            if (first < 0) throw new WireException("methods from " + first + " on");
            return new Probed(first, in.text(), in.raw(HASH_BYTES), in.texts());
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).number(first).text(className).raw(hash).texts(methods).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.probed(this);
        }
    }

    /** Something other than a method that has a number in {@link Observed}. */
    public static final class Named extends ToDaemon {
        static final int TYPE = 13;
        public final int number;
        public final Kind kind;
        public final String name;

        public Named(int number, Kind kind, String name) {
            this.number = number;
            this.kind = kind;
            this.name = name;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).number(number).choice(kind).text(name).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.named(this);
        }

        /** A closed set: a class that was looked at, and the daemon's kinds of lookups. */
        public enum Kind { REFLECTED, RESOURCE, SCANNED, FILE, BUNDLE, CLASS, VARIABLE, PROPERTY }
    }

    /**
     * What a test method, or a class outside of its tests, depends on. Comes before the end of its class at the top; all
     * numbers were told before, in the same batch.
     */
    public static final class Observed extends ToDaemon {
        static final int TYPE = 14;
        public final String className;
        /** Empty for the class. */
        public final String method;
        public final boolean exact;
        /** Ascending. */
        public final int[] numbers;

        public Observed(String className, String method, boolean exact, int[] numbers) {
            this.className = className;
            this.method = method;
            this.exact = exact;
            this.numbers = numbers;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).text(className).text(method).flag(exact).ascending(numbers).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.observed(this);
        }
    }

    /** A class at the top ended. */
    public static final class Ended extends ToDaemon {
        static final int TYPE = 16;
        public final String className;
        /** The classes, this one or earlier ones, that started threads which were found now to run code of the project still, or to do so soon. */
        public final List<String> leavers;

        public Ended(String className, List<String> leavers) {
            this.className = className;
            this.leavers = leavers;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).text(className).texts(leavers).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.ended(this);
        }
    }

    /** What was executed since the last such message, in JaCoCo's format. Tests that end are told after it. */
    public static final class Covered extends ToDaemon {
        static final int TYPE = 15;
        /** The test that alone ran meanwhile, or {@link Output#STRAY}. */
        public final int node;
        public final byte[] data;

        public Covered(int node, byte[] data) {
            this.node = node;
            this.data = data;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).number(node).octets(data).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.covered(this);
        }
    }

    /** Whether a class has changed, of those that were asked for. */
    public static final class Compared extends ToDaemon {
        static final int TYPE = 17;
        /** The first of them; empty when there is none. */
        public final String changed;

        public Compared(String changed) {
            this.changed = changed;
        }

        @Override
        public byte[] encode() {
            return new FrameOutput(TYPE).text(changed).body();
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.compared(this);
        }
    }

    /** One method for each message. */
    public interface Cases<R> {
        R hello(Hello it);

        R ready(Ready it);

        R known(Known it);

        R started(Started it);

        R output(Output it);

        R finished(Finished it);

        R found(Found it);

        R completed(Completed it);

        R broken(Broken it);

        R state(State it);

        R threads(Threads it);

        R probed(Probed it);

        R named(Named it);

        R observed(Observed it);

        R covered(Covered it);

        R ended(Ended it);

        R compared(Compared it);
    }
}
