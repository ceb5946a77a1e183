package dev.testls.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.h2.mvstore.MVStore;

/**
 * The file of the history. A store that could not write gives up for good: then it is opened again with the next commit, and what was
 * not written goes into it.
 */
final class Disk implements AutoCloseable {
    private static final int FORMAT = 4;

    private final Path file;
    private final List<Kept<?, ?>> maps;
    private final Consumer<MVStore> writing;
    /** Empty: it could not be opened, or gave up. */
    private Optional<MVStore> store;
    private Optional<String> trouble = Optional.empty();

    /** @param writing has a store write what was put into it; it throws when there is no room */
    private Disk(Path file, List<Kept<?, ?>> maps, Consumer<MVStore> writing, Optional<MVStore> store) {
        this.file = file;
        this.maps = maps;
        this.writing = writing;
        this.store = store;
    }

    /**
     * Opens the file and reads the maps.
     *
     * @throws IOException when there is none and none can be made
     * @throws RuntimeException when what is there cannot be understood
     */
    static Disk open(Path file, List<Kept<?, ?>> maps, Consumer<MVStore> writing) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        MVStore store = openStore(file);
        try {
            maps.forEach(it -> it.readFrom(store));
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
        return new Disk(file, maps, writing, Optional.of(store));
    }

    /** One whose file could not be opened: everything is in memory until it can. */
    static Disk without(Path file, List<Kept<?, ?>> maps, Consumer<MVStore> writing, Exception why) {
        Disk disk = new Disk(file, maps, writing, Optional.empty());
        disk.trouble = Optional.of(trouble(file, why));
        return disk;
    }

    synchronized Optional<MVStore> store() {
        return store;
    }

    /** Why the last commit did not reach the disk, with what to do; empty when it did. */
    synchronized Optional<String> trouble() {
        return trouble;
    }

    /** Writes what was not written yet, or keeps it in memory until the next time. */
    synchronized void commit() {
        try {
            if (store.isEmpty()) store = Optional.of(reopen());
            maps.forEach(it -> it.writeTo(store.get()));
            writing.accept(store.get());
            maps.forEach(Kept::written);
            trouble = Optional.empty();
        } catch (IOException | RuntimeException e) {
            maps.forEach(Kept::notWritten);
            store.ifPresent(Disk::giveUp);
            store = Optional.empty();
            trouble = Optional.of(trouble(file, e));
        }
    }

    @Override
    public synchronized void close() {
        commit();
        store.ifPresent(it -> {
            try {
                it.close();
            } catch (RuntimeException e) {
                giveUp(it);
            }
        });
        store = Optional.empty();
    }

    private MVStore reopen() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try {
            return openStore(file);
        } catch (RuntimeException e) {
            // Only a file that is damaged has to go; on a full disk it is what there is.
            MVStore fresh = openFresh();
            fresh.close();
            Files.move(fresh(), file, StandardCopyOption.REPLACE_EXISTING);
            maps.forEach(Kept::writeAll);
            return openStore(file);
        }
    }

    /** Not in the old one's place: as long as it cannot be written, the old one stays. */
    private MVStore openFresh() throws IOException {
        Files.deleteIfExists(fresh());
        try {
            MVStore store = openStore(fresh());
            store.commit();
            return store;
        } catch (RuntimeException e) {
            Files.deleteIfExists(fresh());
            throw e;
        }
    }

    private Path fresh() {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private static MVStore openStore(Path file) {
        MVStore store = new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().cacheSize(1).open();
        int version = store.getStoreVersion();
        if (version != 0 && version != FORMAT) {
            store.closeImmediately();
            throw new OtherFormat();
        }
        store.setStoreVersion(FORMAT);
        return store;
    }

    private static void giveUp(MVStore store) {
        try {
            store.closeImmediately();
        } catch (RuntimeException e) {
            // It has given up itself.
        }
    }

    private static String trouble(Path file, Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        return "what runs showed cannot be written to " + file + " (" + cause.getMessage()
                + "). It is kept in memory and written when that works again: make room there, or set TLS_HOME to a directory that can be written";
    }

    /** Another build of this program wrote the file. */
    static final class OtherFormat extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
