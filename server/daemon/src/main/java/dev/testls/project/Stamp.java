package dev.testls.project;

import dev.testls.base.ContentHash;
import dev.testls.base.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file as it was: its stamp tells quickly that nothing happened, the hash tells it for certain.
 *
 * @param settled whether an equal stamp says that nothing happened; else the content has to be looked at
 * @param suspect whether it may have changed while it was used, so that it counts as different from whatever there is
 * @param hash empty when there was no such file
 */
record Stamp(FileStamp file, boolean settled, boolean suspect, String hash) {
    private static final Stamp ABSENT = new Stamp(FileStamp.ABSENT, true, false, "");

    /** The stamp of {@code file}, whose content is read. */
    static Stamp of(Path file, long epochMillis) throws IOException {
        if (!Files.isRegularFile(file)) return ABSENT;
        // In this order: what is written between both is seen by its stamp the next time.
        FileStamp stamp = FileStamp.of(file);
        return new Stamp(stamp, stamp.isSettled(epochMillis), false, ContentHash.of(file).hex());
    }

    /** As this; of a file that was written when the clock showed {@code since} or later, one that will be looked at again. */
    Stamp unlessWrittenSince(FileStamp since) {
        return file.isNotBefore(since) ? suspected() : this;
    }

    /** As this, but of a file that may have changed while it was used. */
    Stamp suspected() {
        return new Stamp(file, settled, true, hash);
    }

    /** Whether the file is certainly the one that was stamped, without a look at its content. */
    boolean looksLike(FileStamp now) {
        return settled && !suspect && file.equals(now);
    }

    /** Whether the file's content is the one that was stamped; it is read. */
    boolean isOfSameContent(Path file) throws IOException {
        if (suspect) return false;
        if (!Files.isRegularFile(file)) return !this.file.exists();
        return this.file.exists() && ContentHash.of(file).hex().equals(hash);
    }
}
