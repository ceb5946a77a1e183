package dev.testls.jdt;

import java.util.List;

/** A value in an annotation, or of a constant, before names are resolved; a closed set. */
sealed interface Value {
    <R> R on(Cases<R> cases);

    /** A literal, as its text: also numbers, characters and booleans. */
    record Text(String text) implements Value {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.text(this);
        }
    }

    /** A constant's or an enum constant's name, perhaps qualified. */
    record Name(String name) implements Value {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.name(this);
        }
    }

    /** A class literal. */
    record ClassName(String type) implements Value {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.className(this);
        }
    }

    /** Strings put together with {@code +}. */
    record Concat(List<Value> parts) implements Value {
        public Concat {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.concat(this);
        }
    }

    /** What stands in braces. */
    record Many(List<Value> values) implements Value {
        public Many {
            values = List.copyOf(values);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.many(this);
        }
    }

    /** An annotation within an annotation. */
    record Nested(AnnotationFacts annotation) implements Value {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.nested(this);
        }
    }

    /** An expression that only a compiler could evaluate. */
    record Unknown() implements Value {
        static final Unknown INSTANCE = new Unknown();

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.unknown(this);
        }
    }

    /** One method for each kind. */
    interface Cases<R> {
        R text(Text it);

        R name(Name it);

        R className(ClassName it);

        R concat(Concat it);

        R many(Many it);

        R nested(Nested it);

        R unknown(Unknown it);
    }
}
