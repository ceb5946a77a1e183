package dev.testls.pool;

import dev.testls.worker.wire.ToDaemon;
import java.util.List;
import java.util.Optional;

/** Whether a warm worker is fit for another lease. */
@FunctionalInterface
interface RetirePolicy {
    /** Why it is not, for people; empty when it is. */
    Optional<String> retire(int leases, ToDaemon.State state);

    static RetirePolicy any(RetirePolicy... policies) {
        List<RetirePolicy> all = List.of(policies);
        return (leases, state) -> all.stream().flatMap(policy -> policy.retire(leases, state).stream()).findFirst();
    }

    static RetirePolicy after(int limit) {
        return (leases, state) -> reason(leases >= limit, "it served " + leases + " leases");
    }

    static RetirePolicy leftThreads() {
        return (leases, state) -> reason(!state.leftThreads.isEmpty(),
                "tests left threads running: " + String.join(", ", state.leftThreads));
    }

    static RetirePolicy notPutBack() {
        return (leases, state) -> reason(!state.notPutBack.isEmpty(),
                "tests changed what cannot be put back: " + String.join("; ", state.notPutBack));
    }

    static RetirePolicy leftLoaders(int limit) {
        return (leases, state) -> reason(state.leftLoaders > limit,
                "something holds the classes of " + state.leftLoaders + " ended leases");
    }

    static RetirePolicy heapAbove(double fraction) {
        return (leases, state) -> reason(state.heapMax > 0 && state.heapUsed > fraction * state.heapMax,
                "its heap holds " + mebibytes(state.heapUsed) + " of " + mebibytes(state.heapMax));
    }

    static RetirePolicy metaspaceAbove(long bytes, double fraction) {
        return (leases, state) -> {
            double limit = state.metaspaceMax > 0 ? Math.min(bytes, fraction * state.metaspaceMax) : bytes;
            return reason(state.metaspaceUsed > limit, "its classes take " + mebibytes(state.metaspaceUsed));
        };
    }

    private static Optional<String> reason(boolean holds, String why) {
        return holds ? Optional.of(why) : Optional.empty();
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
