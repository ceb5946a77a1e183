package dev.testls.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** By what a changed file is told from the one we knew. Of a file that is not there, the size is negative. */
record FileStamp(Path path, long size, FileTime modified) {
    static FileStamp of(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileStamp(path, attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            return new FileStamp(path, -1, FileTime.fromMillis(0));
        }
    }
}
