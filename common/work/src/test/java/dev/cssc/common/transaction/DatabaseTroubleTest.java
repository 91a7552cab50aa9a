package dev.cssc.common.transaction;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import io.vertx.pgclient.PgException;
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

    @Test
    void aKeptStatementThatAnswersInAnotherFormAfterAMigrationIsPreparedAnew() {
        assertThat(DatabaseTrouble.isOutOfReach(refusal("0A000", "cached plan must not change result type")))
                .isTrue();
        assertThat(DatabaseTrouble.isOutOfReach(refusal("0A000", "cross-database references are not implemented")))
                .isFalse();
    }

    private static PgException refusal(String state, String message) {
        return new PgException(message, "ERROR", state, "");
    }
}
