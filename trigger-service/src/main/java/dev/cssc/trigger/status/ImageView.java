package dev.cssc.trigger.status;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.event.Patched;
import dev.cssc.common.failure.ReasonCode;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.Optional;

/**
 * One image in one run, as REST tells it.
 *
 * @param name {@code registry/repository:tag} of the source
 * @param registry the source's registry
 * @param repository the source's path
 * @param tag the source's tag
 * @param digest the source's digest, where the tag could be resolved
 * @param candidate what is judged: the newest patch of the source, else the source
 * @param why why it is in the run
 * @param run the run
 * @param workflow the run's workflow; {@code -} where another producer made the image due
 * @param state how far it is
 * @param terminal true where its way has ended
 * @param attempt which try at the step
 * @param service who told of the state
 * @param reason stable code, where the state has one
 * @param detail a sentence, where there is something to say
 * @param help what to do about the reason
 * @param at when the state was reached
 * @param patchedTag tag of the published patch
 * @param patched the published patch: of this run, or the newest one where images are asked for over all runs
 */
@RegisterForReflection
public record ImageView(
        String name,
        String registry,
        String repository,
        String tag,
        Optional<String> digest,
        Optional<Candidate> candidate,
        Optional<String> why,
        String run,
        String workflow,
        ImageLifecycle.State state,
        boolean terminal,
        int attempt,
        String service,
        Optional<ReasonCode> reason,
        Optional<String> detail,
        Optional<String> help,
        Instant at,
        Optional<String> patchedTag,
        Optional<Patched> patched) {

    /** What is judged for a source. */
    @RegisterForReflection
    public record Candidate(String tag, String digest) {}

    /** The image as it is shown. */
    public static ImageView of(RunImage image) {
        Optional<Patched> patched = image.patched().map(event -> EventCodec.read(event, Patched.class));
        return new ImageView(
                image.name(),
                image.registry(),
                image.repository(),
                image.tag(),
                image.digest(),
                image.candidateTag().flatMap(tag -> image.candidateDigest().map(digest -> new Candidate(tag, digest))),
                image.why(),
                image.run(),
                image.workflow(),
                image.state(),
                image.state().terminal(),
                image.attempt(),
                image.service(),
                image.reason(),
                image.detail(),
                image.reason().map(ReasonCode::help),
                image.at(),
                patched.map(event -> event.patched().tag().value()),
                patched);
    }
}
