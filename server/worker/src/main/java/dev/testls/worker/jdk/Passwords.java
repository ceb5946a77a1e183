package dev.testls.worker.jdk;

import java.util.HashMap;
import java.util.List;

/** Passwords that servers took, until Java 18 in one place for all; there is no way to ask for them but this. */
final class Passwords implements Piece {
    @Override
    public String name() {
        return "passwords of servers";
    }

    @Override
    public void putBack(List<String> left) {
        Object cache = Inside.getStatic("sun.net.www.protocol.http.AuthCacheValue", "cache");
        if (cache != null && !Inside.set(cache, "hashtable", new HashMap<>())) left.add("passwords of servers");
    }
}
