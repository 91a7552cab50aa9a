package dev.cssc.bench;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.embedded.trivy.AdvisoryDatabase;
import dev.cssc.common.embedded.trivy.DebianAdvisories;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Images as a team has them: one Debian with real pending security updates, and on it an application's small layer each. */
final class PatchImages {
    static final String REPOSITORY = "bench/app";

    private final DebianRelease release;
    private final ImageBuild base;
    private final String registry;
    private final Consumer<String> announce;

    private PatchImages(DebianRelease release, ImageBuild base, String registry, Consumer<String> announce) {
        this.release = release;
        this.base = base;
        this.registry = registry;
        this.announce = announce;
    }

    /** On a Debian 12 made with debootstrap. */
    static PatchImages on(String registry, Consumer<String> announce) {
        DebianRelease release = DebianRelease.ofThisMachine(DebianRelease.BOOKWORM);
        return new PatchImages(release, DebianImage.of(release, announce), registry, announce);
    }

    /** What Debian says that the pending updates mend. */
    AdvisoryDatabase database() {
        return AdvisoryDatabase.of(DebianAdvisories.ofExampleImage(release, announce));
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
            Layer layer = Layer.ofFiles(Map.of("opt/" + name, "the application " + name + "\n"));
            String digest = base.plus(layer).push(registry, REPOSITORY, name);
            images.add(new PinnedImage(new Repository(registry, REPOSITORY), new Tag(name), new Digest(digest)));
        }
        return images;
    }
}
