package dev.testls.worker.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;

/**
 * What the JDK's own handles remember of whom they served last, by type: it is asked for by nobody else, but holds the type. Records are
 * compared by such, for one.
 */
final class Handles implements Piece {
    private static final String[] OWNERS = {
        "java.lang.runtime.ObjectMethods", "java.lang.runtime.SwitchBootstraps", "java.lang.runtime.ExactConversionsSupport",
        "java.lang.invoke.ConstantBootstraps", "java.lang.invoke.MethodHandleImpl", "java.lang.invoke.MethodHandleImpl$Lazy",
        "java.lang.invoke.MethodHandles", "java.lang.invoke.MethodHandleProxies", "java.lang.invoke.StringConcatFactory",
        "java.lang.invoke.StringConcatFactory$MethodHandleInlineCopyStrategy", "java.lang.invoke.VarHandles"
    };

    @Override
    public String name() {
        return "handles of the JDK";
    }

    @Override
    public void putBack(List<String> left) throws ClassNotFoundException {
        for (String owner : OWNERS) {
            if (!Inside.isInUse(owner)) continue;
            Class<?> type = Inside.loaded(owner);
            for (Field field : Inside.fields(type)) {
                if (!Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) continue;
                Object value = new Inside.Variable(field, null).get();
                if (value instanceof MethodHandle) forget((MethodHandle) value);
                if (!(value instanceof MethodHandle[])) continue;
                for (MethodHandle each : (MethodHandle[]) value) forget(each);
            }
        }
    }

    private static void forget(MethodHandle handle) {
        if (handle != null) Inside.set(handle, "asTypeCache", null);
    }
}
