package dev.cssc.common.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where things are kept that can be made again but take long: unpacked binaries, the demo image's file system. */
public final class CacheDirectory {
    private CacheDirectory() {}

    /** {@code $XDG_CACHE_HOME/cssc/name}, by default under {@code ~/.cache}; created where it is not there. */
    public static Path resolve(String name) {
        Path base = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        Path directory = base.resolve("cssc").resolve(name);
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the cache directory " + directory + " cannot be created", e);
        }
    }
}
