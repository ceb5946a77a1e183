package dev.testls.project;

import dev.testls.model.ModuleId;
import java.util.List;

/**
 * A parameter of the build that can change an outcome, that a pom sets, and that tls does not honour.
 *
 * @param plugin {@code surefire} or {@code compiler}
 * @param value what it is set to, for people
 * @param why what tls does instead, for people, without a full stop
 */
public record Unhonoured(String plugin, String name, String value, String why, List<ModuleId> modules) {
    public Unhonoured {
        modules = List.copyOf(modules);
    }

    /** For a list of them. */
    public String title() {
        return plugin + "'s <" + name + ">";
    }

    /** For people. */
    public String text() {
        String more = modules.size() > 1 ? " and " + (modules.size() - 1) + (modules.size() == 2 ? " other module" : " other modules") : "";
        return title() + " of " + modules.get(0).shortName() + more + " is not honoured (" + value + "): " + why;
    }
}
