package dev.cssc.patch.rebase;

import dev.cssc.common.image.ImageReference;
import dev.cssc.common.registry.RawManifest;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** What a base's tag points to, asked once for all platforms of an image: the tag may move between two questions. */
final class NewestBuild {
    private final ImageReference base;
    private final BaseRegistry registry;
    private @Nullable Optional<RawManifest> answer;

    NewestBuild(ImageReference base, BaseRegistry registry) {
        this.base = base;
        this.registry = registry;
    }

    ImageReference base() {
        return base;
    }

    /**
     * Its manifest, or its index; empty where there is none.
     *
     * @throws dev.cssc.common.failure.FailureException where the registry does not say; it is asked again then
     */
    Optional<RawManifest> manifest() {
        if (answer == null) {
            answer = registry.find(base);
        }
        return answer;
    }
}
