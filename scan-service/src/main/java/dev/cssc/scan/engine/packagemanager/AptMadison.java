package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.version.DebianVersion;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The output of {@code apt-cache madison}: which versions of packages the image's security suites hold. Needed where apt's candidate comes
 * from another suite: a point release may be newer than the security update that it contains.
 *
 * @param highest highest version in a security suite, by package
 */
record AptMadison(Map<String, String> highest) {

    AptMadison {
        highest = Map.copyOf(highest);
    }

    /** Lines of {@code name | version | URI suite/component architecture Packages}. */
    static AptMadison parse(String output) {
        Map<String, String> highest = new HashMap<>();
        output.lines().forEach(line -> {
            List<String> parts = List.of(line.split("\\|", 3));
            if (parts.size() == 3 && isSecurity(parts.get(2).strip())) {
                highest.merge(parts.get(0).strip(), parts.get(1).strip(), AptMadison::higher);
            }
        });
        return new AptMadison(highest);
    }

    /** The security suites' version, where it is higher than the installed one. */
    Optional<String> above(String name, String installed) {
        return Optional.ofNullable(highest.get(name))
                .filter(version -> new DebianVersion(version).compareTo(new DebianVersion(installed)) > 0);
    }

    private static boolean isSecurity(String source) {
        String[] words = source.split("\\s+");
        String suite = words.length > 1 ? words[1] : "";
        int slash = suite.lastIndexOf('/');
        return AptSimulation.isSecuritySuite(slash < 0 ? suite : suite.substring(0, slash));
    }

    private static String higher(String a, String b) {
        return List.of(a, b).stream()
                .max(Comparator.comparing(DebianVersion::new))
                .orElse(a);
    }
}
