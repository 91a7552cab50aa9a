package dev.cssc.trigger.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Patched;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.selection.Plan;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one image in one run; a row of the read model. It only moves forward: what arrives late changes nothing.
 *
 * @param run the run
 * @param workflow the run's workflow
 * @param source what the policy names
 * @param selected what this service chose to judge for it
 * @param told the furthest state told of
 * @param steps what was told of the scan and of the patch
 * @param publication what was published
 */
@RegisterForReflection
@JsonIgnoreProperties(
        value = {"complete", "run_status"},
        allowGetters = true)
public record RunImage(
        String run,
        String workflow,
        @JsonUnwrapped Source source,
        @JsonUnwrapped Selected selected,
        @JsonUnwrapped Told told,
        @JsonUnwrapped Steps steps,
        @JsonUnwrapped Publication publication) {

    /** This service, in the events it tells. */
    public static final String THIS_SERVICE = "trigger";

    /**
     * The image that the policy names.
     *
     * @param name {@code registry/repository:tag}
     * @param registry host and optional port
     * @param repository path
     * @param tag the tag
     * @param digest where the tag could be resolved
     */
    @RegisterForReflection
    public record Source(String name, String registry, String repository, String tag, Optional<String> digest) {
        private static Source of(PinnedImage image) {
            return of(ImageStatus.Subject.of(image));
        }

        private static Source of(ImageStatus.Subject image) {
            return new Source(
                    image.name(),
                    image.registry(),
                    image.repository(),
                    image.tag().value(),
                    image.digest().map(Digest::value));
        }

        private Source learnt(ImageStatus.Subject image) {
            return digest.isPresent() ? this : of(image);
        }
    }

    /**
     * What this service selected; all empty in the run of another producer.
     *
     * @param candidateTag tag of what is judged
     * @param candidateDigest its digest
     * @param candidateRepository where it is, as {@code registry/repository}; in the source's own where empty
     * @param why why the source is in the run
     */
    @RegisterForReflection
    public record Selected(
            Optional<String> candidateTag,
            Optional<String> candidateDigest,
            Optional<String> candidateRepository,
            Optional<String> why) {
        private static final Selected NOTHING =
                new Selected(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        private static Selected of(Plan.In in) {
            return new Selected(
                    Optional.of(in.candidate().tag().value()),
                    Optional.of(in.candidate().digest().value()),
                    Optional.of(in.candidate().repository())
                            .filter(there -> !there.equals(in.source().repository()))
                            .map(Repository::toString),
                    Optional.of(in.why()));
        }
    }

    /**
     * A state, as a service told of it.
     *
     * @param state which
     * @param attempt which try at the step
     * @param service who told
     * @param reason stable code, where the state has one
     * @param detail a sentence, where there is something to say
     * @param at when it was reached
     */
    @RegisterForReflection
    public record Told(
            State state,
            int attempt,
            String service,
            Optional<ReasonCode> reason,
            Optional<String> detail,
            Instant at) {
        private static Told of(ImageStatus status) {
            return new Told(
                    status.state(), status.attempt(), status.service(), status.reason(), status.detail(), status.at());
        }

        /** Further along, or the same step in a later attempt. */
        private Told with(ImageStatus status) {
            boolean further = state.advance(status.state()) != state;
            boolean again = state == status.state() && !state.terminal() && status.attempt() > attempt;
            return further || again ? of(status) : this;
        }
    }

    /**
     * What was published.
     *
     * @param patched the {@link Patched} event as JSON, once it came; left out where many images are read
     * @param patchedImage {@code registry/repository:tag} of it
     */
    @RegisterForReflection
    public record Publication(Optional<String> patched, Optional<String> patchedImage) {
        private static final Publication NONE = new Publication(Optional.empty(), Optional.empty());

        private static Publication of(Patched result) {
            return new Publication(
                    Optional.of(EventCodec.write(result)),
                    Optional.of(result.patched().name()));
        }
    }

    /** An image that a run of this service found due. */
    static RunImage due(String run, String workflow, Plan.In in, Instant at) {
        return new RunImage(
                run,
                workflow,
                Source.of(in.source()),
                Selected.of(in),
                new Told(State.DUE, 1, THIS_SERVICE, Optional.empty(), Optional.of(in.why()), at),
                Steps.NONE,
                Publication.NONE);
    }

    /** An image that is heard of for the first time. */
    static RunImage of(ImageStatus status) {
        return new RunImage(
                status.run(),
                status.workflow(),
                Source.of(status.image()),
                Selected.NOTHING,
                Told.of(status),
                Steps.NONE.with(status),
                Publication.NONE);
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

    /** The same after this was told. */
    RunImage with(ImageStatus status) {
        return new RunImage(
                run,
                workflow,
                source.learnt(status.image()),
                selected,
                told.with(status),
                steps.with(status),
                publication);
    }

    /** The same with the result of its patch. */
    RunImage with(Patched result) {
        return new RunImage(run, workflow, source, selected, told, steps, Publication.of(result));
    }

    /**
     * True once nothing is to be expected any more. The result of a patch comes on a topic of its own, before or after the state; who sees
     * the end wants both.
     */
    @JsonProperty("complete")
    public boolean complete() {
        return told.state().terminal()
                && (told.state() != State.PATCHED || publication.patchedImage().isPresent());
    }

    /** True where a workflow of this installation found it due. */
    boolean ofOwnWorkflow() {
        return !workflow.equals(ImageDue.FOREIGN_WORKFLOW);
    }

    /** How ACR would call where it stands. */
    @JsonProperty("run_status")
    public RunStatus runStatus() {
        return RunStatus.of(told.state(), steps);
    }
}
