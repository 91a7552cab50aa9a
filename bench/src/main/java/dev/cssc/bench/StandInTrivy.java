package dev.cssc.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A stand-in for Trivy: a shell script that sleeps for a fixed time in a process of its own and writes a report of Trivy's form. It reads no
 * image and no database, so that a measurement with it is one of the services around it, and not of the engine.
 *
 * @param program what {@code cssc.scan.trivy.program} is to name
 * @param cache directory with the metadata of a database that is not there
 */
record StandInTrivy(Path program, Path cache) {
    /** One image of so many has something fixable: those whose digest begins with 0. */
    static final int ONE_FIXABLE_OF = 16;

    /** Packages in each report, as in a small image of Debian. */
    static final int PACKAGES = 40;

    /** What the scanner calls itself; no version of Trivy's, so that nobody takes it for one. */
    static final String VERSION = "stand-in";

    /**
     * Puts it into a directory.
     *
     * @param takes how long it sleeps; without a process for that where zero
     * @param fixable whether some images have something fixable, else all are clean
     */
    static StandInTrivy in(Scratch scratch, String name, Duration takes, boolean fixable) {
        Path program = scratch.script("stand-in-trivy.sh");
        String script = read(program)
                .replace("@SECONDS@", takes.isZero() ? "0" : String.valueOf(takes.toMillis() / 1000.0))
                .replace("@FIXABLE@", fixable ? "0" : "none")
                .replace("@LAYER@", StandInImage.layerDigest())
                .replace("@VERSION@", VERSION)
                .replace("@PACKAGES@", packages());
        Path own = executable(scratch.resolve(name), script);
        Path cache = scratch.resolve(name + "-cache");
        try {
            Files.createDirectories(cache.resolve("db"));
        } catch (IOException e) {
            throw new UncheckedIOException("making " + cache, e);
        }
        Scratch.write(
                cache.resolve("db").resolve("metadata.json"),
                "{\"Version\":2,\"UpdatedAt\":\"" + Instant.now() + "\",\"NextUpdate\":\""
                        + Instant.now().plus(Duration.ofDays(7)) + "\"}");
        return new StandInTrivy(own, cache);
    }

    /** What the scan service is told, by environment variable. */
    Map<String, String> settings() {
        return Map.of(
                "CSSC_SCAN_ENGINE",
                "trivy",
                "CSSC_SCAN_TRIVY_PROGRAM",
                program.toString(),
                "CSSC_SCAN_TRIVY_CACHE_DIRECTORY",
                cache.toString(),
                "CSSC_SCAN_TRIVY_SKIP_DB_UPDATE",
                "true");
    }

    /** Writes a program that can be started. */
    static Path executable(Path file, String text) {
        try {
            Scratch.write(file, text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + file, e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    private static String packages() {
        return IntStream.range(0, PACKAGES)
                .mapToObj(number ->
                        "{\"Name\":\"package-%1$d\",\"Version\":\"1.%1$d\",\"Release\":\"1\",\"Arch\":\"amd64\",\"SrcName\":\"package-%1$d\",\"SrcVersion\":\"1.%1$d\",\"SrcRelease\":\"1\"}"
                                .formatted(number))
                .collect(Collectors.joining(","));
    }
}
