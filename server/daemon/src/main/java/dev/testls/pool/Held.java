package dev.testls.pool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a process holds that reaches beyond it: others may be refused it, wait for it, or hear of it. A value.
 *
 * @param sockets the inodes of sockets that are known and tell nothing new, so that nobody need look at them again
 */
public record Held(List<Thing> things, Set<String> sockets) {
    /** So many are named; a test that leaves a hundred connections says the same with five. */
    private static final int NAMED = 5;

    public static final Held NOTHING = new Held(List.of());

    public Held {
        things = List.copyOf(things);
        sockets = Set.copyOf(sockets);
    }

    public Held(List<Thing> things) {
        this(things, Set.of());
    }

    /** This and that these sockets are known. */
    Held knowing(Set<String> more) {
        Set<String> all = new HashSet<>(sockets);
        return all.addAll(more) ? new Held(things, all) : this;
    }

    public boolean isEmpty() {
        return things.isEmpty();
    }

    /** What of it came after {@code before} was all. */
    Held since(Held before) {
        if (things.isEmpty()) return this;
        Set<String> known = before.things.stream().map(Thing::id).collect(Collectors.toSet());
        return new Held(things.stream().filter(it -> !known.contains(it.id())).toList());
    }

    /** For people: {@code the TCP port 8080, a lock on /tmp/x.lock}. */
    public String text() {
        Set<String> texts = new LinkedHashSet<>();
        things.forEach(it -> texts.add(it.text()));
        List<String> named = new ArrayList<>(texts.stream().limit(NAMED).toList());
        if (texts.size() > named.size()) named.add((texts.size() - named.size()) + " more");
        return String.join(", ", named);
    }

    /**
     * One of them.
     *
     * @param id what tells it from every other that the process ever holds
     * @param text for people, with its article
     */
    public record Thing(Kind kind, String id, String text) {
        private static final Pattern NUMBER = Pattern.compile("port (\\d+)");

        /** Whether somebody chose it. Systems choose numbers from a range of their own, no two processes the same. */
        boolean isFixed() {
            Matcher number = NUMBER.matcher(text);
            return !number.find() || !EphemeralPorts.OF_SYSTEM.hold(Integer.parseInt(number.group(1)));
        }

        boolean isNamedIn(String failure) {
            Matcher number = NUMBER.matcher(text);
            return number.find() && Pattern.compile("(?<!\\d)" + number.group(1) + "(?!\\d)").matcher(failure).find();
        }
    }

    /** A closed set. {@code PORT}: where others can connect, by number or by path. */
    public enum Kind { PORT, LOCK, CONNECTION, CHILD }
}
