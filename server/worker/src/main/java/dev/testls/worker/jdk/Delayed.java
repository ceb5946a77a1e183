package dev.testls.worker.jdk;

import java.util.List;

/** What is to be done after a time, where the pool that all share has a thread for it (from Java 25 on); before, a field tells. */
final class Delayed implements Piece {
    @Override
    public String name() {
        return "what is to be done after a time";
    }

    @Override
    public void putBack(List<String> left) {
        Object pool = Inside.getStatic("java.util.concurrent.ForkJoinPool", "common");
        Object scheduler = pool == null ? null : Inside.get(pool, "delayScheduler");
        if (scheduler == null) return;
        Object waiting = Inside.get(scheduler, "active");
        if (Inside.get(scheduler, "pending") != null || waiting instanceof Integer && (Integer) waiting > 0) left.add("something is to be done after a time");
    }
}
