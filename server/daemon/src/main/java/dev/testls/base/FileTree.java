package dev.testls.base;

import dev.testls.base.FileStamp.Looked;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * All files below a directory with their stamps, one look at each. Links are followed, as build tools do; a directory that a
 * link finds inside itself is entered once. What vanishes meanwhile, and a link that leads nowhere, is not there.
 */
public final class FileTree {
    private FileTree() {}

    /**
     * Shows each regular file at or below {@code start}, in no order.
     *
     * @throws IOException when a directory or file is there and cannot be looked at
     */
    public static void walk(Path start, Visitor visitor) throws IOException {
        Optional<Looked> looked = look(start);
        if (looked.isPresent()) walk(start, looked.get(), visitor, new ArrayDeque<>());
    }

    private static void walk(Path path, Looked looked, Visitor visitor, Deque<String> around) throws IOException {
        if (looked.regular()) visitor.file(path, looked.stamp());
        if (!looked.directory() || around.contains(looked.identity())) return;
        around.push(looked.identity());
        for (Path entry : entries(path, visitor)) {
            Optional<Looked> below = look(entry);
            if (below.isPresent()) walk(entry, below.get(), visitor, around);
        }
        around.pop();
    }

    private static List<Path> entries(Path directory, Visitor visitor) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(all::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            // It went away, or became something else; whoever looks next sees it.
        } catch (DirectoryIteratorException e) {
            visitor.unreadable(directory, e.getCause());
        } catch (IOException e) {
            visitor.unreadable(directory, e);
        }
        return all;
    }

    private static Optional<Looked> look(Path path) throws IOException {
        try {
            return Optional.of(FileStamp.look(path));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (Files.notExists(path) || Files.isSymbolicLink(path)) return Optional.empty();
            throw e;
        }
    }

    /** Is shown files. */
    @FunctionalInterface
    public interface Visitor {
        void file(Path file, FileStamp stamp) throws IOException;

        /** A directory is there and cannot be listed. */
        default void unreadable(Path directory, IOException cause) throws IOException {
            throw cause;
        }
    }
}
