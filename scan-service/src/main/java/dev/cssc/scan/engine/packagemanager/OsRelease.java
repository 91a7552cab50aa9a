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
 * @param supportEnd the last day with security updates, where known
 */
record OsRelease(OperatingSystem os, Optional<LocalDate> supportEnd) {

    private static final int LONGEST = 64 * 1024;

    /**
     * Last days of security support as Debian's LTS pages and Ubuntu's release cycle state them, without Ubuntu's ESM, which needs a
     * subscription. Trivy has a list of its own, whose dates differ from these by days. Debian states none in its os-release.
     */
    private static final Map<String, LocalDate> SUPPORT_ENDS = Map.ofEntries(
            Map.entry("debian 8", LocalDate.of(2020, 6, 30)),
            Map.entry("debian 9", LocalDate.of(2022, 6, 30)),
            Map.entry("debian 10", LocalDate.of(2024, 6, 30)),
            Map.entry("debian 11", LocalDate.of(2026, 8, 31)),
            Map.entry("debian 12", LocalDate.of(2028, 6, 30)),
            Map.entry("debian 13", LocalDate.of(2030, 6, 30)),
            Map.entry("ubuntu 16.04", LocalDate.of(2021, 4, 30)),
            Map.entry("ubuntu 18.04", LocalDate.of(2023, 5, 31)),
            Map.entry("ubuntu 20.04", LocalDate.of(2025, 5, 31)),
            Map.entry("ubuntu 22.04", LocalDate.of(2027, 6, 1)),
            Map.entry("ubuntu 24.04", LocalDate.of(2029, 5, 31)));

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
        return Optional.of(new OsRelease(
                new OperatingSystem(family, exact),
                stated(fields).or(() -> Optional.ofNullable(SUPPORT_ENDS.get(family + " " + release)))));
    }

    /** True where the release got its last security update before that day. */
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
