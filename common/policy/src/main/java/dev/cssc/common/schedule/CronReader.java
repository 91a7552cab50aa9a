package dev.cssc.common.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads cron in its three spellings. Each refusal says what is wrong, and for whom cron has more to offer, what it has not here. */
final class CronReader {
    private static final int FIELDS = 5;
    private static final Pattern ZONE_IN_FRONT = Pattern.compile("(?:CRON_)?TZ=(.*)");
    private static final Pattern OFFSET = Pattern.compile("Z|[+-][0-9]{2}:[0-9]{2}");
    // A sixth word of this form is a field of a cron with seconds or years, not a zone.
    private static final Pattern FIELD = Pattern.compile("[0-9*/,?LW#-]+|(?i:mon|tue|wed|thu|fri|sat|sun)");

    private static final CronParser UNIX = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    private static final ZonedDateTime ANY_TIME = ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    /** The fields in their order: name, and what may stand there. */
    private enum Field {
        MINUTE("minute", "0 to 59"),
        HOUR("hour", "0 to 23"),
        DAY_OF_MONTH("day of the month", "1 to 31"),
        MONTH("month", "1 to 12 or JAN to DEC"),
        DAY_OF_WEEK("day of the week", "0 to 7 (Sunday is 0 and 7) or MON to SUN");

        private final String words;
        private final String values;

        Field(String words, String values) {
            this.words = words;
            this.values = values;
        }
    }

    private CronReader() {}

    /** True where the words are meant as cron, well-formed or not. */
    static boolean meant(List<String> words) {
        return words.getFirst().equals("cron")
                || ZONE_IN_FRONT.matcher(words.getFirst()).matches()
                || words.size() >= FIELDS && FIELD.matcher(words.getFirst()).matches();
    }

    /**
     * Reads the words.
     *
     * @throws IllegalArgumentException with what is wrong, to be told after the text itself
     */
    static CronSchedule read(List<String> text) {
        List<String> words = new ArrayList<>(text);
        if (words.getFirst().equals("cron")) {
            words.removeFirst();
        }
        Optional<String> zone = zoneInFront(words);
        if (words.size() == FIELDS + 1 && !FIELD.matcher(words.getLast()).matches()) {
            if (zone.isPresent()) {
                throw new IllegalArgumentException(
                        "names a time zone in front of the fields and another one behind them");
            }
            zone = Optional.of(words.removeLast());
        }
        requireFiveFields(words);
        ZoneId where = zone.map(CronReader::zone).orElse(ZoneOffset.UTC);
        return new CronSchedule(String.join(" ", words), where, times(words));
    }

    private static Optional<String> zoneInFront(List<String> words) {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        var named = ZONE_IN_FRONT.matcher(words.getFirst());
        if (!named.matches()) {
            return Optional.empty();
        }
        words.removeFirst();
        return Optional.of(named.group(1));
    }

    private static void requireFiveFields(List<String> words) {
        if (words.size() == FIELDS) {
            return;
        }
        String found = "has " + words.size() + (words.size() == 1 ? " field" : " fields")
                + " where cron has five: minute, hour, day of month, month, day of week";
        if (words.size() > FIELDS) {
            found += "; there are no seconds and no years here";
            List<String> withoutSeconds = words.subList(1, FIELDS + 1);
            if (withoutSeconds.stream().allMatch(word -> FIELD.matcher(word).matches())) {
                found += ". Did you mean 'cron "
                        + String.join(" ", withoutSeconds).replace('?', '*') + "'?";
            }
        }
        throw new IllegalArgumentException(found);
    }

    private static ExecutionTime times(List<String> words) {
        for (Field field : Field.values()) {
            String word = words.get(field.ordinal());
            List<String> alone = new ArrayList<>(Collections.nCopies(FIELDS, "*"));
            alone.set(field.ordinal(), word);
            if (parse(alone).isEmpty()) {
                throw new IllegalArgumentException("has '" + word + "' for the " + field.words + "; expected "
                        + field.values + ", * for all of them, a list (1,3), a range (1-5) or a step (*/2)");
            }
        }
        ExecutionTime times = ExecutionTime.forCron(parse(words).orElseThrow());
        if (times.nextExecution(ANY_TIME).isEmpty()) {
            throw new IllegalArgumentException("never comes: none of its months has a day "
                    + words.get(Field.DAY_OF_MONTH.ordinal()) + "; every month has the days 1 to 28");
        }
        return times;
    }

    private static Optional<Cron> parse(List<String> words) {
        try {
            return Optional.of(UNIX.parse(String.join(" ", words)).validate());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ZoneId zone(String name) {
        if (name.equals("UTC")) {
            return ZoneOffset.UTC;
        }
        if (ZoneId.getAvailableZoneIds().contains(name) || OFFSET.matcher(name).matches()) {
            try {
                return ZoneId.of(name);
            } catch (java.time.DateTimeException e) {
                throw new IllegalArgumentException(
                        "names the offset '" + name + "'; offsets go from -18:00 to +18:00", e);
            }
        }
        throw new IllegalArgumentException("names the time zone '" + name
                + "', which is not known; expected a name of the IANA time zone database such as Europe/Berlin, or UTC"
                + similarZone(name)
                        .map(zone -> ". Did you mean '" + zone + "'?")
                        .orElse(""));
    }

    private static Optional<String> similarZone(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        return zones.stream()
                .filter(zone -> zone.toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .or(() -> zones.stream()
                        .filter(zone -> zone.toLowerCase(Locale.ROOT)
                                .endsWith("/" + wanted.substring(wanted.lastIndexOf('/') + 1)))
                        .findFirst());
    }
}
