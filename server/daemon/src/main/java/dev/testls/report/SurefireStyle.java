package dev.testls.report;

/** How Surefire's JUnit Platform provider lays out its XML and names what is in it, in the order of its versions. */
public enum SurefireStyle {
    /** Up to 3.0.0-M3: a file for each top-level class, with its nested classes in it; parameters stand in braces, {@code m{int}[1]}. */
    BRACES("0"),
    /** A file for each class, nested ones too; runs of a method without parameters all have its bare name. */
    BARE_REPETITIONS("3.0.0-M4"),
    /** The same, but each run has its number: {@code m()[1]}. */
    FILE_PER_CLASS("3.5.2"),
    /** A file for each top-level class, with its nested classes in it; {@code classname} is what {@code @DisplayName} says, where the class has one. */
    FILE_PER_TOP_LEVEL_CLASS("3.5.4"),
    /** The same, but {@code classname} is the binary name, and what fails outside of a class's tests has a name. */
    BINARY_NAMES("3.6.0-M1");

    private final long since;

    SurefireStyle(String since) {
        this.since = number(since);
    }

    /** Whether a class's file holds those that are nested in it. */
    boolean isFilePerTopLevelClass() {
        return this != BARE_REPETITIONS && this != FILE_PER_CLASS;
    }

    /** The style of a version of Surefire such as {@code 3.2.5}; of the newest where the text is no version. */
    public static SurefireStyle of(String version) {
        long number = number(version);
        SurefireStyle last = BRACES;
        for (SurefireStyle style : values()) if (number >= style.since) last = style;
        return last;
    }

    /** In the order of versions; a milestone comes before the release. */
    private static long number(String version) {
        String[] parts = version.split("-", 2);
        if (!parts[0].matches("\\d{1,3}(\\.\\d{1,3}){0,2}")) return Long.MAX_VALUE;
        long number = 0;
        String[] numbers = parts[0].split("\\.");
        for (int i = 0; i < 3; i++) number = number * 1000 + (i < numbers.length ? Integer.parseInt(numbers[i]) : 0);
        boolean milestone = parts.length > 1 && parts[1].matches("M\\d{1,3}");
        return number * 1000 + (milestone ? Integer.parseInt(parts[1].substring(1)) : 999);
    }
}
