package dev.cssc.common.event;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

class EventIdTest {
    @Test
    void theSameCauseHasTheSameIdAndAnyOtherCauseAnother() {
        Set<UUID> ids = new HashSet<>();
        for (String run : List.of("a", "ab")) {
            for (String subject : List.of("b", "bc", "c")) {
                for (String step : List.of("scan", "verify")) {
                    for (int attempt = 1; attempt <= 3; attempt++) {
                        assertThat(EventId.of(run, subject, step, attempt))
                                .isEqualTo(EventId.of(run, subject, step, attempt));
                        ids.add(EventId.of(run, subject, step, attempt));
                    }
                }
            }
        }
        assertThat(ids).hasSize(2 * 3 * 2 * 3);
    }

    @Test
    void anIdIsANameBasedUuidOfVersionFive() {
        UUID id = EventId.of("run", "subject", "step", 1);

        assertThat(id.version()).isEqualTo(5);
        assertThat(id.variant()).isEqualTo(2);
    }
}
