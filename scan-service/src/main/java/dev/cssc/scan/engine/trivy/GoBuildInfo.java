package dev.cssc.scan.engine.trivy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Go writes into a program about its making: lines of text, the module's among them (cmd/go, {@code go version -m}). */
final class GoBuildInfo {

    private static final int AT_ONCE = 1 << 20;

    /** Longer than any line that is looked for, so that none is missed where two parts meet. */
    private static final int OVERLAP = 512;

    private GoBuildInfo() {}

    /** The released version of the module that the program was made of; empty where it was made of a working copy, or is not Go's. */
    static Optional<String> moduleVersion(Path program, String module) {
        Pattern line = Pattern.compile("\\nmod\\t" + Pattern.quote(module) + "\\tv(\\d+\\.\\d+\\.\\d+)[\\t\\n]");
        try (InputStream bytes = Files.newInputStream(program)) {
            String before = "";
            for (byte[] part = bytes.readNBytes(AT_ONCE); part.length > 0; part = bytes.readNBytes(AT_ONCE)) {
                String text = before + new String(part, StandardCharsets.ISO_8859_1);
                Matcher found = line.matcher(text);
                if (found.find()) {
                    return Optional.of(found.group(1));
                }
                before = text.substring(Math.max(0, text.length() - OVERLAP));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // just being replaced
        }
    }
}
