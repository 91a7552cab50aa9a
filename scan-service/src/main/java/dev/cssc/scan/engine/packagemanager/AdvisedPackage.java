package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.engine.InstalledPackage;

import java.util.List;
import java.util.Locale;

/**
 * A package that a security advisory tells to raise.
 *
 * @param name binary package
 * @param architecture as rpm calls it; empty where the advisory means any
 * @param version {@code [epoch:]version-release} with the fix
 * @param fixes what it fixes: the CVE ids of the advisory, or where it names none the advisory itself
 */
record AdvisedPackage(String name, String architecture, String version, List<Vulnerability> fixes) {

    private static final String ANY = "noarch";

    AdvisedPackage {
        fixes = List.copyOf(fixes);
    }

    /** Whether it is about that package: an upgrade may change between an architecture and none, but not between two. */
    boolean isAbout(InstalledPackage installed) {
        return name.equals(installed.name())
                && (architecture.isEmpty()
                        || architecture.equals(installed.architecture())
                        || architecture.equals(ANY)
                        || installed.architecture().equals(ANY));
    }

    /**
     * Severity of an advisory as Red Hat, SUSE, Amazon and those who follow them write it. Their {@code important} and {@code moderate} are
     * Trivy's high and medium.
     */
    static Severity severity(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "critical" -> Severity.CRITICAL;
            case "important", "high" -> Severity.HIGH;
            case "moderate", "medium" -> Severity.MEDIUM;
            case "low" -> Severity.LOW;
            default -> Severity.UNKNOWN;
        };
    }
}
