package dev.cssc.scan.database;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class RollOutTest {

    private static final RollOut.Candidate CURRENT = candidate(2, "2026-11-20T06:00:00Z", 1_000);

    private static RollOut.Candidate candidate(int version, String updated, long size) {
        return new RollOut.Candidate(
                new DatabaseMetadata(version, updated, Instant.parse(updated), Optional.empty()), size);
    }

    private static Optional<String> objection(RollOut.Candidate candidate) {
        return RollOut.objection(candidate, Optional.of(CURRENT), 0.5, false);
    }

    @Test
    void aNewerOneOfLikeSizeMayTakeOver() {
        assertThat(objection(candidate(2, "2026-11-21T06:00:00Z", 900))).isEmpty();
        assertThat(objection(candidate(2, "2026-11-20T06:00:00Z", 500))).isEmpty();
    }

    @Test
    void anOlderOneMayNotUnlessItIsForced() {
        RollOut.Candidate older = candidate(2, "2026-11-19T06:00:00Z", 1_000);

        assertThat(objection(older)).hasValueSatisfying(why -> assertThat(why).contains("older"));
        assertThat(RollOut.objection(older, Optional.of(CURRENT), 0.5, true)).isEmpty();
    }

    @Test
    void oneThatShrankTooMuchMayNotUnlessItIsForced() {
        RollOut.Candidate small = candidate(2, "2026-11-21T06:00:00Z", 499);

        assertThat(objection(small)).hasValueSatisfying(why -> assertThat(why).contains("499", "1000", "0.5"));
        assertThat(RollOut.objection(small, Optional.of(CURRENT), 0.5, true)).isEmpty();
        assertThat(RollOut.objection(small, Optional.of(CURRENT), 0, false)).isEmpty();
    }

    @Test
    void oneOfAnotherFormOrWithoutContentMayNeverTakeOver() {
        assertThat(RollOut.objection(candidate(3, "2026-11-21T06:00:00Z", 900), Optional.of(CURRENT), 0, true))
                .isPresent();
        assertThat(RollOut.objection(candidate(2, "2026-11-21T06:00:00Z", 0), Optional.empty(), 0, true))
                .isPresent();
    }

    @Test
    void theFirstOneHasNothingToBeComparedWith() {
        assertThat(RollOut.objection(candidate(2, "2020-01-01T00:00:00Z", 1), Optional.empty(), 0.5, false))
                .isEmpty();
    }
}
