package dev.cssc.scan.endoflife;

import java.util.Locale;
import java.util.Map;

/** One name for each distribution: Trivy's, where {@code os-release}'s {@code ID} differs. */
final class Family {
    private static final Map<String, String> TRIVYS_NAMES = Map.ofEntries(
            Map.entry("rhel", "redhat"),
            Map.entry("almalinux", "alma"),
            Map.entry("ol", "oracle"),
            Map.entry("amzn", "amazon"),
            Map.entry("mariner", "cbl-mariner"),
            Map.entry("opensuse.leap", "opensuse-leap"),
            Map.entry("opensuse.tumbleweed", "opensuse-tumbleweed"),
            Map.entry("suse linux enterprise server", "sles"),
            Map.entry("sles_sap", "sles"),
            Map.entry("suse linux enterprise micro", "slem"),
            Map.entry("sle-micro", "slem"),
            Map.entry("sl-micro", "slem"),
            Map.entry("sle-micro-rancher", "slem"));

    private Family() {}

    static String of(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return TRIVYS_NAMES.getOrDefault(small, small);
    }
}
