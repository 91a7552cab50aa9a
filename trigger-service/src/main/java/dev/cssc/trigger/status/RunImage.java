package dev.cssc.trigger.status;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Patched;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.selection.Plan;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one image in one run; a row of the read model. It only moves forward: what arrives late changes nothing.
 *
 * @param run the run
 * @param workflow the run's workflow
 * @param name {@code registry/repository:tag} of the source
 * @param registry the source's registry
 * @param repository the source's path
 * @param tag the source's tag
 * @param digest the source's digest, where the tag could be resolved
 * @param candidateTag tag of what is judged, where this service selected it
 * @param candidateDigest digest of what is judged, where this service selected it
 * @param why why it is in the run, where this service selected it
 * @param state the furthest state told of
 * @param attempt which try at that step was told of last
 * @param service who told of the state
 * @param reason stable code, where the state has one
 * @param detail a sentence, where there is something to say
 * @param at when the state was reached
 * @param patched the {@link Patched} event as JSON, once it came
 * @param complete true once nothing is to be expected any more
 */
@RegisterForReflection
public record RunImage(
        String run,
        String workflow,
        String name,
        String registry,
        String repository,
        String tag,
        Optional<String> digest,
        Optional<String> candidateTag,
        Optional<String> candidateDigest,
        Optional<String> why,
        State state,
        int attempt,
        String service,
        Optional<ReasonCode> reason,
        Optional<String> detail,
        Instant at,
        Optional<String> patched,
        boolean complete) {

    /** This service, in the events it tells. */
    public static final String THIS_SERVICE = "trigger";

    public RunImage {
        // The result of a patch comes on a topic of its own, before or after the state; who sees the end wants both.
        complete = state.terminal() && (state != State.PATCHED || patched.isPresent());
    }

    /** An image that a run of this service found due. */
    static RunImage due(String run, String workflow, Plan.In in, Instant at) {
        PinnedImage source = in.source();
        return new RunImage(
                run,
                workflow,
                source.name(),
                source.repository().registry(),
                source.repository().path(),
                source.tag().value(),
                Optional.of(source.digest().value()),
                Optional.of(in.candidate().tag().value()),
                Optional.of(in.candidate().digest().value()),
                Optional.of(in.why()),
                State.DUE,
                1,
                THIS_SERVICE,
                Optional.empty(),
                Optional.of(in.why()),
                at,
                Optional.empty(),
                false);
    }

    /** An image that is heard of for the first time. */
    static RunImage of(ImageStatus status) {
        return new RunImage(
                status.run(),
                status.workflow(),
                status.image().name(),
                status.image().registry(),
                status.image().repository(),
                status.image().tag().value(),
                status.image().digest().map(Digest::value),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                status.state(),
                status.attempt(),
                status.service(),
                status.reason(),
                status.detail(),
                status.at(),
                Optional.empty(),
                false);
    }

    /** An image whose result is the first that is heard of it: it must have been verified, the state is still to come. */
    static RunImage of(Patched result) {
        var verified = new ImageStatus(
                result.run(),
                result.workflow(),
                ImageStatus.Subject.of(result.source()),
                State.VERIFIED,
                1,
                "patch",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                result.at());
        return of(verified).with(result);
    }

    /** The same after this was told: further along, or at the same step in a later attempt, or as it was. */
    RunImage with(ImageStatus status) {
        boolean further = state.advance(status.state()) != state;
        boolean again = state == status.state() && !state.terminal() && status.attempt() > attempt;
        return new RunImage(
                run,
                workflow,
                name,
                registry,
                repository,
                tag,
                digest.or(() -> status.image().digest().map(Digest::value)),
                candidateTag,
                candidateDigest,
                why,
                further ? status.state() : state,
                further || again ? status.attempt() : attempt,
                further || again ? status.service() : service,
                further || again ? status.reason() : reason,
                further || again ? status.detail() : detail,
                further || again ? status.at() : at,
                patched,
                false);
    }

    /** The same with the result of its patch. */
    RunImage with(Patched result) {
        return new RunImage(
                run,
                workflow,
                name,
                registry,
                repository,
                tag,
                digest,
                candidateTag,
                candidateDigest,
                why,
                state,
                attempt,
                service,
                reason,
                detail,
                at,
                Optional.of(EventCodec.write(result)),
                false);
    }
}
