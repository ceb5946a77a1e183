package dev.testls.jdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What values in annotations come to, once the constants that they name are found. */
final class Constants {
    /** Deeper than any honest constant refers to others; broken code may go in circles. */
    private static final int MAX_DEPTH = 32;

    private Constants() {}

    /** The text of a single value, or of the only element in braces. */
    static Optional<String> text(Value value, Type site) {
        return text(value, site, 0);
    }

    /** The texts of one value or many; those that cannot be told are left out. */
    static List<String> texts(Value value, Type site) {
        List<String> texts = new ArrayList<>();
        for (Value element : elements(value)) text(element, site).ifPresent(texts::add);
        return texts;
    }

    static List<Type> types(Value value, Type site) {
        List<Type> types = new ArrayList<>();
        for (Value element : elements(value)) {
            Type type = element instanceof Value.ClassName literal ? site.resolve(literal.type()) : null;
            if (type != null) types.add(type);
        }
        return types;
    }

    static List<Value> elements(Value value) {
        return value instanceof Value.Many many ? many.values() : List.of(value);
    }

    private static Optional<String> text(Value value, Type site, int depth) {
        if (depth > MAX_DEPTH) return Optional.empty();
        return value.on(new Value.Cases<Optional<String>>() {
            @Override
            public Optional<String> text(Value.Text it) {
                return Optional.of(it.text());
            }

            @Override
            public Optional<String> name(Value.Name it) {
                return constant(it.name(), site, depth);
            }

            @Override
            public Optional<String> className(Value.ClassName it) {
                return Optional.empty();
            }

            @Override
            public Optional<String> concat(Value.Concat it) {
                StringBuilder whole = new StringBuilder();
                for (Value part : it.parts()) {
                    Optional<String> text = Constants.text(part, site, depth + 1);
                    if (text.isEmpty()) return Optional.empty();
                    whole.append(text.get());
                }
                return Optional.of(whole.toString());
            }

            @Override
            public Optional<String> many(Value.Many it) {
                return it.values().size() == 1 ? Constants.text(it.values().get(0), site, depth + 1) : Optional.empty();
            }

            @Override
            public Optional<String> nested(Value.Nested it) {
                return Optional.empty();
            }

            @Override
            public Optional<String> unknown(Value.Unknown it) {
                return Optional.empty();
            }
        });
    }

    private static Optional<String> constant(String name, Type site, int depth) {
        int dot = name.lastIndexOf('.');
        if (dot >= 0) return of(site.resolve(name.substring(0, dot)), name.substring(dot + 1), depth);
        for (Type type = site; type != null; type = type.enclosing) {
            Optional<String> found = of(type, name, depth);
            if (found.isPresent()) return found;
        }
        if (site.scope == null) return Optional.empty();
        for (Type type : site.scope.staticImports(name)) {
            Optional<String> found = of(type, name, depth);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    private static Optional<String> of(@Nullable Type owner, String name, int depth) {
        if (owner == null) return Optional.empty();
        for (Type type : owner.supertypes()) {
            Value value = type.facts.constants().get(name);
            if (value != null) return text(value, type, depth + 1);
        }
        return Optional.empty();
    }
}
