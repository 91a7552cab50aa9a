package dev.cssc.trigger.status;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Patched;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.selection.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** ACR's matrix of scan and patch states (its {@code _workflow_status.py}), from what the services tell. */
class AcrColumnsTest {
    private static final Repository REPOSITORY = Repository.parse("127.0.0.1:5000/a");
    private static final PinnedImage SOURCE = new PinnedImage(REPOSITORY, new Tag("1"), Digest.of("1"));
    private static final PinnedImage PATCH = new PinnedImage(REPOSITORY, new Tag("1-1"), Digest.of("1-1"));
    private static final Instant AT = Instant.parse("2026-11-24T18:00:00Z");

    /** What was told, in the order of the way; the states; of what the filter goes by; dates and reasons that are there. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            -                                                                             | Queued    | Unknown   | Queued    | -
            scan:SCANNING                                                                 | Running   | Unknown   | Running   | scan_date
            scan:SCANNING scan:CLEAN                                                      | Succeeded | Skipped   | Skipped   | scan_date skipped
            scan:SCANNING scan:SKIPPED                                                    | Succeeded | Skipped   | Skipped   | scan_date skipped
            scan:SCANNING scan:FAILED                                                     | Failed    | Unknown   | Failed    | scan_date scan_error
            scan:FAILED                                                                   | Failed    | Unknown   | Failed    | scan_date scan_error
            scan:CANCELLED                                                                | Canceled  | Unknown   | Canceled  | scan_date
            scan:SCANNING scan:FIXABLE                                                    | Succeeded | Queued    | Queued    | scan_date
            scan:SCANNING scan:FIXABLE patch:PATCHING                                     | Succeeded | Running   | Running   | scan_date patch_date
            scan:FIXABLE patch:STAGED                                                     | Succeeded | Running   | Running   | scan_date patch_date
            scan:FIXABLE patch:PATCHING patch:STAGED scan:VERIFYING                       | Succeeded | Running   | Running   | scan_date patch_date
            scan:FIXABLE patch:PATCHING scan:VERIFYING scan:VERIFIED                      | Succeeded | Running   | Running   | scan_date patch_date
            scan:FIXABLE patch:PATCHING scan:VERIFYING scan:VERIFIED patch:PATCHED        | Succeeded | Succeeded | Succeeded | scan_date patch_date
            scan:FIXABLE patch:PATCHING patch:FAILED                                      | Succeeded | Failed    | Failed    | scan_date patch_date patch_error
            scan:FIXABLE patch:PATCHING patch:SKIPPED                                     | Succeeded | Skipped   | Skipped   | scan_date patch_date skipped
            scan:FIXABLE patch:PATCHING scan:VERIFYING scan:FAILED                        | Succeeded | Failed    | Failed    | scan_date patch_date patch_error
            scan:FIXABLE patch:PATCHING scan:VERIFYING scan:SKIPPED                       | Succeeded | Skipped   | Skipped   | scan_date patch_date skipped
            scan:FIXABLE patch:CANCELLED                                                  | Succeeded | Canceled  | Canceled  | scan_date patch_date
            """)
    void matrix(String told, String scan, String patch, String filtered, String there) {
        RunImage image = after(told);

        AcrColumns columns = AcrColumns.of(image);

        assertThat(columns.scanStatus()).hasToString(scan);
        assertThat(columns.patchStatus()).hasToString(patch);
        assertThat(image.runStatus()).hasToString(filtered);
        assertThat(columns.scanDate().isPresent()).isEqualTo(there.contains("scan_date"));
        assertThat(columns.patchDate().isPresent()).isEqualTo(there.contains("patch_date"));
        assertThat(columns.patchSkippedReason().isPresent()).isEqualTo(there.contains("skipped"));
        assertThat(columns.scanErrorReason().isPresent()).isEqualTo(there.contains("scan_error"));
        assertThat(columns.patchErrorReason().isPresent()).isEqualTo(there.contains("patch_error"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scan:SCANNING scan:FIXABLE patch:PATCHING patch:STAGED scan:VERIFYING scan:VERIFIED patch:PATCHED",
                "scan:SCANNING scan:FIXABLE patch:PATCHING patch:STAGED scan:VERIFYING scan:FAILED",
                "scan:SCANNING scan:FIXABLE patch:PATCHING patch:FAILED",
                "scan:SCANNING scan:CLEAN"
            })
    void whateverOrderTheyAreToldInTheStatesAndDatesAreTheSame(String told) {
        AcrColumns inOrder = AcrColumns.of(after(told));
        var words = new ArrayList<>(List.of(told.split(" ")));
        var random = new Random(11);
        for (int i = 0; i < 300; i++) {
            Collections.shuffle(words, random);

            AcrColumns shuffled = AcrColumns.of(after(told, words));

            assertThat(shuffled.scanStatus()).isEqualTo(inOrder.scanStatus());
            assertThat(shuffled.patchStatus()).isEqualTo(inOrder.patchStatus());
            assertThat(shuffled.patchTask()).isEqualTo(inOrder.patchTask());
        }
    }

    @Test
    void theTasksAreTheJobsThatScannedAndPatchedAndNotThoseThatVerifiedAndPublished() {
        AcrColumns columns = AcrColumns.of(after(
                "scan:SCANNING scan:FIXABLE patch:PATCHING patch:STAGED scan:VERIFYING scan:VERIFIED patch:PATCHED"));

        assertThat(columns.scanTask()).contains(job("scan", "FIXABLE"));
        assertThat(columns.patchTask()).contains(job("patch", "STAGED"));
        assertThat(columns.scanDate()).contains(AT.plusSeconds(1));
        assertThat(columns.patchDate()).contains(AT.plusSeconds(6));
    }

    @Test
    void theLastPatchIsTheOnePublishedElseTheOneThatWasScannedElseNone() {
        assertThat(AcrColumns.of(due(SOURCE)).lastPatchedImage()).isEmpty();
        assertThat(AcrColumns.of(due(PATCH)).lastPatchedImage()).contains("127.0.0.1:5000/a:1-1");
        var published = new PinnedImage(REPOSITORY, new Tag("1-2"), Digest.of("1-2"));
        var result = new Patched(
                "r", "w", SOURCE, published, new UUID(0, 1), List.of(), List.of(), 1, Map.of(), "copa", AT, List.of());
        assertThat(AcrColumns.of(due(PATCH).with(result)).lastPatchedImage()).contains("127.0.0.1:5000/a:1-2");
    }

    @Test
    void reasonsHoldTheCodeAndTheSentence() {
        assertThat(AcrColumns.of(after("scan:FAILED")).scanErrorReason()).contains("TIMED_OUT: told FAILED");
        assertThat(AcrColumns.of(after("scan:SCANNING scan:CLEAN")).patchSkippedReason())
                .contains("told CLEAN");
    }

    @Test
    void theRunOfAnotherProducerHasNoWorkflowType() {
        assertThat(AcrColumns.of(due(SOURCE)).workflowType()).contains("continuouspatchv1");
        var foreign = new ImageStatus(
                "r",
                ImageDue.FOREIGN_WORKFLOW,
                ImageStatus.Subject.of(SOURCE),
                State.SCANNING,
                1,
                "scan",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AT);
        assertThat(AcrColumns.of(RunImage.of(foreign)).workflowType()).isEmpty();
    }

    @Test
    void aFilterForSuccessLetsSkippedThrough() {
        assertThat(RunStatus.SUCCEEDED.including()).containsExactly(RunStatus.SUCCEEDED, RunStatus.SKIPPED);
        assertThat(RunStatus.SKIPPED.including()).containsExactly(RunStatus.SKIPPED);
        assertThat(RunStatus.find("succeeded")).contains(RunStatus.SUCCEEDED);
        assertThat(RunStatus.find("successful")).isEmpty();
    }

    private static RunImage after(String told) {
        return after(told, List.of(told.split(" ")));
    }

    /** The n-th of the words in their own order was told n seconds after the first, in whatever order they arrive. */
    private static RunImage after(String told, List<String> arriving) {
        List<String> order = List.of(told.split(" "));
        RunImage image = due(SOURCE);
        for (String word : arriving) {
            if (!word.equals("-")) {
                image = image.with(status(word, AT.plusSeconds(order.indexOf(word))));
            }
        }
        return image;
    }

    private static RunImage due(PinnedImage candidate) {
        return RunImage.due(
                "r",
                "w",
                new Plan.In(SOURCE, candidate, TagConvention.INCREMENTAL, Optional.empty(), Criteria.NONE, "why"),
                AT);
    }

    private static ImageStatus status(String word, Instant at) {
        String service = word.substring(0, word.indexOf(':'));
        State state = State.valueOf(word.substring(word.indexOf(':') + 1));
        return new ImageStatus(
                "r",
                "w",
                ImageStatus.Subject.of(SOURCE),
                state,
                1,
                service,
                Optional.of(UUID.fromString(job(service, state.name()))),
                state == State.FAILED ? Optional.of(ReasonCode.TIMED_OUT) : Optional.empty(),
                Optional.of("told " + state),
                at);
    }

    /** One job patches and stages, and one verifies to the end; every other state has a job of its own here. */
    private static String job(String service, String state) {
        String step = state.equals("STAGED") ? "PATCHING" : state.equals("VERIFIED") ? "VERIFYING" : state;
        return new UUID(service.hashCode(), step.hashCode()).toString();
    }
}
