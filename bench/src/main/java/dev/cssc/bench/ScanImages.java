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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Images as a team has them: one base, and on it an application's layer each. No two have the same digest. */
final class ScanImages {
    static final String REPOSITORY = "bench/app";

    /** Unfixed vulnerabilities of each source package of the base, so that judging has something to find. */
    private static final int EACH = 2;

    private static final String NEWS = "CVE-2099-99999";

    /** What is in an application's layer. */
    enum Own {
        /** The application alone, so that all images have the packages of the base. */
        FILES("files"),
        /** A package of its own beside it, so that no two images have the same packages. */
        PACKAGE("package");

        private final String word;

        Own(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

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
     * @param own what their layers hold
     * @param round tells them from those of other rounds
     */
    List<PinnedImage> push(Own own, String round, int n) {
        List<PinnedImage> images = new ArrayList<>();
        for (int number = 0; number < n; number++) {
            String name = "app-" + own.word() + "-" + round + "-" + number;
            String digest = base.plus(Layer.ofFiles(files(own, name, number))).push(registry, REPOSITORY, name);
            images.add(new PinnedImage(new Repository(registry, REPOSITORY), new Tag(name), new Digest(digest)));
        }
        return images;
    }

    private static Map<String, String> files(Own own, String name, int number) {
        Map<String, String> files = new HashMap<>(Map.of("srv/" + name, "the application " + name + "\n"));
        if (own == Own.PACKAGE) {
            // Where images without a package manager keep their lists; Trivy reads them beside dpkg's own.
            files.put("var/lib/dpkg/status.d/" + name, """
                    Package: %s
                    Status: install ok installed
                    Version: 1.%d-1
                    Architecture: amd64
                    Maintainer: Somebody <somebody@example.com>
                    Description: an application
                    """.formatted(name, number));
        }
        return files;
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
