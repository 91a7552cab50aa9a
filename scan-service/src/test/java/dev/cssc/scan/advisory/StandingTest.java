package dev.cssc.scan.advisory;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.Patched;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.scan.verdict.VerdictKind;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

class StandingTest {
    private static final Repository APP = new Repository("registry.test", "app");
    private static final Instant DUE = Instant.parse("2026-11-24T06:00:00Z");

    @Test
    void patchOfTheRunThatFoundTheImageFixableTakesItsPlaceWhateverTheClocksSay() {
        assertThat(standing("source", "run-1").yieldsTo(patched("run-1", "source", DUE.minusSeconds(60))))
                .isTrue();
    }

    @Test
    void patchThatWasPublishedAfterTheImageWasMadeDueTakesItsPlace() {
        assertThat(standing("source", "run-2").yieldsTo(patched("run-1", "source", DUE.plusSeconds(1))))
                .isTrue();
    }

    @Test
    void latePatchDoesNotTakeThePlaceOfANewerOne() {
        assertThat(standing("source", "run-2").yieldsTo(patched("run-1", "source", DUE)))
                .isFalse();
    }

    @Test
    void patchOfAnOlderSourceDoesNotTakeThePlaceOfANewerSource() {
        assertThat(standing("pushed anew", "run-2").yieldsTo(patched("run-1", "source", DUE.plusSeconds(60))))
                .isFalse();
    }

    @Test
    void whereTheSourceWasNotKeptYetThePatchIsTaken() {
        WatchedImage old = new WatchedImage(
                "w",
                APP + ":1",
                Optional.empty(),
                Optional.empty(),
                APP,
                Digest.of("candidate"),
                Criteria.NONE,
                VerdictKind.FIXABLE,
                Optional.empty());

        assertThat(new Standing(old, DUE).yieldsTo(patched("run-1", "source", DUE.minusSeconds(60))))
                .isTrue();
    }

    private static Standing standing(String source, String run) {
        return new Standing(
                new WatchedImage(
                        "w",
                        APP + ":1",
                        Optional.of(Digest.of(source)),
                        Optional.of(run),
                        APP,
                        Digest.of("candidate"),
                        Criteria.NONE,
                        VerdictKind.FIXABLE,
                        Optional.of(Set.of("CVE-1"))),
                DUE);
    }

    private static Patched patched(String run, String source, Instant at) {
        return new Patched(
                run,
                "w",
                new PinnedImage(APP, new Tag("1"), Digest.of(source)),
                new PinnedImage(APP, new Tag("1-patched"), Digest.of("patch")),
                new UUID(0, 1),
                List.of(),
                List.of(),
                0,
                Map.of(),
                "test",
                at,
                List.of());
    }
}
