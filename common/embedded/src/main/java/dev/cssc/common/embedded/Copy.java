package dev.cssc.common.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Copies what was built to where it is run, with its times: a cache of its classes is good for jars of the same times alone. */
public final class Copy {
    private Copy() {}

    /**
     * Copies the files of a directory and of those below it.
     *
     * @param to made where it is not there; what is in it besides stays
     * @throws UncheckedIOException where something cannot be read or written
     */
    public static void ofDirectory(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                ofFile(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(from + " cannot be copied", e);
        }
    }

    /**
     * Copies a file, unless a file of its size and time is there. The copy is put in place by renaming, so that whoever has the old one open
     * keeps it.
     *
     * @throws UncheckedIOException where it cannot be read or written
     */
    public static void ofFile(Path from, Path to) {
        try {
            if (Files.exists(to)
                    && Files.size(to) == Files.size(from)
                    && Files.getLastModifiedTime(to).equals(Files.getLastModifiedTime(from))) {
                return;
            }
            Files.createDirectories(to.getParent());
            Path unfinished = to.resolveSibling(to.getFileName() + ".new");
            Files.copy(from, unfinished, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(from + " cannot be copied to " + to, e);
        }
    }
}
