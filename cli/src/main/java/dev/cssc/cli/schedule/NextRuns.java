package dev.cssc.cli.schedule;

import dev.cssc.cli.output.Table;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Times at which something is due, as a person plans a week. */
public final class NextRuns {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private NextRuns() {}

    /**
     * A row for each time.
     *
     * @param zone in which local times are shown
     */
    public static Table table(List<Instant> times, ZoneId zone) {
        DateTimeFormatter local = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm z", Locale.ENGLISH)
                .withZone(zone);
        DateTimeFormatter weekday =
                DateTimeFormatter.ofPattern("EEEE", Locale.ENGLISH).withZone(ZoneOffset.UTC);
        Table table = new Table("NEXT RUN (UTC)", "WEEKDAY", "LOCAL TIME");
        times.forEach(time -> table.row(UTC.format(time), weekday.format(time), local.format(time)));
        return table;
    }
}
