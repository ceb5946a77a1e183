package dev.testls.worker.launcher;

import dev.testls.worker.wire.Batch;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Abstract classes with JUnit 4's runner {@code Enclosed}: Surefire's junit47 provider runs what is in them, and the Vintage engine takes no
 * abstract class.
 */
final class Enclosing {
    private Enclosing() {}

    /** The choices with, in place of such a class, the member classes that its runner takes. */
    static List<Batch.Choice> resolve(Batch batch) {
        if (batch.provider != Batch.Provider.JUNIT4) return batch.classes;
        List<Batch.Choice> resolved = new ArrayList<>();
        for (Batch.Choice choice : batch.classes) {
            Class<?> type = load(choice.className);
            if (type == null || !Modifier.isAbstract(type.getModifiers())) {
                resolved.add(choice);
                continue;
            }
            for (Class<?> member : type.getClasses()) {
                if (!Modifier.isAbstract(member.getModifiers())) resolved.add(new Batch.Choice(member.getName(), choice.tests));
            }
        }
        return resolved;
    }

    /** Null when it cannot be loaded, which the engine tells better. */
    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
