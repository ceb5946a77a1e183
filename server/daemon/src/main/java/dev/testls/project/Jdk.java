package dev.testls.project;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** What a JDK says of itself. */
public final class Jdk {
    private Jdk() {}

    /** The feature release of the JDK in a directory; zero when that cannot be told. */
    public static int version(Path home) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("release"))) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            return 0;
        }
        return featureRelease(properties.getProperty("JAVA_VERSION", "").replace("\"", ""));
    }

    /** {@code 8} of {@code 1.8.0_372}, {@code 1.8} and {@code 8}; zero of what is no version. */
    public static int featureRelease(String version) {
        String text = version.startsWith("1.") ? version.substring(2) : version;
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) end++;
        return end == 0 || end > 3 ? 0 : Integer.parseInt(text.substring(0, end));
    }
}
