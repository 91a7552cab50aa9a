package dev.cssc.common.outbox;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseTroubleTest {

    @Test
    void refusedConnectionMayPass() {
        assertThat(DatabaseTrouble.isOutOfReach(new IllegalStateException(new ConnectException("refused"))))
                .isTrue();
    }

    @Test
    void answerOfOursIsNoDatabaseTroubleWhateverItsCause() {
        assertThat(DatabaseTrouble.isOutOfReach(
                        Failure.of(ReasonCode.EVENT_INVALID, "no JSON").toException(new IOException("Jackson's"))))
                .isFalse();
    }
}
