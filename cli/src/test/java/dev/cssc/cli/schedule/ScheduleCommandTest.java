package dev.cssc.cli.schedule;

import dev.cssc.cli.CommandTest;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleCommandTest extends CommandTest {
    @Test
    void theNextTimesAreAcrsDaysOfTheMonth() {
        assertThat(run("schedule", "preview", "7d", "--from", "2025-01-28T10:30:59Z", "--count", "2", "-o", "json"))
                .isZero();
        assertThat(out.toString()).contains("\"next\" : [ \"2025-01-29T10:30:00Z\", \"2025-02-01T10:30:00Z\" ]");
        assertThat(requests).isEmpty();
    }

    @Test
    void peopleSeeTheWeekday() {
        assertThat(run("schedule", "preview", "every 12h", "--from", "2025-01-28T10:30:00Z"))
                .isZero();
        assertThat(out.toString()).contains("2025-01-28 22:30  Tuesday");
        assertThat(out.toString().lines()).hasSize(6);
    }

    @Test
    void whatIsNoScheduleComesWithAProposal() {
        assertThat(run("schedule", "preview", "weekly")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("SCHEDULE_INVALID", "every 7d");
        assertThat(run("schedule", "preview", "7d", "--from", "tomorrow")).isEqualTo(ExitCode.INVALID);
        assertThat(err.toString()).contains("--from is 'tomorrow'");
    }
}
