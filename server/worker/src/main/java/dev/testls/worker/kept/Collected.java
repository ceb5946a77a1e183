package dev.testls.worker.kept;

import dev.testls.worker.observe.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a lease did to a collection or a map of the JDK's, and how it is undone. */
final class Collected {
    private final Held held;
    private final Object it;
    private final Object[] before;
    private final Object[] now;
    private final Held.Members members = new Held.Members();
    /** Whether something that was there is not, or is another. */
    final boolean lost;
    final boolean added;
    /** Whether all that was added are texts, numbers and the like. */
    final boolean plain;
    /** Whether an object of the project was added that could act: not one that is known by what is of the project, too. */
    final boolean foreign;

    Collected(Held held, Object it, Object[] before, Object[] now) {
        this.held = held;
        this.it = it;
        this.before = before;
        this.now = now;
        int step = step();
        for (int i = 0; i < before.length; i += step) members.put(before[i], before[i + step - 1]);
        int found = 0;
        boolean others = false;
        boolean projects = false;
        boolean more = false;
        boolean onlyPlain = true;
        for (int i = 0; i < now.length; i += step) {
            Object value = now[i + step - 1];
            Object key = held.isProjects(now[i]) && members.contains(Held.OF_PROJECT) ? Held.OF_PROJECT : now[i];
            if (members.contains(key)) {
                found++;
                others |= !held.same(members.get(key), value);
            } else {
                more = true;
                projects |= acts(now[i], value);
                onlyPlain &= Held.isPlain(now[i]) && Held.isPlain(value);
            }
        }
        lost = others || found < before.length / step;
        added = more;
        plain = onlyPlain;
        foreign = projects;
    }

    private int step() {
        return it instanceof Map ? 2 : 1;
    }

    private boolean acts(Object key, Object value) {
        boolean known = it instanceof Map && held.isProjects(key);
        return !known && held.isInstanceOfProject(value);
    }

    /** Takes out what is of the project and was not there before. */
    void removeForeign() {
        Predicate<Object> added = each -> !members.contains(each);
        if (it instanceof Map) ((Map<?, ?>) it).entrySet().removeIf(each -> added.test(each.getKey()) && acts(each.getKey(), each.getValue()));
        else ((Collection<?>) it).removeIf(each -> added.test(each) && acts(each, each));
    }

    /**
     * Has it as it was, with what was added where {@code keepAdded}. False: that would run code that is not the JDK's, or hold what is of the
     * project.
     */
    @SuppressWarnings("unchecked")
    boolean restore(boolean keepAdded) {
        List<Object> wanted = new ArrayList<>(Arrays.asList(before));
        for (int i = 0; keepAdded && i < now.length && !(it instanceof Map); i++) {
            if (!members.contains(now[i]) && !held.isInstanceOfProject(now[i])) wanted.add(now[i]);
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i) == Held.OF_PROJECT || i % step() == 0 && !isHashedByJdk(wanted.get(i))) return false;
        }
        if (it instanceof Map) {
            Map<Object, Object> map = (Map<Object, Object>) it;
            map.entrySet().removeIf(each -> !members.contains(each.getKey()) && (!keepAdded || acts(each.getKey(), each.getValue())));
            for (int i = 0; i < before.length; i += 2) {
                if (!held.same(before[i + 1], map.get(before[i]))) map.put(before[i], before[i + 1]);
            }
        } else {
            ((Collection<Object>) it).clear();
            ((Collection<Object>) it).addAll(wanted);
        }
        return true;
    }

    private boolean isHashedByJdk(Object element) {
        if (it instanceof List || it instanceof ArrayDeque || it instanceof IdentityHashMap) return true;
        if (element == null || element instanceof Enum || Values.isOfJdk(element.getClass())) return true;
        try {
            return element.getClass().getMethod("hashCode").getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException | LinkageError e) {
            return false;
        }
    }
}
