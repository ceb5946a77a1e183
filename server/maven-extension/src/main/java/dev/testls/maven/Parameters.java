package dev.testls.maven;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Named;
import javax.inject.Singleton;

/** What is not honoured of what a build sets: {@code parameters.txt} has a row for each parameter there is. */
@Named
@Singleton
final class Parameters {
    /** {@code honoured but told for balanced hourly}, {@code told with TESTNG}, {@code told but for true}. */
    private static final Pattern TOLD = Pattern.compile(
            "(?:honoured but )?told(?: with (?<with>[A-Z0-9_ ]+?))?(?: for (?<for>.+))?(?: but for (?<but>.+))?");

    private final List<Told> told = new ArrayList<>();

    @Inject
    Parameters() {
        try (InputStream table = Parameters.class.getResourceAsStream("parameters.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split(" \\| ");
                Matcher matcher = TOLD.matcher(columns.length < 4 ? "" : columns[2]);
                if (matcher.matches()) told.add(new Told(columns, matcher));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each parameter of this goal that is set and not honoured, as the daemon's JSON. {@code runner} is the tests', or none. */
    Set<Object> unhonoured(String plugin, GoalSettings goal, Set<Provider> runner) {
        Set<Object> all = new LinkedHashSet<>();
        for (Told it : told) {
            if (!it.plugin.equals(plugin) || !goal.has(it.name)) continue;
            if (!it.providers.isEmpty() && runner.stream().noneMatch(each -> it.providers.contains(each.name()))) continue;
            List<String> values = new ArrayList<>();
            for (String value : goal.given(it.name)) if (it.takes(value)) values.add(value);
            if (values.isEmpty()) continue;
            Map<String, Object> parameter = new LinkedHashMap<>();
            parameter.put("plugin", plugin);
            parameter.put("name", it.name);
            parameter.put("value", String.join(", ", values));
            parameter.put("why", it.why);
            all.add(parameter);
        }
        return all;
    }

    private static final class Told {
        private final String plugin;
        private final String name;
        private final String why;
        private final Set<String> providers;
        private final Set<String> only;
        private final Set<String> butFor;

        Told(String[] columns, Matcher matcher) {
            plugin = columns[0];
            name = columns[1];
            why = columns[3];
            providers = words(matcher.group("with"));
            only = words(matcher.group("for"));
            butFor = words(matcher.group("but"));
        }

        boolean takes(String value) {
            return (only.isEmpty() || only.contains(value)) && !butFor.contains(value);
        }

        private static Set<String> words(String text) {
            return text == null ? Collections.emptySet() : new HashSet<>(Arrays.asList(text.split(" ")));
        }
    }
}
