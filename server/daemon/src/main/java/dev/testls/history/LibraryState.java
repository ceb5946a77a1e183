package dev.testls.history;

import dev.testls.model.LibraryVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a static field of a library that tests change.
 *
 * @param agreements so often a class that ran after it had changed ended as in a fresh JVM
 * @param ended so many JVMs were ended for it
 * @param disagreed whether a class that ran after it had changed ended otherwise than in a fresh JVM
 * @param how it changed, last seen, for people
 */
record LibraryState(int agreements, int ended, boolean disagreed, String how) {
    /** So many agreements show that it is harmless: one may be luck, as most classes do not look at it. */
    private static final int ENOUGH_AGREEMENTS = 3;
    /** So many JVMs end for it, however harmless it looks: what nobody has seen before may be what makes the next test pass. */
    private static final int FIRST_ENDS = 2;
    /** So many JVMs end for it before it is worth finding out. */
    private static final int ENOUGH_ENDS = 5;

    private static final LibraryState UNSEEN = new LibraryState(0, 0, false, "");

    static LibraryState of(@Nullable String text) {
        String[] parts = text == null ? new String[0] : text.split(" ", 4);
        if (parts.length < 4) return UNSEEN;
        try {
            return new LibraryState(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Boolean.parseBoolean(parts[2]), parts[3]);
        } catch (NumberFormatException e) {
            return UNSEEN;
        }
    }

    String text() {
        return agreements + " " + ended + " " + disagreed + " " + how;
    }

    LibraryVerdict verdict() {
        if (disagreed) return LibraryVerdict.HARMFUL;
        if (agreements >= ENOUGH_AGREEMENTS) return LibraryVerdict.HARMLESS;
        if (ended >= ENOUGH_ENDS) return LibraryVerdict.ON_TRIAL;
        return ended >= FIRST_ENDS ? LibraryVerdict.KNOWN : LibraryVerdict.UNKNOWN;
    }

    LibraryState withChange(String how) {
        return new LibraryState(agreements, ended, disagreed, how);
    }

    LibraryState withEnd(String how) {
        return new LibraryState(agreements, ended + 1, disagreed, how);
    }

    LibraryState withAgreement() {
        return new LibraryState(agreements + 1, ended, disagreed, how);
    }

    LibraryState withDisagreement() {
        return new LibraryState(agreements, ended, true, how);
    }

    /** For people. */
    String told() {
        String jvms = ended == 0 ? "" : ", " + ended + (ended == 1 ? " JVM" : " JVMs") + " ended for it";
        return switch (verdict()) {
            case UNKNOWN, KNOWN -> "is changed by tests (" + how + ")" + jvms;
            case ON_TRIAL -> "is changed by tests (" + how + ")" + jvms + "; now it is left so, and whether that matters is being seen";
            case HARMLESS -> "is changed by tests (" + how + "), which was seen to matter to no other test";
            case HARMFUL -> "is changed by tests (" + how + "), which reached other tests: JVMs in which it has changed are ended" + jvms;
        };
    }
}
