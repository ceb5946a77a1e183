package dev.testls.worker.jdk;

/** What is to be done after a time, where the pool that all share has a thread for it (from Java 25 on); before, a field tells. */
final class Delayed {
    private Delayed() {}

    /** Whether there is something. */
    static boolean isWaiting() {
        Object pool = Inside.getStatic("java.util.concurrent.ForkJoinPool", "common");
        Object scheduler = pool == null ? null : Inside.get(pool, "delayScheduler");
        if (scheduler == null) return false;
        // How many wait is written when there is nothing else to do.
        Object waiting = Inside.get(scheduler, "restingSize");
        return Inside.get(scheduler, "pending") != null || waiting instanceof Integer && (Integer) waiting > 0;
    }
}
