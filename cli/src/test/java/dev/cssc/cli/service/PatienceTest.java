package dev.cssc.cli.service;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PatienceTest {
    private final List<String> remarks = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    private String answerAfter(int failures, int exitCode) {
        if (asked.incrementAndGet() <= failures) {
            throw new CliException(exitCode, "no answer");
        }
        return "answer";
    }

    @Test
    void aServiceThatIsAwayForAMomentIsAskedAgainAndThatIsSaidOnce() {
        String answer = new Patience(remarks::add).ask(() -> answerAfter(2, ExitCode.UNREACHABLE));

        assertThat(answer).isEqualTo("answer");
        assertThat(remarks).hasSize(1);
    }

    @Test
    void patienceEnds() {
        Patience none = new Patience(remarks::add, Duration.ZERO);

        assertThatThrownBy(() -> none.ask(() -> answerAfter(Integer.MAX_VALUE, ExitCode.UNREACHABLE)))
                .isInstanceOf(CliException.class);
        assertThat(asked).hasValue(1);
    }

    @Test
    void anAnswerThatRefusesIsNotAskedForAgain() {
        Patience patience = new Patience(remarks::add);

        assertThatThrownBy(() -> patience.ask(() -> answerAfter(1, ExitCode.FAILURE)))
                .hasMessage("no answer");
        assertThat(asked).hasValue(1);
        assertThat(remarks).isEmpty();
    }
}
