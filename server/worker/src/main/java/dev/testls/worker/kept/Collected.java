package dev.testls.worker.kept;

import dev.testls.worker.observe.Values;
import java.util.ArrayDeque;
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
    private final Held.Members members = new Held.Members();
    /** Whether something that was there is not, or is another. */
    final boolean lost;
    /** Whether an object of the project was added that could act: not one that is known by what is of the project, too. */
    final boolean foreign;

    Collected(Held held, Object it, Object[] before, Object[] now) {
        this.held = held;
        this.it = it;
        this.before = before;
        int step = step();
        for (int i = 0; i < before.length; i += step) members.put(before[i], before[i + step - 1]);
        int found = 0;
        boolean others = false;
        boolean projects = false;
        for (int i = 0; i < now.length; i += step) {
            Object value = now[i + step - 1];
            Object key = held.isProjects(now[i]) && members.contains(Held.OF_PROJECT) ? Held.OF_PROJECT : now[i];
            if (members.contains(key)) {
                found++;
                others |= !held.same(members.get(key), value);
            } else {
                projects |= acts(now[i], value);
            }
        }
        lost = others || found < before.length / step;
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

    /** Has it as it was. False: that would run code that is not the JDK's, or is not known. */
    @SuppressWarnings("unchecked")
    boolean restore() {
        for (int i = 0; i < before.length; i++) {
            if (before[i] == Held.OF_PROJECT || i % step() == 0 && !isHashedByJdk(before[i])) return false;
        }
        if (it instanceof Map) {
            Map<Object, Object> map = (Map<Object, Object>) it;
            map.entrySet().removeIf(each -> !members.contains(each.getKey()));
            for (int i = 0; i < before.length; i += 2) {
                if (!held.same(before[i + 1], map.get(before[i]))) map.put(before[i], before[i + 1]);
            }
        } else {
            ((Collection<Object>) it).clear();
            ((Collection<Object>) it).addAll(Arrays.asList(before));
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
