package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.BindMount;
import dev.cssc.common.buildah.BuildahStore;
import dev.cssc.common.buildah.WorkingContainer;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.Ended;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.UnfixedFinding;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
final class AptInspection {

    private static final int TAIL = 1_500;

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

    private final BuildahStore store;
    private final WorkingContainer container;
    private final PackageManagerConfig config;
    private final String doing;
    private final Path lists;
    private final List<BindMount> mounts;

    AptInspection(BuildahStore store, WorkingContainer container, PackageManagerConfig config, String doing) {
        this.store = store;
        this.container = container;
        this.config = config;
        this.doing = doing;
        this.lists = directory(store, "lists");
        Path cache = directory(store, "cache");
        directory(store, "lists/partial");
        directory(store, "cache/archives/partial");
        this.mounts = List.of(new BindMount(lists, "/var/lib/apt/lists"), new BindMount(cache, "/var/cache/apt"));
    }

    /** What is pending: fixable packages, and security updates that apt would not take. */
    record Pending(List<PackageUpgrade> fixable, List<UnfixedFinding> unfixed) {}

    /** The packages installed in the image. */
    List<InstalledPackage> installed() {
        return DpkgListing.parse(listing(List.of("dpkg-query", "--show", "--showformat=" + DpkgListing.FORMAT)));
    }

    /**
     * Reads the image's package repositories.
     *
     * @return the state they are in
     * @throws FailureException {@link ReasonCode#PACKAGE_REPOSITORY_UNAVAILABLE} where any of them could not be read,
     *     {@link ReasonCode#SCAN_INCONCLUSIVE} where none of them has security updates
     */
    AptLists update() {
        Ended ended = store.run(container, mounts, UPDATE, config.updateTimeout());
        int code = ended.exitCode(doing + ": reading its package repositories");
        String said = ended.stdoutTail(TAIL) + "\n" + ended.stderrTail(TAIL);
        // Before apt 2.1 there is no Error-Mode: a source that could not be read is a warning there, and the exit code
        // 0.
        boolean incomplete = said.lines()
                .anyMatch(line -> line.startsWith("Err:")
                        || line.startsWith("E: ")
                        || line.startsWith("W: Failed to fetch")
                        || line.contains("Some index files failed to download"));
        if (code != 0 || incomplete) {
            throw failed(ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE, "reading its package repositories failed", said);
        }
        AptLists fetched = new AptLists(lists);
        if (!fetched.hasSecuritySuite()) {
            throw failed(
                    ReasonCode.SCAN_INCONCLUSIVE,
                    "none of its package repositories is a suite of security updates, so pending ones cannot be told",
                    "");
        }
        return fetched;
    }

    /** The pending security updates; {@link #update} comes first. */
    Pending pending(List<InstalledPackage> installed) {
        AptSimulation simulation = AptSimulation.parse(listing(SIMULATE));
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
        return AptMadison.parse(listing(argv));
    }

    private static Optional<String> version(List<InstalledPackage> installed, String name) {
        String plain = name.contains(":") ? name.substring(0, name.indexOf(':')) : name;
        return installed.stream()
                .filter(p -> p.name().equals(plain))
                .map(InstalledPackage::version)
                .findFirst();
    }

    /** Runs a program whose whole output is the answer; a part of it is none. */
    private String listing(List<String> argv) {
        Ended ended = store.run(container, mounts, argv, config.commandTimeout());
        int code = ended.exitCode(doing + ": " + argv.getFirst());
        if (code != 0) {
            throw failed(ReasonCode.ENGINE_FAILED, argv.getFirst() + " exited with " + code, ended.stderrTail(TAIL));
        }
        try {
            if (Files.size(ended.stdout()) > config.listingLimit()) {
                throw failed(
                        ReasonCode.TOO_LARGE,
                        argv.getFirst() + " listed more than " + config.listingLimit()
                                + " bytes (cssc.scan.package-manager.listing-limit)",
                        "");
            }
            return Files.readString(ended.stdout(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failed(ReasonCode.REPORT_MALFORMED, "the output of " + argv.getFirst() + " is no text", e.toString());
        }
    }

    private static Path directory(BuildahStore store, String path) {
        try {
            return Files.createDirectories(store.directory().resolve(path));
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "making a working directory: " + e)
                    .toException(e);
        }
    }

    private FailureException failed(ReasonCode reason, String why, String said) {
        String words = said.strip().replaceAll("\\s+", " ");
        return Failure.of(reason, doing + ": " + why + (words.isEmpty() ? "" : ": " + words))
                .toException();
    }
}
