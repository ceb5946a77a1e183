package dev.testls.run;

import dev.testls.run.Plan.PlannedClass;
import java.util.Comparator;

/**
 * In which order a plain build runs the classes of a job; a closed set.
 *
 * <p><b>Law:</b> where it is fixed, a class sees what those before it left, so the classes of a run share one new JVM, in this order.
 */
public enum ClassOrder {
    /** None that is the same everywhere, so that no test can build on it. */
    ANY,
    ALPHABETICAL,
    REVERSE_ALPHABETICAL,
    /** The engine's own: it sorts what it is given at once. */
    OF_ENGINE;

    boolean isFixed() {
        return this != ANY;
    }

    Comparator<PlannedClass> comparator() {
        Comparator<PlannedClass> byName = Comparator.comparing(PlannedClass::name);
        return this == REVERSE_ALPHABETICAL ? byName.reversed() : byName;
    }

    /** Whether {@code other} may run before {@code it}. */
    boolean mayPrecede(PlannedClass other, PlannedClass it) {
        return !other.name().equals(it.name()) && (this == OF_ENGINE || comparator().compare(other, it) < 0);
    }
}
