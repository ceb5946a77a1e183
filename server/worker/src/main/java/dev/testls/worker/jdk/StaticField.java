package dev.testls.worker.jdk;

import dev.testls.worker.jdk.StateTable.Row;
import java.lang.reflect.Field;

/** A static field of the JDK's that the table names: what it began with, and what it holds now. */
final class StaticField {
    /** In the table: the value is what this JVM began with, or is not compared. */
    private static final String ANY = "-";

    final Row row;
    /** Null: its class is not loaded, as far as is known. */
    private Class<?> owner;
    private Inside.Variable variable;
    private boolean absent;
    private boolean remembered;
    private Object value;
    /** Null for what is no holder. */
    private Content content;

    StaticField(Row row) {
        this.row = row;
    }

    /** Remembers the value, where there is one: the JVM is as it begins. */
    void remember() {
        if (!isThere()) return;
        remembered = true;
        value = get();
        content = Content.of(value);
    }

    /** Whether its class is initialised. One that this JDK does not have never is. */
    boolean isThere() {
        if (absent) return false;
        try {
            if (owner == null) owner = Inside.loaded(row.className());
            if (owner == null || !Inside.isInitialised(owner)) return false;
            if (variable == null && !row.fieldName().equals("*")) open();
            return true;
        } catch (ClassNotFoundException e) {
            absent = true;
            return false;
        }
    }

    /** Whether it was initialised when the JVM was ready. */
    boolean wasThere() {
        return remembered;
    }

    private void open() throws ClassNotFoundException {
        Field field = Inside.field(owner, row.fieldName());
        if (field == null) throw new ClassNotFoundException(row.name);
        variable = new Inside.Variable(field, null);
    }

    /** To be asked only where {@link #isThere}. */
    Object get() {
        return variable == null ? null : variable.get();
    }

    /** Whether it holds something else than what it began with. */
    boolean differs() {
        Object now = get();
        if (remembered) return !Content.isSame(now, value) || content != null && !isContent(now, content);
        String begins = row.begins;
        if (begins.equals(ANY)) return false;
        if (begins.equals("empty")) return !isContent(now, Content.EMPTY);
        if (begins.startsWith("new:")) return now == null || !now.getClass().getName().equals(begins.substring("new:".length()));
        if (begins.startsWith("[")) return !isContent(now, Content.single(text(begins.substring(1, begins.length() - 1))));
        return !Content.isSame(now, text(begins));
    }

    private static boolean isContent(Object now, Content expected) {
        Content content = Content.of(now);
        return content != null && expected.isAsIn(content);
    }

    /** Whether it holds again what it began with. */
    boolean putBack() {
        try {
            String begins = row.begins;
            if (remembered) return (Content.isSame(get(), value) || set(value)) && (content == null || content.putInto(value));
            if (begins.equals("empty")) return Content.EMPTY.putInto(get());
            if (begins.startsWith("new:")) return set(Inside.make(Class.forName(begins.substring("new:".length()), false, owner.getClassLoader())));
            if (begins.startsWith("[")) return Content.single(text(begins.substring(1, begins.length() - 1))).putInto(get());
            return set(text(begins));
        } catch (Throwable e) {
            return false;
        }
    }

    private boolean set(Object to) {
        return variable.set(to);
    }

    /** What the table says as text, as a value. */
    private static Object text(String text) {
        switch (text) {
            case "null": return null;
            case "true": return true;
            case "false": return false;
            default: return Integer.parseInt(text);
        }
    }
}
