package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;

import java.util.List;

/**
 * A package manager of RPM packages. Only updates that a security advisory of the repositories tells of are findings; where no repository
 * has advisories at all, "none pending" would mean nothing.
 */
final class RpmInspection implements Inspection {

    private static final String CACHE = "/var/cache";

    /** All of these package managers keep what they read below it. */
    static final List<String> SCRATCH = List.of(CACHE);

    private final InspectedImage image;
    private final RpmTool tool;
    private final RpmRepositories repositories;

    RpmInspection(InspectedImage image, RpmTool tool) {
        this.image = image;
        this.tool = tool;
        this.repositories = new RpmRepositories(image.scratch(CACHE));
    }

    @Override
    public List<InstalledPackage> installed() {
        return RpmListing.parse(image.listing(RpmListing.command(tool.modules())));
    }

    @Override
    public String refresh() {
        InspectedImage.Said said = image.refresh(tool.refresh());
        if (tool.incomplete(said)) {
            throw image.unavailable(said);
        }
        List<RpmRepositories.Repository> read = repositories.read();
        if (read.isEmpty()) {
            throw image.failed(
                    ReasonCode.SCAN_INCONCLUSIVE,
                    "it has no enabled package repository, so pending updates cannot be told",
                    said.words());
        }
        if (read.stream().allMatch(repository -> repository.advisories().isEmpty())) {
            throw image.failed(
                    ReasonCode.SCAN_INCONCLUSIVE,
                    "none of its package repositories has advisories (updateinfo), so security updates cannot be told"
                            + " from others; the trivy engine judges such images",
                    "");
        }
        return tool.label() + "@" + repositories.digest();
    }

    @Override
    public Pending pending(List<InstalledPackage> installed) {
        // The image's configuration may leave them out; then none is listed, as if none were pending.
        repositories.read().stream()
                .filter(repository -> !repository.hasFetchedAdvisories())
                .findFirst()
                .ifPresent(repository -> {
                    throw image.failed(
                            ReasonCode.SCAN_INCONCLUSIVE,
                            tool.label() + " did not fetch the advisories (updateinfo) of one of its repositories, so"
                                    + " security updates cannot be told",
                            repository.advisories().orElse(""));
                });
        return SecurityUpdates.pending(installed, tool.advised(image, repositories, installed), tool.available(image));
    }
}
