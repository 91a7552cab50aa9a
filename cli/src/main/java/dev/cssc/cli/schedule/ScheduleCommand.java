package dev.cssc.cli.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliCommand;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.common.schedule.Schedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Commands about schedules; no service is asked. */
@Command(name = "schedule", description = "See when a schedule is due.", subcommands = ScheduleCommand.Preview.class)
public final class ScheduleCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(name = "preview", description = "The next times at which a workflow with this schedule would run.")
    static final class Preview extends CliCommand {
        private static final int MOST = 1_000;

        @Parameters(
                paramLabel = "SPEC",
                description = "Nd (days 1, 1+N, 1+2N … of every month, as ACR), 'every Nd', 'every Nh', or"
                        + " 'cron M H D M W [ZONE]'.")
        private String text = "";

        @Option(
                names = "--from",
                paramLabel = "TIME",
                description = "When the schedule is made, for example 2025-01-15T10:30:00Z; default: now.")
        private Optional<String> from = Optional.empty();

        @Option(
                names = "--count",
                paramLabel = "N",
                defaultValue = "5",
                description = "How many times, 1 to 1000; default: ${DEFAULT-VALUE}.")
        private int count;

        @Override
        public Integer call() {
            if (count < 1 || count > MOST) {
                throw new CliException(ExitCode.INVALID, "--count is " + count + "; expected 1 to " + MOST + ".");
            }
            Instant madeAt =
                    from.map(Preview::moment).orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.SECONDS));
            List<Instant> next = Schedule.parse(text, madeAt).next(madeAt, count);
            ObjectNode answer = JSON.createObjectNode();
            ArrayNode times = answer.putArray("next");
            next.forEach(time -> times.add(time.toString()));
            print(answer, NextRuns.table(next, ZoneId.systemDefault()), "It is never due.");
            return ExitCode.OK;
        }

        private static Instant moment(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new CliException(
                        ExitCode.INVALID,
                        "--from is '" + text + "', which is no time; expected date, time and zone, for example"
                                + " 2025-01-15T10:30:00Z.");
            }
        }
    }
}
