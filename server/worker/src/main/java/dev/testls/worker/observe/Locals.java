package dev.testls.worker.observe;

import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * What the project put into thread-locals that static fields hold; a look would make a value where there is none.
 *
 * <p>Any thread. Nothing is held: neither a thread-local nor its value lives longer for being here.
 */
final class Locals {
    private volatile Local[] all = {};

    /** The project gets or sets a value, or removes it: then it is null. */
    void put(Object threadLocal, Object value) {
        for (Local each : all) {
            if (each.owner.get() != threadLocal) continue;
            each.used = true;
            if (each.value == null ? value != null : each.value.get() != value) {
                each.value = value == null ? null : new WeakReference<>(value);
            }
            return;
        }
    }

    /** From now on its value is noticed. */
    synchronized Local of(Object threadLocal) {
        for (Local each : all) {
            if (each.owner.get() == threadLocal) return each;
        }
        Local[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = new Local(threadLocal);
        all = more;
        return more[more.length - 1];
    }

    /** One of them, and the last value that any thread had there. */
    static final class Local {
        private final WeakReference<Object> owner;
        private volatile WeakReference<Object> value;
        private volatile boolean used;

        Local(Object owner) {
            this.owner = new WeakReference<>(owner);
        }

        /** Whether the project's own code works with it; else its value is unknown. */
        boolean isUsed() {
            return used;
        }

        /** Null when there is none. */
        Object value() {
            WeakReference<Object> now = value;
            return now == null ? null : now.get();
        }
    }
}
