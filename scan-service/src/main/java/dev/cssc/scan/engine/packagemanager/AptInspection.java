package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.UnfixedFinding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * apt in an image, in simulation: nothing in the image is changed, lists and caches lie in directories of the job's.
 *
 * <p>Only updates that a security suite offers are findings; point-release and other updates are nobody's vulnerability.
 */
final class AptInspection implements Inspection {

    /** No translations (three quarters of the traffic), and any source that cannot be read is an error instead of a warning. */
    private static final List<String> UPDATE = List.of(
            "apt-get",
            "--quiet",
            "--option=Acquire::Languages=none",
            "--option=Acquire::Retries=2",
            "--option=APT::Update::Error-Mode=any",
            "update");

    /** New dependencies may be installed, nothing may be removed. */
    private static final List<String> SIMULATE =
            List.of("apt-get", "--quiet", "--simulate", "--option=Debug::NoLocking=true", "--with-new-pkgs", "upgrade");

    private static final String LISTS = "/var/lib/apt/lists";
    private static final String CACHE = "/var/cache/apt";

    static final List<String> SCRATCH = List.of(LISTS, CACHE);

    private final InspectedImage image;
    private final Path lists;

    AptInspection(InspectedImage image) {
        this.image = image;
        this.lists = image.scratch(LISTS);
        directory(lists.resolve("partial"));
        directory(image.scratch(CACHE).resolve("archives/partial"));
    }

    @Override
    public List<InstalledPackage> installed() {
        return DpkgListing.parse(image.listing(List.of("dpkg-query", "--show", "--showformat=" + DpkgListing.FORMAT)));
    }

    @Override
    public String refresh() {
        InspectedImage.Said said = image.refresh(UPDATE);
        // Before apt 2.1 there is no Error-Mode: a source that could not be read is a warning there, and the exit code
        // 0.
        boolean incomplete = said.lineStarts("Err:")
                || said.lineStarts("E: ")
                || said.lineStarts("W: Failed to fetch")
                || said.words().contains("Some index files failed to download");
        if (said.code() != 0 || incomplete) {
            throw image.unavailable(said);
        }
        AptLists fetched = new AptLists(lists);
        if (!fetched.hasSecuritySuite()) {
            throw image.failed(
                    ReasonCode.SCAN_INCONCLUSIVE,
                    "none of its package repositories is a suite of security updates, so pending ones cannot be told",
                    "");
        }
        return fetched.identity();
    }

    @Override
    public Pending pending(List<InstalledPackage> installed) {
        AptSimulation simulation = AptSimulation.parse(image.listing(SIMULATE));
        List<AptSimulation.Upgrade> others =
                simulation.upgrades().stream().filter(u -> !u.isSecurity()).toList();
        AptMadison madison =
                madison(Stream.concat(others.stream().map(AptSimulation.Upgrade::name), simulation.keptBack().stream())
                        .toList());
        List<PackageUpgrade> fixable = new ArrayList<>();
        simulation.upgrades().stream()
                .filter(AptSimulation.Upgrade::isSecurity)
                .forEach(u -> fixable.add(new PackageUpgrade(u.name(), u.installed(), u.candidate(), List.of())));
        others.stream()
                .filter(u -> madison.above(u.name(), u.installed()).isPresent())
                .forEach(u -> fixable.add(new PackageUpgrade(u.name(), u.installed(), u.candidate(), List.of())));
        List<UnfixedFinding> unfixed = simulation.keptBack().stream()
                .flatMap(name -> version(installed, name).stream()
                        .filter(version -> madison.above(name, version).isPresent())
                        .map(version -> new UnfixedFinding(name, version, Optional.empty(), Severity.UNKNOWN)))
                .toList();
        return new Pending(fixable, unfixed);
    }

    private AptMadison madison(List<String> names) {
        if (names.isEmpty()) {
            return AptMadison.parse("");
        }
        List<String> argv = new ArrayList<>(List.of("apt-cache", "madison", "--"));
        argv.addAll(names);
        return AptMadison.parse(image.listing(argv));
    }

    private static Optional<String> version(List<InstalledPackage> installed, String name) {
        String plain = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
        return installed.stream()
                .filter(p -> p.name().equals(plain))
                .map(InstalledPackage::version)
                .findFirst();
    }

    private static void directory(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "making a working directory: " + e)
                    .toException(e);
        }
    }
}
