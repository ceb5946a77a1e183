package dev.testls.worker.jdk;

import java.security.Provider;
import java.security.Security;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Security properties, and what providers offer.
 *
 * <p>The JDK reads most properties once, when the class that obeys them comes to life, which may have been during the lease: those end
 * the JVM. Others, of names that it does not know, are only put back.
 */
final class SecurityState implements Piece {
    private static final String[] OF_JDK = {"networkaddress.", "jdk.", "ssl.", "sun.", "com.sun.", "java.", "javax.", "krb5.", "security.", "policy.", "login."};

    private final Properties properties;
    private final Map<Object, Object> values;
    private final Map<Provider, Map<Object, Object>> entries = new IdentityHashMap<>();

    SecurityState() {
        for (Provider provider : Security.getProviders()) entries.put(provider, new HashMap<>(provider));
        properties = (Properties) Inside.getStatic("java.security.Security", "props");
        values = properties == null ? null : new HashMap<>(properties);
    }

    @Override
    public String name() {
        return "the security properties and providers";
    }

    @Override
    public void putBack(List<String> left) {
        if (properties != null && !properties.equals(values)) {
            for (Object key : properties.keySet()) {
                if (!properties.get(key).equals(values.get(key)) && isOfJdk(key)) left.add("the security property " + key + " was changed");
            }
            for (Object key : values.keySet()) {
                if (!properties.containsKey(key)) left.add("the security property " + key + " was removed");
            }
            properties.keySet().retainAll(values.keySet());
            properties.putAll(values);
        }
        entries.forEach((provider, before) -> {
            // Some providers are equal to themselves alone.
            if (before.equals(provider)) return;
            for (Object key : provider.keySet().toArray()) {
                if (!before.containsKey(key)) provider.remove(key);
            }
            provider.putAll(before);
            if (!before.equals(provider)) left.add("the provider " + provider.getName() + " was changed");
        });
    }

    private boolean isOfJdk(Object key) {
        if (values.containsKey(key)) return true;
        for (String prefix : OF_JDK) {
            if (key.toString().startsWith(prefix)) return true;
        }
        return false;
    }
}
