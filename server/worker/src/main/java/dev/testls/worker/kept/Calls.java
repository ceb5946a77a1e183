package dev.testls.worker.kept;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;

/** Which methods of libraries that change something, by their names, code of the project calls. */
final class Calls {
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final Pattern CHANGES = Pattern.compile("(set|add|put|remove|delete|clear|reset|register|unregister|deregister|enable|disable|install|uninstall"
            + "|attach|detach|use|make|define|override|update|invalidate|configure|activate|deactivate|load|unload|suspend|resume)(\\p{Lu}.*)?");

    private final Map<String, Set<String>> byOwner = new HashMap<>();

    /** Adds those of a class file to methods of these classes, each by its name. */
    void read(byte[] code, Set<String> libraries) {
        ClassReader reader = new ClassReader(code);
        char[] text = new char[reader.getMaxStringLength()];
        for (int i = 1; i < reader.getItemCount(); i++) {
            int at = reader.getItem(i);
            if (at == 0 || reader.readByte(at - 1) != METHOD && reader.readByte(at - 1) != INTERFACE_METHOD) continue;
            String owner = reader.readClass(at, text).replace('/', '.');
            if (!libraries.contains(owner)) continue;
            String name = reader.readUTF8(reader.getItem(reader.readUnsignedShort(at + 2)), text);
            if (CHANGES.matcher(name).matches()) byOwner.computeIfAbsent(owner, key -> new HashSet<>()).add(name);
        }
    }

    Set<String> owners() {
        return byOwner.keySet();
    }

    Set<String> of(String owner) {
        return byOwner.getOrDefault(owner, Collections.<String>emptySet());
    }
}
