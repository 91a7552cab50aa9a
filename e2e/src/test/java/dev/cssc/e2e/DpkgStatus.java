package dev.cssc.e2e;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Installed packages and their versions, from {@code /var/lib/dpkg/status}. */
final class DpkgStatus {
    private DpkgStatus() {}

    static Map<String, String> versions(byte[] status) {
        Map<String, String> versions = new TreeMap<>();
        String name = "";
        for (String line : new String(status, StandardCharsets.UTF_8).split("\n", -1)) {
            if (line.startsWith("Package: ")) {
                name = line.substring("Package: ".length());
            } else if (line.startsWith("Version: ")) {
                versions.put(name, line.substring("Version: ".length()));
            }
        }
        return versions;
    }
}
