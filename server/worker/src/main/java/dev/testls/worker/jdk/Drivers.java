package dev.testls.worker.jdk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * Drivers of databases, if anybody asked for one. The project's go with their lease, and are found again by the next one. Those of jars
 * stay, as their classes do, if any test would find them: by their service file.
 */
final class Drivers implements Piece {
    private static final String MANAGER = "java.sql.DriverManager";

    private final Predicate<ClassLoader> ofLease;

    Drivers(Predicate<ClassLoader> ofLease) {
        this.ofLease = ofLease;
    }

    @Override
    public String name() {
        return "the drivers of databases";
    }

    @Override
    public void putBack(List<String> left) throws IOException {
        Object registered = Inside.getStatic(MANAGER, "registeredDrivers");
        if (!(registered instanceof Collection)) return;
        boolean removed = false;
        for (Object info : ((Collection<?>) registered).toArray()) {
            Object driver = Inside.get(info, "driver");
            if (driver == null) continue;
            ClassLoader loader = driver.getClass().getClassLoader();
            if (ofLease.test(loader)) removed |= removeSame((Collection<?>) registered, info);
            else if (loader != null && !isService(loader, driver.getClass().getName())) left.add("the driver " + driver.getClass().getName() + " was registered");
        }
        if (removed && !Inside.setStatic(MANAGER, "driversInitialized", false)) left.add("drivers of the project were registered");
    }

    /** Its equality is the drivers', whose code is not to run. */
    private static boolean removeSame(Collection<?> all, Object info) {
        return all.removeIf(it -> it == info);
    }

    private static boolean isService(ClassLoader loader, String name) throws IOException {
        for (URL url : Collections.list(loader.getResources("META-INF/services/java.sql.Driver"))) {
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.replaceFirst("#.*", "").trim().equals(name)) return true;
                }
            }
        }
        return false;
    }
}
