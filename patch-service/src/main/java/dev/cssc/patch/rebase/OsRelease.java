package dev.cssc.patch.rebase;

import dev.cssc.common.event.OperatingSystem;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code os-release} says (os-release(5)), in its own words. */
final class OsRelease {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._+~-]{1,100}");

    private OsRelease() {}

    /** Distribution and release; empty where one of the two is not stated. */
    static Optional<OperatingSystem> parse(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines().map(String::strip).filter(line -> !line.startsWith("#")).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), unquoted(line.substring(equals + 1)));
            }
        });
        String family = fields.getOrDefault("ID", "");
        String release = fields.getOrDefault("VERSION_ID", "");
        return WORD.matcher(family).matches() && WORD.matcher(release).matches()
                ? Optional.of(new OperatingSystem(family, release))
                : Optional.empty();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") && value.endsWith("\"") || value.startsWith("'") && value.endsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
