package dev.cssc.trigger.status;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Patched;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

class RunImageTest {
    private static final PinnedImage SOURCE =
            new PinnedImage(Repository.parse("127.0.0.1:5000/a"), new Tag("1"), Digest.of("a"));
    private static final Instant AT = Instant.parse("2026-11-24T18:00:00Z");

    @Test
    void anImageOnlyMovesForward() {
        var image = RunImage.of(status(State.PATCHING, 1)).with(status(State.SCANNING, 1));

        assertThat(image.told().state()).isEqualTo(State.PATCHING);
    }

    @Test
    void theFirstTerminalStateStays() {
        var image = RunImage.of(status(State.FAILED, 1)).with(status(State.PATCHED, 1));

        assertThat(image.told().state()).isEqualTo(State.FAILED);
        assertThat(image.complete()).isTrue();
    }

    @Test
    void aLaterAttemptAtTheSameStepIsShown() {
        var image = RunImage.of(status(State.SCANNING, 1))
                .with(status(State.SCANNING, 2))
                .with(status(State.SCANNING, 1));

        assertThat(image.told().attempt()).isEqualTo(2);
    }

    @Test
    void thePatchedStateIsCompleteWithItsResultOnly() {
        var image = RunImage.of(status(State.PATCHED, 1));

        assertThat(image.complete()).isFalse();
        assertThat(image.with(result()).complete()).isTrue();
        assertThat(RunImage.of(result()).complete()).isFalse();
        assertThat(RunImage.of(result()).with(status(State.PATCHED, 1)).complete())
                .isTrue();
    }

    @Test
    void theDigestIsLearntWhenItIsToldFirst() {
        var unknown = new ImageStatus(
                "r",
                "w",
                ImageStatus.Subject.of(SOURCE.repository(), SOURCE.tag()),
                State.DUE,
                1,
                "scan",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AT);

        assertThat(RunImage.of(unknown).source().digest()).isEmpty();
        assertThat(RunImage.of(unknown).with(status(State.SCANNING, 1)).source().digest())
                .contains(SOURCE.digest().value());
    }

    @Test
    void anyOrderOfAWayEndsInItsEnd() {
        var way = new ArrayList<>(List.of(
                State.DUE,
                State.SCANNING,
                State.FIXABLE,
                State.PATCHING,
                State.STAGED,
                State.VERIFYING,
                State.VERIFIED,
                State.SKIPPED));
        var random = new Random(7);
        for (int i = 0; i < 500; i++) {
            Collections.shuffle(way, random);
            var image = RunImage.of(status(way.getFirst(), 1));
            for (State state : way) {
                image = image.with(status(state, 1));
            }
            assertThat(image.told().state()).isEqualTo(State.SKIPPED);
            assertThat(image.told().reason()).contains(ReasonCode.NO_IMPROVEMENT);
        }
    }

    private static ImageStatus status(State state, int attempt) {
        return new ImageStatus(
                "r",
                "w",
                ImageStatus.Subject.of(SOURCE),
                state,
                attempt,
                "scan",
                Optional.empty(),
                state == State.SKIPPED ? Optional.of(ReasonCode.NO_IMPROVEMENT) : Optional.empty(),
                Optional.empty(),
                AT);
    }

    private static Patched result() {
        return new Patched(
                "r", "w", SOURCE, SOURCE, new UUID(0, 1), List.of(), List.of(), 1, Map.of(), "buildah", AT, List.of());
    }
}
