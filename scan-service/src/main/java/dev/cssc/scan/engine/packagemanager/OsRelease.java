package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.RootFilesystem;
import dev.cssc.common.event.OperatingSystem;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code /etc/os-release} says (os-release(5)).
 *
 * @param os distribution in Trivy's words, and release
 * @param supportEnd the last day with security updates, where the distribution states it here
 */
record OsRelease(OperatingSystem os, Optional<LocalDate> supportEnd) {

    private static final int LONGEST = 64 * 1024;

    /** Reads it; empty where the image has none or it names no distribution. */
    static Optional<OsRelease> of(RootFilesystem image) {
        return image.read("/etc/os-release", LONGEST)
                .or(() -> image.read("/usr/lib/os-release", LONGEST))
                .flatMap(text ->
                        parse(text, image.read("/etc/debian_version", 100).map(String::strip)));
    }

    static Optional<OsRelease> parse(String text, Optional<String> debianVersion) {
        Map<String, String> fields = new HashMap<>();
        text.lines().map(String::strip).filter(line -> !line.startsWith("#")).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), unquoted(line.substring(equals + 1)));
            }
        });
        String family = DistributionName.of(fields.getOrDefault("ID", ""), fields.getOrDefault("NAME", ""));
        if (family.isEmpty()) {
            return Optional.empty();
        }
        String release = fields.getOrDefault("VERSION_ID", "");
        // Debian's point release stands only in debian_version, and there only where the release is stable.
        String exact = family.equals("debian")
                ? debianVersion.filter(v -> v.startsWith(release + ".")).orElse(release)
                : release;
        return Optional.of(new OsRelease(new OperatingSystem(family, exact), stated(fields)));
    }

    /** True where the distribution says here that the release got its last security update before that day. */
    boolean endOfLife(LocalDate today) {
        return supportEnd.filter(end -> end.isBefore(today)).isPresent();
    }

    private static Optional<LocalDate> stated(Map<String, String> fields) {
        try {
            return Optional.ofNullable(fields.get("SUPPORT_END")).map(LocalDate::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") && value.endsWith("\"") || value.startsWith("'") && value.endsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
