package dev.testls.worker.jdk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.LogManager;

/** What {@code java.util.logging} was told to be; its loggers and handlers are put back one by one. */
final class LoggingConfiguration implements Piece {
    private final Map<Object, Object> before = new HashMap<>(properties());

    @Override
    public String name() {
        return "the configuration of java.util.logging";
    }

    @Override
    public void putBack(List<String> left) {
        if (properties().equals(before)) return;
        Properties again = new Properties();
        again.putAll(before);
        if (!Inside.set(LogManager.getLogManager(), "props", again)) left.add(name());
    }

    private static Map<Object, Object> properties() {
        Object properties = Inside.get(LogManager.getLogManager(), "props");
        return properties instanceof Properties ? (Properties) properties : new Properties();
    }
}
