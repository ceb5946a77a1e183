package dev.testls.worker.jdk;

import dev.testls.worker.jdk.StateTable.Row;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** The JDK's static fields as a JVM begins with them, as far as the table names them. */
public final class JdkState {
    /** Of a JVM for one lease, in which nothing comes after. */
    public static final JdkState NONE = new JdkState(Collections.<Piece>emptyList(), Collections.<StaticField>emptyList(), loader -> false);

    private final List<Piece> pieces;
    private final List<StaticField> fields;
    private final Predicate<ClassLoader> ofLease;
    private final Holders holders = new Holders();

    private JdkState(List<Piece> pieces, List<StaticField> fields, Predicate<ClassLoader> ofLease) {
        this.pieces = pieces;
        this.fields = fields;
        this.ofLease = ofLease;
    }

    /**
     * To be called when the JVM is ready, before any test.
     *
     * @param ofLease whether a loader is one of those that end with their lease, or below one
     * @param stay loaders of the JVM's that do not
     */
    public static JdkState remember(Predicate<ClassLoader> ofLease, List<ClassLoader> stay) {
        List<Piece> pieces = new ArrayList<>(Arrays.asList(new SecurityState(), new Management()));
        if (!Inside.isOpen()) return new JdkState(pieces, Collections.<StaticField>emptyList(), ofLease);
        initialiseWhatIsConfigured();
        pieces.addAll(Arrays.asList(new Desktop(), new Endings(ofLease), new Assertions(stay), new Drivers(ofLease),
                new Archives(System.getProperty("java.class.path")), new Passwords(), new LoggingConfiguration(), new Handles()));
        List<StaticField> fields = new ArrayList<>();
        for (Row row : StateTable.read().rows()) {
            boolean looked = row.kind != StateTable.Kind.CACHE && row.kind != StateTable.Kind.CONSTANT;
            if (!looked || row.name.indexOf('#') < 0 || row.isPattern() && row.kind != StateTable.Kind.ENDS_ONCE_USED) continue;
            StaticField field = new StaticField(row);
            field.remember();
            fields.add(field);
        }
        return new JdkState(pieces, fields, ofLease);
    }

    /** Where properties have a say in what a class begins with, the table cannot tell it. */
    private static void initialiseWhatIsConfigured() {
        boolean filtered = false;
        for (String name : new String[] {"jdk.serialFilter", "jdk.serialFilterFactory"}) {
            filtered |= System.getProperty(name) != null || Security.getProperty(name) != null;
        }
        if (!filtered) return;
        try {
            Class.forName("java.io.ObjectInputFilter$Config");
        } catch (ClassNotFoundException | LinkageError e) {
            // A JDK without.
        }
    }

    /** What a thread that waits has in its thread-locals is as in one that begins: nothing. No code runs for it. */
    public static void forgetLocals(Thread waiting) {
        if (!Inside.isOpen()) return;
        Inside.set(waiting, "threadLocals", null);
        Inside.set(waiting, "inheritableThreadLocals", null);
    }

    /** Puts back what can be. What cannot is told for people: such a JVM is not to be used again. */
    public List<String> putBack() {
        List<String> left = new ArrayList<>();
        for (Piece piece : pieces) {
            try {
                piece.putBack(left);
            } catch (Exception | LinkageError e) {
                left.add(piece.name() + ": " + e);
            }
        }
        for (StaticField field : fields) {
            if (!field.isThere() || !isChanged(field)) continue;
            left.add(field.row.isPattern() ? field.row.className() + " was used" : field.row.name + " was changed");
        }
        return left;
    }

    private static boolean isChanged(StaticField field) {
        switch (field.row.kind) {
            case PUT_BACK:
                return field.differs() && !(field.putBack() && !field.differs());
            case ENDS:
                return field.differs();
            case ENDS_ONCE_USED:
                return !field.wasThere();
            default:
                return false;
        }
    }

    /**
     * Where objects are that must be no more, for people. To be asked when the lease is over and its threads are done: what they work on
     * is held until then.
     */
    public List<String> held() {
        List<String> held = new ArrayList<>();
        if (Delayed.isWaiting()) held.add("something is to be done after a time");
        for (StaticField field : fields) {
            Predicate<ClassLoader> sought = sought(field.row.kind);
            Class<?> found = sought == null || !field.isThere() ? null : holders.find(field.get(), sought);
            if (found != null) held.add(field.row.name + " holds " + found.getName());
        }
        holders.forget();
        return held;
    }

    /** Null for what holds nothing once it is put back. */
    private Predicate<ClassLoader> sought(StateTable.Kind kind) {
        switch (kind) {
            case ONLY_JDK:
                return JdkState::isForeign;
            case ENDS:
            case NO_PROJECT:
            case CODE:
                return ofLease;
            default:
                return null;
        }
    }

    /** Neither the JDK's nor the worker's own. */
    private static boolean isForeign(ClassLoader loader) {
        for (ClassLoader own = JdkState.class.getClassLoader(); own != null; own = own.getParent()) {
            if (own == loader) return false;
        }
        return loader != ClassLoader.getSystemClassLoader();
    }
}
