package dev.testls.worker.jdk;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which assertions the loaders that stay are told to enable. */
final class Assertions implements Piece {
    private static final String[] FIELDS = {"defaultAssertionStatus", "packageAssertionStatus", "classAssertionStatus"};

    private final Map<ClassLoader, Object[]> before = new LinkedHashMap<>();

    Assertions(List<ClassLoader> loaders) {
        for (ClassLoader loader : loaders) before.put(loader, status(loader));
    }

    private static Object[] status(ClassLoader loader) {
        Object[] status = new Object[FIELDS.length];
        for (int i = 0; i < FIELDS.length; i++) {
            Object value = Inside.get(loader, FIELDS[i]);
            status[i] = value instanceof Map ? new HashMap<>((Map<?, ?>) value) : value;
        }
        return status;
    }

    @Override
    public String name() {
        return "the assertion status of loaders";
    }

    @Override
    public void putBack(List<String> left) {
        before.forEach((loader, status) -> {
            Object[] now = status(loader);
            for (int i = 0; i < FIELDS.length; i++) {
                if (now[i] == null ? status[i] == null : now[i].equals(status[i])) continue;
                Object value = status[i] instanceof Map ? new HashMap<>((Map<?, ?>) status[i]) : status[i];
                if (!Inside.set(loader, FIELDS[i], value)) left.add("the assertion status of " + loader.getClass().getName());
            }
        });
    }
}
