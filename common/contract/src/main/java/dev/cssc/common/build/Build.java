package dev.cssc.common.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/**
 * What this program was built from. The build writes it into {@code dev/cssc/build.properties} of each program, so that it is known wherever
 * the program runs, with or without Git.
 *
 * @param version the project's
 * @param revision the commit's, where whoever built it said so ({@code -Dcssc.commit})
 */
public record Build(String version, Optional<String> revision) {
    /** The name of a revision that nobody told, as container images have it too. */
    public static final String UNKNOWN = "unknown";

    private static final String RESOURCE = "/dev/cssc/build.properties";

    /** Of this program; of classes that no build packed, as those of a test, the version is {@code development}. */
    public static Build ofThisProgram() {
        Properties written = new Properties();
        try (InputStream in = Build.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                written.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what this program was built from cannot be read from " + RESOURCE, e);
        }
        return of(written);
    }

    /** What is written there. */
    static Build of(Properties written) {
        return new Build(known(written, "version").orElse("development"), known(written, "commit"));
    }

    /** For labels, which are never empty. */
    public String revisionOrUnknown() {
        return revision.orElse(UNKNOWN);
    }

    /** A name in {@code ${…}} is one that the build did not know. */
    private static Optional<String> known(Properties written, String key) {
        return Optional.ofNullable(written.getProperty(key))
                .filter(value -> !value.isBlank() && !value.startsWith("$") && !value.equals(UNKNOWN));
    }
}
