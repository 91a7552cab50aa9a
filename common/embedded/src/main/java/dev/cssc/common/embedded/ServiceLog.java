package dev.cssc.common.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a service, or another program that was started, wrote: for the error that tells why it did not do what it was started for.
 *
 * @param file that its output goes to
 */
public record ServiceLog(Path file) {

    /** So many of its last lines, whatever bytes are in them; that there is no log, where it cannot be read. */
    public String end(int lines) {
        try {
            List<String> all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
