package dev.testls.pool;

import dev.testls.base.ContentHash;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.Observation.Lookup;
import dev.testls.model.TestId;
import dev.testls.worker.wire.ToDaemon;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts together what a worker tells of observations in the course of one batch. One thread. */
final class Observations {
    private final ModuleId module;
    /** Classes by the number of their first method. */
    private final TreeMap<Integer, Probed> probed = new TreeMap<>();
    private final Map<Integer, ToDaemon.Named> named = new HashMap<>();

    Observations(ModuleId module) {
        this.module = module;
    }

    void probed(ToDaemon.Probed it) {
        probed.put(it.first, new Probed(it, new ContentHash(HexFormat.of().formatHex(it.hash))));
    }

    void named(ToDaemon.Named it) {
        named.put(it.number, it);
    }

    /** Empty when a number is of nothing that was told. */
    Optional<Observation> observation(ToDaemon.Observed it) {
        if (it.className.isEmpty()) return Optional.empty();
        SortedMap<String, SortedSet<String>> executed = new TreeMap<>();
        SortedSet<String> reflected = new TreeSet<>();
        SortedSet<Lookup> lookups = new TreeSet<>();
        Map<String, ContentHash> code = new HashMap<>();
        for (int number : it.numbers) {
            ToDaemon.Named other = named.get(number);
            if (other != null) {
                if (other.kind == ToDaemon.Named.Kind.REFLECTED) reflected.add(other.name);
                else lookups.add(new Lookup(Lookup.Kind.valueOf(other.kind.name()), other.name));
                continue;
            }
            Map.Entry<Integer, Probed> of = probed.floorEntry(number);
            if (of == null || number - of.getKey() >= of.getValue().told.methods.size()) return Optional.empty();
            ToDaemon.Probed told = of.getValue().told;
            executed.computeIfAbsent(told.className, name -> new TreeSet<>()).add(told.methods.get(number - told.first));
            code.put(told.className, of.getValue().hash);
        }
        TestId test = new TestId(module, it.className, it.method, "");
        return Optional.of(new Observation(test, executed, reflected, lookups, code, it.exact));
    }

    private record Probed(ToDaemon.Probed told, ContentHash hash) {}
}
