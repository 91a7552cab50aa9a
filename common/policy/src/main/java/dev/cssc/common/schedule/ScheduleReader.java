package dev.cssc.common.schedule;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what people write as a schedule, and where it is none, finds out what they may have meant. */
final class ScheduleReader {
    private static final int LONGEST = 200;
    private static final int LONGEST_SHOWN = 60;

    // Python's \d, in ACR, takes other scripts' digits and its $ a line end behind; both are accidents.
    private static final Pattern NTH_DAY = Pattern.compile("([0-9]+)d");
    private static final Pattern INTERVAL = Pattern.compile("every ([0-9]+)([dh])");

    private static final Pattern LOOSE = Pattern.compile("(every *)?([0-9]+)? *([a-z]+)");
    private static final Map<String, String> WORDS = Map.of(
            "@hourly", "cron 0 * * * *",
            "@daily", "cron 0 0 * * *",
            "@midnight", "cron 0 0 * * *",
            "@weekly", "cron 0 0 * * 0",
            "@monthly", "cron 0 0 1 * *",
            "@yearly", "cron 0 0 1 1 *",
            "@annually", "cron 0 0 1 1 *",
            "hourly", "every 1h",
            "daily", "1d",
            "weekly", "every 7d");

    private ScheduleReader() {}

    static Schedule read(String text, Instant createdAt) {
        if (text.length() > LONGEST) {
            throw refused(text, "is longer than " + LONGEST + " characters");
        }
        try {
            return form(text, createdAt);
        } catch (IllegalArgumentException e) {
            throw refused(text, Objects.requireNonNullElse(e.getMessage(), "cannot be read"));
        }
    }

    private static Schedule form(String text, Instant createdAt) {
        Matcher nthDay = NTH_DAY.matcher(text);
        if (nthDay.matches()) {
            LocalTime minute = createdAt.atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
            return new EveryNthDay(days(nthDay.group(1)), minute);
        }
        Matcher interval = INTERVAL.matcher(text);
        if (interval.matches()) {
            ChronoUnit unit = interval.group(2).equals("d") ? ChronoUnit.DAYS : ChronoUnit.HOURS;
            return new EveryInterval(number(interval.group(1), unit), unit, createdAt);
        }
        List<String> words = List.of(text.split("[ \t]+", -1));
        if (text.equals(plainText(text)) && CronReader.meant(words)) {
            return CronReader.read(words);
        }
        throw new IllegalArgumentException(
                "is none of Nd with N from 1 to 30 (7d), every Nd or every Nh (every 12h), and"
                        + " cron with five fields and a time zone (cron 0 3 * * 1 Europe/Berlin)"
                        + proposal(text)
                                .map(meant -> ". Did you mean '" + meant + "'?")
                                .orElse(""));
    }

    /** The text without what nobody sees: white space around it and line ends. */
    private static String plainText(String text) {
        return text.strip().replaceAll("[\\r\\n\\v\\f]+", " ");
    }

    private static int days(String digits) {
        int days = bounded(digits);
        if (days < 1 || days > EveryNthDay.MOST_DAYS) {
            throw new IllegalArgumentException("has N = " + shown(digits) + " days; expected Nd with N from 1 to "
                    + EveryNthDay.MOST_DAYS + ", the days 1, 1+N, 1+2N … of every month"
                    + (days > EveryNthDay.MOST_DAYS && days <= EveryInterval.most(ChronoUnit.DAYS)
                            ? ". Did you mean 'every " + days + "d'?"
                            : ""));
        }
        return days;
    }

    private static int number(String digits, ChronoUnit unit) {
        int number = bounded(digits);
        int most = EveryInterval.most(unit);
        if (number < 1 || number > most) {
            throw new IllegalArgumentException("has an interval of " + shown(digits) + " "
                    + unit.toString().toLowerCase(Locale.ROOT) + "; expected 1 to " + most);
        }
        return number;
    }

    /** The number, or one that is beyond every limit. */
    private static int bounded(String digits) {
        String significant = digits.replaceFirst("^0+", "");
        return significant.length() > 6 ? Integer.MAX_VALUE : significant.isEmpty() ? 0 : Integer.parseInt(significant);
    }

    private static Optional<String> proposal(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        return Optional.ofNullable(WORDS.get(plain))
                .or(() -> inOtherUnits(plain))
                .or(() -> Optional.of(plainText(text)).filter(meant -> !meant.equals(text)))
                .or(() -> Optional.of(plain).filter(meant -> !meant.equals(text)))
                .filter(ScheduleReader::isOne);
    }

    private static Optional<String> inOtherUnits(String plain) {
        Matcher loose = LOOSE.matcher(plain);
        if (!loose.matches()) {
            return Optional.empty();
        }
        boolean every = loose.group(1) != null;
        int number = loose.group(2) == null ? 1 : bounded(loose.group(2));
        return switch (loose.group(3)) {
            case "d", "day", "days" -> Optional.of((every ? "every " : "") + number + "d");
            case "w", "week", "weeks" -> Optional.of("every " + Math.multiplyFull(number, 7) + "d");
            case "h", "hour", "hours" -> Optional.of("every " + number + "h");
            case "m", "min", "minute", "minutes" -> Optional.of("cron */" + number + " * * * *");
            default -> Optional.empty();
        };
    }

    private static boolean isOne(String proposal) {
        try {
            return form(proposal, Instant.EPOCH) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static FailureException refused(String text, String why) {
        return Failure.of(ReasonCode.SCHEDULE_INVALID, "reading the schedule '" + shown(text) + "': it " + why)
                .toException();
    }

    /** As it may stand in a message: on one line, and not too long. */
    private static String shown(String text) {
        String line = text.replace("\n", "\\n").replace("\r", "\\r").replaceAll("\\p{Cntrl}", "?");
        return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "…" : line;
    }
}
