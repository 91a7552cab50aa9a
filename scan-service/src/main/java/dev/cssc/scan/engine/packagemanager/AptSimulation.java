package dev.cssc.scan.engine.packagemanager;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The output of {@code apt-get --simulate upgrade}.
 *
 * @param upgrades installed packages that would be raised
 * @param keptBack names of packages for which there is a newer version that could not be taken
 */
record AptSimulation(List<Upgrade> upgrades, List<String> keptBack) {

    /** {@code Inst name [installed] (candidate Label:release/suite, … [architecture])}; without {@code [installed]} it is a new package. */
    private static final Pattern INST =
            Pattern.compile("Inst (\\S+) \\[([^\\]\\s]+)\\] \\((\\S+) ([^\\[\\)]*)\\[[^\\]]*\\]\\).*");

    private static final String KEPT_BACK = "The following packages have been kept back:";
    private static final int LONGEST_LINE = 4_000;

    AptSimulation {
        upgrades = List.copyOf(upgrades);
        keptBack = List.copyOf(keptBack);
    }

    /**
     * One package that would be raised.
     *
     * @param name binary package, with {@code :architecture} where it is a foreign one
     * @param installed version in the image
     * @param candidate version that apt would take
     * @param origins where apt has the candidate from, for example {@code Debian-Security:12/oldstable-security}
     */
    record Upgrade(String name, String installed, String candidate, List<String> origins) {

        Upgrade {
            origins = List.copyOf(origins);
        }

        /** Whether the candidate comes from a suite of security updates. */
        boolean isSecurity() {
            return origins.stream().anyMatch(AptSimulation::isSecuritySuite);
        }
    }

    /** True for {@code Debian-Security:12/stable-security}, {@code Ubuntu:22.04/jammy-security} and the like. */
    static boolean isSecuritySuite(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return lower.startsWith("debian-security:") || lower.endsWith("-security") || lower.contains("/updates");
    }

    /** Reads the output; {@code LC_ALL} must not have translated it. */
    static AptSimulation parse(String output) {
        List<Upgrade> upgrades = new ArrayList<>();
        List<String> keptBack = new ArrayList<>();
        boolean inKeptBack = false;
        for (String line : (Iterable<String>) output.lines()::iterator) {
            inKeptBack = inKeptBack && line.startsWith("  ");
            if (inKeptBack) {
                keptBack.addAll(List.of(line.strip().split("\\s+")));
            } else if (line.strip().equals(KEPT_BACK)) {
                inKeptBack = true;
            } else {
                upgrade(line).ifPresent(upgrades::add);
            }
        }
        return new AptSimulation(upgrades, keptBack);
    }

    private static Optional<Upgrade> upgrade(String line) {
        if (!line.startsWith("Inst ") || line.length() > LONGEST_LINE) {
            return Optional.empty();
        }
        Matcher matcher = INST.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> origins = List.of(matcher.group(4).strip().split(",\\s*"));
        return Optional.of(new Upgrade(matcher.group(1), matcher.group(2), matcher.group(3), origins));
    }
}
