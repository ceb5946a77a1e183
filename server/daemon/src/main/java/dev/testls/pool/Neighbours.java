package dev.testls.pool;

import dev.testls.pool.Held.Kind;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the pool's other JVMs are up to at one moment, as far as it can make a test fail that would pass without them. Those that debug
 * do not count, which are nobody's to wait for.
 *
 * @param ran whether any of them ran tests since the tests of this one began
 * @param held what they hold, all together
 */
public record Neighbours(boolean ran, Held held) {
    public static final Neighbours NONE = new Neighbours(false, Held.NOTHING);

    /** What libraries and tests say when another process was there first, and the JDK when one made, filled or removed a file meanwhile; and what takes too long beside others. */
    private static final Pattern WAS_THERE_FIRST = Pattern.compile("BindException|ExportException|OverlappingFileLockException|PortInUse"
            + "|NoSuchFileException|FileNotFoundException|FileAlreadyExistsException|DirectoryNotEmptyException|does(n't| not) exist|no such file|TimeoutException|timed out|exceeded timeout"
            + "|already (in use|bound|locked|running|started|open)|(is|are|was) (in use|locked)|locked by|being used by|(obtain|acquire|get) (an? |the )?(exclusive )?lock",
            Pattern.CASE_INSENSITIVE);

    /**
     * Why a test's failure may be their doing, for people; empty when it cannot be.
     *
     * @param failure all that is told of the failure
     */
    public Optional<String> mayCause(String failure) {
        Optional<Held.Thing> needed = held.things().stream().filter(it -> it.kind() == Kind.LOCK || it.kind() == Kind.PORT && (it.isFixed() || it.isNamedIn(failure))).findFirst();
        if (needed.isPresent()) return needed.map(it -> "another JVM held " + it.text());
        boolean others = ran || !held.isEmpty();
        return others && WAS_THERE_FIRST.matcher(failure).find() ? Optional.of("tests ran in another JVM at the same time") : Optional.empty();
    }
}
