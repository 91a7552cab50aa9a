package dev.cssc.common.job;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

class JobOrdersTest {
    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000001");

    private static StoredJob ofRun(String run) {
        return new StoredJob(
                ID,
                "scan",
                run,
                "",
                "s",
                "{}",
                JobState.FAILED,
                0,
                3,
                Optional.empty(),
                false,
                Optional.empty(),
                "",
                "",
                Instant.EPOCH,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void theRunOfARepetitionIsNamedAfterTheJobAndCounts() {
        assertThat(JobOrders.retryRun(ofRun("run-1"))).isEqualTo("retry-1-" + ID);
        assertThat(JobOrders.retryRun(ofRun("retry-1-" + ID))).isEqualTo("retry-2-" + ID);
        assertThat(JobOrders.retryRun(ofRun("retry-9-" + ID))).isEqualTo("retry-10-" + ID);
    }

    @Test
    void aRunThatOnlyLooksLikeOneIsAnyRun() {
        assertThat(JobOrders.retryRun(ofRun("retry-soon"))).isEqualTo("retry-1-" + ID);
    }
}
