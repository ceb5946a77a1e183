package dev.testls.report;

/** How Surefire's JUnit Platform provider lays out its XML; it changed once within 3.5. */
public enum SurefireStyle {
    /** Up to 3.5.3: a file for each class, nested ones too; {@code classname} is the binary name. */
    FILE_PER_CLASS,
    /**
     * From 3.5.4: a file for each top-level class, with its nested classes in it; {@code classname} is what
     * {@code @DisplayName} says, where the class has one.
     */
    FILE_PER_TOP_LEVEL_CLASS;

    private static final int[] CHANGED_IN = {3, 5, 4};

    /** The style of a version of Surefire such as {@code 3.2.5}; of the newest where the text is no version. */
    public static SurefireStyle of(String version) {
        String[] parts = version.split("[.-]");
        for (int i = 0; i < CHANGED_IN.length; i++) {
            if (i >= parts.length || !parts[i].matches("\\d{1,6}")) return FILE_PER_TOP_LEVEL_CLASS;
            int part = Integer.parseInt(parts[i]);
            if (part != CHANGED_IN[i]) return part < CHANGED_IN[i] ? FILE_PER_CLASS : FILE_PER_TOP_LEVEL_CLASS;
        }
        return FILE_PER_TOP_LEVEL_CLASS;
    }
}
