package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.version.RpmVersion;
import dev.cssc.common.version.VersionOrder;
import dev.cssc.scan.engine.InstalledPackage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A package manager that lists pending security advisories itself, for modular packages too.
 *
 * @param advisories lists pending security advisories with their packages
 * @param cves the same by CVE
 * @param upgrades lists what can be raised as {@code name TAB version}; empty where it has no such query
 */
record UpdateinfoTool(
        String label,
        boolean modules,
        List<String> refresh,
        List<String> advisories,
        List<String> cves,
        List<String> upgrades)
        implements RpmTool {

    private static final String VERSIONS = "--queryformat=%{name}\\t%{epoch}:%{version}-%{release}\\n";

    /** A repository that may be skipped where it cannot be read is not skipped. */
    private static final String SKIP_NONE = "--setopt=*.skip_if_unavailable=False";

    /** dnf 4: Enterprise Linux 8 to 10, Amazon Linux 2023, Fedora up to 40. */
    static final UpdateinfoTool DNF = new UpdateinfoTool(
            "dnf",
            true,
            List.of("dnf", "--refresh", SKIP_NONE, "makecache"),
            List.of("dnf", "--cacheonly", "--quiet", "updateinfo", "list", "--security"),
            List.of("dnf", "--cacheonly", "--quiet", "updateinfo", "list", "--security", "--with-cve"),
            List.of("dnf", "--cacheonly", "--quiet", "repoquery", "--upgrades", VERSIONS));

    /** dnf 5: Fedora from 41 on, and its minimal images. */
    static final UpdateinfoTool DNF5 = new UpdateinfoTool(
            "dnf5",
            true,
            List.of("dnf5", "--refresh", SKIP_NONE, "makecache"),
            List.of("dnf5", "--cacheonly", "--quiet", "advisory", "list", "--security"),
            List.of("dnf5", "--cacheonly", "--quiet", "advisory", "list", "--security", "--with-cve"),
            List.of("dnf5", "--cacheonly", "--quiet", "repoquery", "--upgrades", VERSIONS));

    /** yum 3: Amazon Linux 2. It fetches advisories only when they are asked for, and breaks other lists into lines of 80 characters. */
    static final UpdateinfoTool YUM = new UpdateinfoTool(
            "yum",
            false,
            List.of("yum", "--setopt=*.skip_if_unavailable=0", "updateinfo", "list", "security"),
            List.of("yum", "--cacheonly", "--quiet", "updateinfo", "list", "security"),
            List.of("yum", "--cacheonly", "--quiet", "updateinfo", "list", "cves"),
            List.of());

    UpdateinfoTool {
        refresh = List.copyOf(refresh);
        advisories = List.copyOf(advisories);
        cves = List.copyOf(cves);
        upgrades = List.copyOf(upgrades);
    }

    @Override
    public boolean incomplete(InspectedImage.Said said) {
        // Before dnf 4.12 the setting above is not understood for all repositories at once; it then says what it
        // skipped.
        return said.code() != 0
                || said.lineStarts("Ignoring repositories:")
                || said.lineStarts("Failed to synchronize cache")
                || said.lineStarts("Error: Failed to download metadata");
    }

    @Override
    public List<AdvisedPackage> advised(
            InspectedImage image, RpmRepositories repositories, List<InstalledPackage> installed) {
        return UpdateinfoList.together(
                UpdateinfoList.parse(image.listing(advisories)), UpdateinfoList.parse(image.listing(cves)));
    }

    @Override
    public Optional<Map<String, String>> available(InspectedImage image) {
        return upgrades.isEmpty() ? Optional.empty() : Optional.of(versions(image.listing(upgrades)));
    }

    /** The highest version by name. */
    static Map<String, String> versions(String output) {
        Map<String, String> highest = new HashMap<>();
        output.lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 2)
                .forEach(fields -> highest.merge(
                        fields[0],
                        RpmVersion.normalised(fields[1].strip()),
                        (a, b) -> VersionOrder.RPM.newer(b, a) ? b : a));
        return highest;
    }
}
