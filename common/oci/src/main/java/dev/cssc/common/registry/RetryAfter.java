package dev.cssc.common.registry;

import okhttp3.Response;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a registry says about when it may be asked again. */
final class RetryAfter {
    private static final Duration LONGEST_WAIT = Duration.ofHours(6);

    /** {@code limit=10, remaining=0, reset=30} of the earlier drafts, {@code "default";r=0;t=30} of the later. */
    private static final Pattern ONE_HEADER =
            Pattern.compile("(?:\\bremaining=|;\\s*r=)0(?![\\d]).*?(?:\\breset=|;\\s*t=)(\\d{1,9})");

    private RetryAfter() {}

    /** {@code Retry-After} in either of its forms (RFC 9110, 10.2.3), at most six hours; empty where there is none that can be read. */
    static Optional<Duration> of(Response response, Instant now) {
        return Optional.ofNullable(response.header("Retry-After"))
                .map(String::trim)
                .flatMap(value -> {
                    try {
                        return Optional.of(bounded(
                                value.matches("\\d{1,9}")
                                        ? Duration.ofSeconds(Long.parseLong(value))
                                        : Duration.between(
                                                now,
                                                ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                                        .toInstant())));
                    } catch (DateTimeException e) {
                        return Optional.empty(); // unreadable: the caller's own back-off decides
                    }
                });
    }

    /**
     * How long to ask nothing because the answer says that nothing is left ({@code RateLimit} fields for HTTP, IETF draft, in the forms of
     * its versions). Docker Hub names what is left, but not when there is more: then its 429 decides.
     */
    static Optional<Duration> exhausted(Response response) {
        String remaining = first(response, "RateLimit-Remaining");
        String reset = first(response, "RateLimit-Reset");
        if (remaining.equals("0") && reset.matches("\\d{1,9}")) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(reset))));
        }
        Matcher whole = ONE_HEADER.matcher(
                Optional.ofNullable(response.header("RateLimit")).orElse(""));
        return whole.find()
                ? Optional.of(bounded(Duration.ofSeconds(Long.parseLong(whole.group(1)))))
                : Optional.empty();
    }

    private static String first(Response response, String name) {
        return Optional.ofNullable(response.header(name))
                .orElse("")
                .split("[;,]", 2)[0]
                .trim();
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
