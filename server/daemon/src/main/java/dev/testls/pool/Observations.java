package dev.testls.pool;

import dev.testls.base.ContentHash;
import dev.testls.model.ModuleId;
import dev.testls.model.Observation;
import dev.testls.model.Observation.Lookup;
import dev.testls.model.TestId;
import dev.testls.worker.wire.ToDaemon;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
        probed.put(it.first, new Probed(it.className, it.first, it.methods, new ContentHash(HexFormat.of().formatHex(it.hash))));
    }

    void named(ToDaemon.Named it) {
        named.put(it.number, it);
    }

    /** Empty when a number is of nothing that was told. */
    Optional<Observation> observation(ToDaemon.Observed it) {
        if (it.className.isEmpty()) return Optional.empty();
        Map<String, Set<String>> executed = new HashMap<>();
        Set<String> reflected = new HashSet<>();
        Set<Lookup> lookups = new HashSet<>();
        Map<String, ContentHash> code = new HashMap<>();
        Probed of = Probed.NOTHING;
        Set<String> methods = Set.of();
        for (int number : it.numbers) {
            if (of.holds(number)) {
                // Numbers come in order, those of a class in a row.
                methods.add(of.method(number));
                continue;
            }
            ToDaemon.Named other = named.get(number);
            if (other != null) {
                if (other.kind == ToDaemon.Named.Kind.REFLECTED) reflected.add(other.name);
                else lookups.add(new Lookup(Lookup.Kind.valueOf(other.kind.name()), other.name));
                continue;
            }
            Map.Entry<Integer, Probed> entry = probed.floorEntry(number);
            if (entry == null || !entry.getValue().holds(number)) return Optional.empty();
            of = entry.getValue();
            methods = executed.computeIfAbsent(of.className, name -> new HashSet<>());
            methods.add(of.method(number));
            code.put(of.className, of.hash);
        }
        TestId test = new TestId(module, it.className, it.method, "");
        return Optional.of(new Observation(test, executed, reflected, lookups, code, it.exact));
    }

    /** @param first the number of the first of the methods; the others have those that follow */
    private record Probed(String className, int first, List<String> methods, ContentHash hash) {
        static final Probed NOTHING = new Probed("", 0, List.of(), ContentHash.of(new byte[0]));

        boolean holds(int number) {
            return number >= first && number - first < methods.size();
        }

        String method(int number) {
            return methods.get(number - first);
        }
    }
}
