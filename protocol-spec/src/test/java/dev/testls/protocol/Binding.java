package dev.testls.protocol;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;

/** What reflection tells of the binding: its methods, and the records that they are made of. */
final class Binding {
    private Binding() {}

    /** A method of the protocol; {@code result} only of a request that has one. */
    record Call(String name, boolean request, boolean toServer, Optional<Class<?>> params, Optional<Class<?>> result) {}

    static SortedMap<String, Call> calls() {
        SortedMap<String, Call> calls = new TreeMap<>();
        for (Class<?> side : List.of(TlsServer.class, TlsTests.class, TlsClient.class)) {
            for (Method method : side.getDeclaredMethods()) {
                JsonRequest request = method.getAnnotation(JsonRequest.class);
                JsonNotification notification = method.getAnnotation(JsonNotification.class);
                if (request == null && notification == null) throw new IllegalStateException("of neither kind: " + method);
                String name = request != null ? request.value() : notification.value();
                Optional<Class<?>> params = Stream.of(method.getParameterTypes()).<Class<?>>map(it -> it).findFirst();
                calls.put(name, new Call(name, request != null, side != TlsClient.class, params, request == null ? Optional.empty() : result(method)));
            }
        }
        return calls;
    }

    /** Every record that a message can hold, by its name in the schema. */
    static SortedMap<String, Class<?>> records() {
        SortedMap<String, Class<?>> records = new TreeMap<>();
        calls().values().forEach(call -> Stream.concat(call.params().stream(), call.result().stream()).forEach(it -> add(it, records)));
        return records;
    }

    /** {@code RunParams.Affected}. */
    static String name(Class<?> type) {
        return type.isMemberClass() ? type.getDeclaringClass().getSimpleName() + "." + type.getSimpleName() : type.getSimpleName();
    }

    /** The type of a list's elements or a map's values; else the type itself. */
    static Class<?> element(Type type) {
        if (!(type instanceof ParameterizedType generic)) return (Class<?>) type;
        Type[] arguments = generic.getActualTypeArguments();
        return element(arguments[arguments.length - 1]);
    }

    private static Optional<Class<?>> result(Method method) {
        Class<?> result = element(method.getGenericReturnType());
        return result == Object.class ? Optional.empty() : Optional.of(result);
    }

    private static void add(Class<?> type, Map<String, Class<?>> records) {
        if (!type.isRecord() || records.put(name(type), type) != null) return;
        for (RecordComponent component : type.getRecordComponents()) add(element(component.getGenericType()), records);
    }
}
