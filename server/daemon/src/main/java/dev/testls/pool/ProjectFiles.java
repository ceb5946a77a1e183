package dev.testls.pool;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands in the project's class path entries, as far as warm workers must know: the packages, and the state of
 * everything but class files, which libraries may have read and remembered (a logging configuration, a service file).
 *
 * <p>Where the project provides a service of the JDK's, class files count, too: the JDK keeps providers by name, and what they said, for
 * as long as the JVM lives.
 *
 * <p>Fast the second time: a directory is listed again only when it changed. Not for two threads at once.
 */
final class ProjectFiles {
    /** Of annotation processors none is asked when tests run. */
    private static final Pattern OF_JDK = Pattern.compile("(java|sun|com\\.sun|jdk|javax\\.(imageio|management|naming|net|print|script|security|sound|sql|xml)|"
            + "org\\.(w3c|xml))\\..*");
    private static final Path META_INF = Path.of("META-INF");
    private static final Path SERVICES = META_INF.resolve("services");
    /** Test frameworks look for what extends them with the loader of the thread. */
    private static final Pattern OF_TESTS = Pattern.compile("org\\.(junit|testng|spockframework)\\..*|io\\.(kotest|cucumber)\\..*");

    private final Map<Path, Listing> listings = new HashMap<>();

    Content content(List<Path> entries) {
        Set<String> packages = new HashSet<>();
        Set<Stamped> resources = new HashSet<>();
        for (Path entry : entries) {
            if (Files.isDirectory(entry)) add(entry, "", packages, resources);
            else resources.add(Stamped.of(entry));
        }
        if (resources.stream().anyMatch(it -> providesService(it.path()))) {
            for (Path entry : entries) addClasses(entry, resources);
        }
        Set<String> provided = new HashSet<>();
        for (Path entry : entries) addProvided(entry.resolve(META_INF), provided);
        return new Content(packages, resources, provided);
    }

    /** Providers are named in {@code META-INF/services/a.Service}, or {@code META-INF/micronaut/a.Service/b.Provider}. */
    private void addProvided(Path metaInf, Set<String> packages) {
        if (!Files.isDirectory(metaInf)) return;
        for (Path services : listing(metaInf).directories) {
            Listing named = listing(services);
            Stream.concat(named.resources.stream(), named.directories.stream().filter(it -> !listing(it).resources.isEmpty()))
                    .map(it -> it.getFileName().toString()).filter(it -> it.lastIndexOf('.') > 0)
                    .filter(it -> !OF_TESTS.matcher(it).matches()).forEach(type -> packages.add(type.substring(0, type.lastIndexOf('.'))));
        }
    }

    private static boolean providesService(Path resource) {
        Path parent = resource.getParent();
        return parent != null && parent.endsWith(SERVICES) && OF_JDK.matcher(resource.getFileName().toString()).matches();
    }

    private void addClasses(Path directory, Set<Stamped> stamps) {
        if (!Files.isDirectory(directory)) return;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.class")) {
            for (Path file : files) stamps.add(Stamped.of(file));
        } catch (IOException | DirectoryIteratorException e) {
            // It went away meanwhile.
        }
        for (Path below : listing(directory).directories) addClasses(below, stamps);
    }

    private void add(Path directory, String packageName, Set<String> packages, Set<Stamped> resources) {
        Listing listing = listing(directory);
        if (listing.classes) packages.add(packageName);
        for (Path resource : listing.resources) resources.add(Stamped.of(resource));
        for (Path below : listing.directories) {
            String name = below.getFileName().toString();
            add(below, packageName.isEmpty() ? name : packageName + "." + name, packages, resources);
        }
    }

    private Listing listing(Path directory) {
        Stamped stamp = Stamped.of(directory);
        Listing known = listings.get(directory);
        if (known != null && known.stamp.equals(stamp)) return known;
        Listing fresh = list(directory, stamp);
        listings.put(directory, fresh);
        return fresh;
    }

    private static Listing list(Path directory, Stamped stamp) {
        List<Path> directories = new ArrayList<>();
        List<Path> resources = new ArrayList<>();
        boolean classes = false;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (file.toString().endsWith(".class")) classes = true;
                else if (Files.isDirectory(file)) directories.add(file);
                else resources.add(file);
            }
        } catch (IOException e) {
            // It went away meanwhile; its parent has changed, too.
        }
        return new Listing(stamp, directories, resources, classes);
    }

    /**
     * What workers depend on. Equal contents serve the same workers.
     *
     * @param provided the packages of the types that the project provides services of
     */
    record Content(Set<String> packages, Set<Stamped> resources, Set<String> provided) {
        Content {
            provided = Set.copyOf(provided);
            packages = Set.copyOf(packages);
            resources = Set.copyOf(resources);
        }
    }

    private record Listing(Stamped stamp, List<Path> directories, List<Path> resources, boolean classes) {}
}
