package dev.cssc.trigger.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.event.Patched;
import dev.cssc.common.failure.ReasonCode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.Optional;

/**
 * One image in one run, as REST tells it, with the columns of ACR's list beside.
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
 * @param patched the published patch: of this run, or the newest one where one image is asked for; left out of lists over many runs
 * @param acr the columns of ACR's list
 */
@RegisterForReflection
@Schema(allOf = AcrColumns.class)
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
        Optional<Patched> patched,
        @JsonUnwrapped @Schema(hidden = true) AcrColumns acr) {

    /**
     * What is judged for a source.
     *
     * @param tag its tag
     * @param digest its digest
     * @param repository {@code registry/repository}, where that is not the source's own
     */
    @RegisterForReflection
    public record Candidate(String tag, String digest, Optional<String> repository) {}

    /** The image as it is shown. */
    public static ImageView of(RunImage image) {
        RunImage.Source source = image.source();
        RunImage.Selected selected = image.selected();
        RunImage.Told told = image.told();
        return new ImageView(
                source.name(),
                source.registry(),
                source.repository(),
                source.tag(),
                source.digest(),
                selected.candidateTag()
                        .flatMap(tag -> selected.candidateDigest()
                                .map(digest -> new Candidate(tag, digest, selected.candidateRepository()))),
                selected.why(),
                image.run(),
                image.workflow(),
                told.state(),
                told.state().terminal(),
                told.attempt(),
                told.service(),
                told.reason(),
                told.detail(),
                told.reason().map(ReasonCode::help),
                told.at(),
                image.publication().patchedImage().map(ImageView::tag),
                image.publication().patched().map(event -> EventCodec.read(event, Patched.class)),
                AcrColumns.of(image));
    }

    private static String tag(String name) {
        return name.substring(name.lastIndexOf(':') + 1);
    }
}
