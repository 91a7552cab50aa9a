package dev.cssc.trigger.status;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.failure.ReasonCode;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.Optional;

/**
 * One image as ACR's {@code az acr supply-chain workflow list} shows it, made from the read model where ACR reads the logs of its tasks.
 * What ACR writes as {@code ---Not Available---} is absent.
 *
 * @param image {@code registry/repository:tag} of the source
 * @param scanStatus how far the scan is
 * @param scanDate when that was told of
 * @param scanTask the scan service's job
 * @param patchStatus how far the patch is; {@link RunStatus#UNKNOWN} where the scan did not succeed
 * @param patchDate when that was told of
 * @param patchTask the patch service's job
 * @param lastPatchedImage the newest patch known
 * @param workflowType ACR's name of the kind of workflow; absent where another producer made the image due
 * @param patchSkippedReason why there is nothing to patch
 * @param scanErrorReason why the scan failed
 * @param patchErrorReason why the patch failed
 */
@RegisterForReflection
public record AcrColumns(
        String image,
        @JsonProperty("scan_status") RunStatus scanStatus,
        @JsonProperty("scan_date") Optional<Instant> scanDate,
        @JsonProperty("scan_task_ID") Optional<String> scanTask,
        @JsonProperty("patch_status") RunStatus patchStatus,
        @JsonProperty("patch_date") Optional<Instant> patchDate,
        @JsonProperty("patch_task_ID") Optional<String> patchTask,
        @JsonProperty("last_patched_image") Optional<String> lastPatchedImage,
        @JsonProperty("workflow_type") Optional<String> workflowType,
        @JsonProperty("patch_skipped_reason") Optional<String> patchSkippedReason,
        @JsonProperty("scan_error_reason") Optional<String> scanErrorReason,
        @JsonProperty("patch_error_reason") Optional<String> patchErrorReason) {

    /** ACR's name of the only kind of workflow there is. */
    public static final String WORKFLOW_TYPE = "continuouspatchv1";

    /** The kind of workflow of that name, in any case of letters; ACR's command line takes it so. */
    public static Optional<String> findType(String name) {
        return Optional.of(WORKFLOW_TYPE).filter(type -> type.equalsIgnoreCase(name));
    }

    /** The columns of the image as it is known now. */
    static AcrColumns of(RunImage image) {
        State state = image.told().state();
        RunStatus scan = RunStatus.ofScan(state, image.steps());
        RunStatus patch = RunStatus.ofPatch(state, image.steps());
        return new AcrColumns(
                image.source().name(),
                scan,
                image.steps().scanAt(),
                image.steps().scanJob(),
                patch,
                image.steps().patchAt(),
                image.steps().patchJob(),
                lastPatchedImage(image),
                Optional.of(WORKFLOW_TYPE).filter(type -> image.ofOwnWorkflow()),
                patch == RunStatus.SKIPPED ? Optional.of(skippedBecause(image)) : Optional.empty(),
                scan == RunStatus.FAILED ? Optional.of(failedBecause(image)) : Optional.empty(),
                patch == RunStatus.FAILED ? Optional.of(failedBecause(image)) : Optional.empty());
    }

    /** What was published, else the patch that was judged; ACR: nothing where that is the source itself. */
    private static Optional<String> lastPatchedImage(RunImage image) {
        RunImage.Source source = image.source();
        return image.publication()
                .patchedImage()
                .or(() -> image.selected()
                        .candidateTag()
                        .filter(tag -> !tag.equals(source.tag()))
                        .map(tag -> image.selected()
                                        .candidateRepository()
                                        .orElse(source.registry() + "/" + source.repository())
                                + ":" + tag));
    }

    private static String skippedBecause(RunImage image) {
        return image.told()
                .detail()
                .or(() -> image.told().reason().map(ReasonCode::help))
                .orElse("no vulnerability found in the image " + image.source().repository() + ":"
                        + image.source().tag());
    }

    private static String failedBecause(RunImage image) {
        return image.told().reason().map(reason -> reason + ": ").orElse("")
                + image.told().detail().orElse("");
    }
}
