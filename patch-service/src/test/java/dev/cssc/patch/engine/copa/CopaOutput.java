package dev.cssc.patch.engine.copa;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * What Copa really said in one situation.
 *
 * @param exitCode its exit code
 * @param stderr all it said; it writes nothing to standard output
 */
record CopaOutput(int exitCode, String stderr) {
    static CopaOutput of(String situation) {
        return new CopaOutput(Integer.parseInt(read(situation + ".rc").strip()), read(situation + ".stderr"));
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(CopaOutput.class.getResourceAsStream("/copa/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
