package dev.cssc.common.event;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One state change of one due image. Three services write these, so their order is not given; a reader moves only forward along
 * {@link ImageLifecycle}.
 *
 * @param run one expansion of a workflow
 * @param workflow the workflow's name
 * @param image which source image
 * @param state the state reached
 * @param attempt how often the step was tried, from 1; a state may be told again by a later attempt
 * @param service who says so
 * @param job the job of that service by which it came to the state; an operator finds it in the service's {@code /api/v1/jobs}. Absent
 *     where no job stands behind it
 * @param reason stable code, where the state has one
 * @param detail a sentence for a person, where there is something to say
 * @param at when it happened, by the clock of the service that says so
 */
public record ImageStatus(
        String run,
        String workflow,
        Subject image,
        ImageLifecycle.State state,
        int attempt,
        String service,
        Optional<UUID> job,
        Optional<ReasonCode> reason,
        Optional<String> detail,
        Instant at)
        implements ImageEvent {

    /**
     * The image as far as it is known: a foreign due image whose tag could not be resolved has no digest.
     */
    public record Subject(String registry, String repository, Tag tag, Optional<Digest> digest) {
        /** The subject that a pinned image is. */
        public static Subject of(PinnedImage image) {
            return new Subject(
                    image.repository().registry(), image.repository().path(), image.tag(), Optional.of(image.digest()));
        }

        /** The subject of a tag whose digest is not known. */
        public static Subject of(Repository repository, Tag tag) {
            return new Subject(repository.registry(), repository.path(), tag, Optional.empty());
        }

        /** {@code registry/repository:tag}. */
        public String name() {
            return registry + "/" + repository + ":" + tag;
        }
    }

    @Override
    public String key() {
        return image.name();
    }

    @Override
    public EventType type() {
        return EventType.IMAGE_STATUS;
    }
}
