package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.BindMount;
import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.buildah.BuildahStore;
import dev.cssc.common.buildah.ImagePackageManager;
import dev.cssc.common.buildah.RootFilesystem;
import dev.cssc.common.buildah.WorkingContainer;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The image's own package manager says which security updates are pending. Needs no vulnerability database and no scanner, only Buildah.
 * Vulnerability ids and severities are known where the image's repositories have advisories with them, as those of RPM distributions have.
 */
public final class PackageManagerEngine implements ScanEngine {

    /** The engine's name. */
    public static final String NAME = "package-manager";

    /** Version of the rules in this package; a change of what they find raises it. */
    private static final String VERSION = "2";

    private final Buildah buildah;
    private final PackageManagerConfig config;
    private final Clock clock;
    private final SupportCalendar calendar;

    public PackageManagerEngine(Buildah buildah, PackageManagerConfig config, Clock clock, SupportCalendar calendar) {
        this.buildah = buildah;
        this.config = config;
        this.clock = clock;
        this.calendar = calendar;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> missing() {
        return buildah.missing();
    }

    @Override
    public ScanOutcome scan(ScanRequest request) {
        Optional<String> unrunnable = buildah.runnable().whyNot(request.platform());
        if (unrunnable.isPresent()) {
            return notUnderstood(unrunnable.get() + "; the trivy engine judges such images");
        }
        String doing = "scanning " + request.reference();
        try (BuildahStore store = buildah.open(request.directory())) {
            WorkingContainer container = store.from(request.reference());
            RootFilesystem image = new RootFilesystem(store.mount(container));
            Optional<OsRelease> os = OsRelease.of(image);
            if (os.isEmpty()) {
                return notUnderstood("no distribution was found in the image");
            }
            Optional<PackageTool> manager = ImagePackageManager.of(image).map(PackageTool::of);
            if (manager.isEmpty()) {
                return notUnderstood(os.get().os().family() + " without a package manager was found in the image ("
                        + ImagePackageManager.labels()
                        + " are known; those of RPM packages need the program rpm besides);"
                        + " the trivy engine judges such images");
            }
            ScanOutcome outcome = scan(os.get(), inspection(manager.get(), store, container, image, doing), doing);
            store.requireUntouched();
            return outcome;
        }
    }

    private ScanOutcome scan(OsRelease os, Inspection inspection, String doing) {
        List<InstalledPackage> installed = inspection.installed();
        if (installed.isEmpty()) {
            throw Failure.of(ReasonCode.SCAN_INCONCLUSIVE, doing + ": the image lists no installed package")
                    .toException();
        }
        LocalDate today = LocalDate.now(clock);
        Inventory inventory = new Inventory(os.os(), calendar.ended(os.os(), today, os.endOfLife(today)), installed);
        if (inventory.endOfLife()) {
            // Its repositories have moved to an archive: asking them would end as "unavailable" where the answer is
            // known.
            return new ScanOutcome.Scanned(inventory, List.of(), List.of(), scanner("none"));
        }
        String database = inspection.refresh();
        Inspection.Pending pending = inspection.pending(installed);
        return new ScanOutcome.Scanned(inventory, pending.fixable(), pending.unfixed(), scanner(database));
    }

    private Inspection inspection(
            PackageTool manager, BuildahStore store, WorkingContainer container, RootFilesystem image, String doing) {
        Map<String, Path> scratch =
                manager.scratch().stream().collect(Collectors.toMap(path -> path, path -> scratch(store, path)));
        List<BindMount> mounts = scratch.entrySet().stream()
                .map(entry -> new BindMount(entry.getValue(), entry.getKey()))
                .toList();
        ImagePrograms programs = (argv, timeout) -> store.run(container, mounts, argv, timeout);
        return manager.inspection().apply(new InspectedImage(programs, image, scratch, config, doing));
    }

    /** An empty directory of the job's, to lie over that path of the image. */
    private static Path scratch(BuildahStore store, String path) {
        try {
            return Files.createDirectories(store.directory()
                    .resolve("scratch")
                    .resolve(path.substring(1).replace('/', '-')));
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "making a working directory: " + e)
                    .toException(e);
        }
    }

    private static ScanOutcome notUnderstood(String why) {
        return new ScanOutcome.NotUnderstood(why, scanner("none"));
    }

    private static Scanner scanner(String database) {
        return new Scanner(NAME, VERSION, database);
    }
}
