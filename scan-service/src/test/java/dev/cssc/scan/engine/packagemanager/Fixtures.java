package dev.cssc.scan.engine.packagemanager;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Outputs of package managers, in triples named after the situation: of real runs on small RPM repositories, and where the name says
 * {@code documented}, after the program's documentation and source.
 */
final class Fixtures {

    static final Path DIRECTORY = Path.of("src/test/resources/packagemanager");

    private Fixtures() {}

    static String text(String name) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/packagemanager/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int exitCode(String situation) {
        return Integer.parseInt(text(situation + ".rc").strip());
    }
}
