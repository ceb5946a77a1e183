package dev.testls.floor;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Runs a class through the Launcher each time a line of standard input names it, in a new loader each time, and answers
 * {@code NANOSECONDS TESTS FAILED}.
 *
 * <p>The project's directories are given as the one argument, separated as a class path is; its jars and the Launcher
 * stand on the JVM's own class path and stay loaded and compiled. Nothing is captured, reported or put back.
 */
public final class Floor {
    private final URL[] directories;
    private final Launcher launcher = LauncherFactory.create();

    private Floor(URL[] directories) {
        this.directories = directories;
    }

    public static void main(String[] arguments) throws IOException {
        Floor floor = new Floor(urls(arguments[0]));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(floor.run(line.strip()));
            System.out.flush();
        }
        System.exit(0);
    }

    private static URL[] urls(String directories) throws MalformedURLException {
        String[] paths = directories.split(File.pathSeparator);
        URL[] urls = new URL[paths.length];
        for (int i = 0; i < paths.length; i++) urls[i] = Path.of(paths[i]).toUri().toURL();
        return urls;
    }

    private String run(String className) throws IOException {
        long start = System.nanoTime();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(directories, Floor.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectClass(className)).build();
            launcher.execute(request, summary);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        long nanoseconds = System.nanoTime() - start;
        return nanoseconds + " " + summary.getSummary().getTestsFoundCount() + " "
                + summary.getSummary().getTotalFailureCount();
    }
}
