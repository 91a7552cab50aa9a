package dev.cssc.bench;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.embedded.trivy.Advisory;
import dev.cssc.common.embedded.trivy.AdvisoryDatabase;
import dev.cssc.common.event.Severity;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Images as a team has them: one base, and on it an application's layer each, with a package of its own. No two have the same digest or the
 * same list of packages.
 */
final class ScanImages {
    static final String REPOSITORY = "bench/app";

    /** Unfixed vulnerabilities of each source package of the base, so that judging has something to find. */
    private static final int EACH = 2;

    private static final String NEWS = "CVE-2099-99999";

    private final ImageBuild base;
    private final String registry;

    private ScanImages(ImageBuild base, String registry) {
        this.base = base;
        this.registry = registry;
    }

    /** On a Debian 12 made with debootstrap. */
    static ScanImages on(String registry, Consumer<String> announce) {
        return new ScanImages(DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), announce), registry);
    }

    /**
     * Pushes images that were not there before.
     *
     * @param round tells them from those of other rounds
     */
    List<PinnedImage> push(String round, int n) {
        List<PinnedImage> images = new ArrayList<>();
        for (int number = 0; number < n; number++) {
            String name = "app-" + round + "-" + number;
            // Where images without a package manager keep their lists; Trivy reads them beside dpkg's own.
            Layer layer = Layer.ofFiles(Map.of(
                    "srv/" + name, "the application " + name + "\n", "var/lib/dpkg/status.d/" + name, """
                    Package: %s
                    Status: install ok installed
                    Version: 1.%d-1
                    Architecture: amd64
                    Maintainer: Somebody <somebody@example.com>
                    Description: an application
                    """.formatted(
                                    name, number)));
            String digest = base.plus(layer).push(registry, REPOSITORY, name);
            images.add(new PinnedImage(new Repository(registry, REPOSITORY), new Tag(name), new Digest(digest)));
        }
        return images;
    }

    /** A database by which none of the images can be patched: vulnerabilities of the base's packages that nothing mends. */
    AdvisoryDatabase nothingToPatch() {
        List<Advisory> advisories = new ArrayList<>();
        for (String source : sources()) {
            for (int number = 0; number < EACH; number++) {
                advisories.add(Advisory.unfixed(
                        source, "CVE-2099-%05d".formatted(advisories.size()), Severity.values()[1 + number]));
            }
        }
        return AdvisoryDatabase.of(advisories);
    }

    /** One advisory later: every one of the images can be patched. */
    static AdvisoryDatabase oneAdvisoryLater(AdvisoryDatabase before) {
        return before.plus(Advisory.fixed("perl", NEWS, "9:9.9-9", Severity.CRITICAL));
    }

    private Set<String> sources() {
        String status = base.layers()
                .getFirst()
                .text("var/lib/dpkg/status")
                .orElseThrow(() -> new IllegalStateException("the base has no list of packages"));
        return status.lines()
                .filter(line -> line.startsWith("Source: ") || line.startsWith("Package: "))
                .map(line -> line.split(" ", -1)[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
