package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import okhttp3.Response;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Turns a status that an operation has no use for into a failure. Only the registry's error code and message are kept of the body. */
final class UnexpectedAnswer {
    /** Error bodies are read up to this many bytes; the spec's are a few hundred. */
    private static final int LONGEST_BODY = 8 * 1024;

    private static final int LONGEST_MESSAGE = 200;
    private static final Duration LONGEST_WAIT = Duration.ofHours(6);

    private UnexpectedAnswer() {}

    static FailureException of(String description, Response response) {
        int status = response.code();
        String detail = description + ": the registry answered " + status
                + errorOf(response).map(e -> " " + e).orElse("");
        Retry whenTold = retryAfter(response).<Retry>map(Retry::after).orElse(Retry.backoff());
        Failure failure = switch (status) {
            case 401, 403 -> Failure.of(ReasonCode.REGISTRY_UNAUTHORIZED, detail);
            case 429 -> new Failure(ReasonCode.REGISTRY_RATE_LIMITED, detail, whenTold);
            case 408 -> new Failure(ReasonCode.REGISTRY_ERROR, detail, Retry.backoff());
            case 413 -> Failure.of(ReasonCode.TOO_LARGE, detail);
            default -> new Failure(ReasonCode.REGISTRY_ERROR, detail, status >= 500 ? whenTold : Retry.never());
        };
        return failure.toException();
    }

    /** True where the body's first error has that code (distribution spec, "Error codes"). */
    static boolean hasCode(Response response, String code) {
        return errorOf(response).filter(e -> e.startsWith(code)).isPresent();
    }

    /** {@code CODE: message} of the first error in the body. */
    private static Optional<String> errorOf(Response response) {
        try {
            byte[] body = response.peekBody(LONGEST_BODY).bytes();
            JsonNode error = BoundedJson.parse(body).path("errors").path(0);
            String code = error.path("code").asText("");
            String message = error.path("message").asText("");
            String text = code + (message.isEmpty() ? "" : ": " + message);
            return text.isEmpty() ? Optional.empty() : Optional.of(printable(text));
        } catch (IOException e) {
            return Optional.empty(); // no JSON, or cut off: the status alone must do
        }
    }

    private static String printable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.length() > LONGEST_MESSAGE ? clean.substring(0, LONGEST_MESSAGE) + "…" : clean;
    }

    /** {@code Retry-After} in either of its forms (RFC 9110, 10.2.3), at most {@link #LONGEST_WAIT}. */
    private static Optional<Duration> retryAfter(Response response) {
        return Optional.ofNullable(response.header("Retry-After"))
                .map(String::trim)
                .flatMap(value -> {
                    try {
                        Duration wait = value.matches("\\d{1,9}")
                                ? Duration.ofSeconds(Long.parseLong(value))
                                : Duration.between(
                                        Instant.now(),
                                        ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                                .toInstant());
                        if (wait.isNegative()) {
                            return Optional.of(Duration.ZERO);
                        }
                        return Optional.of(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
                    } catch (DateTimeException e) {
                        return Optional.empty(); // unreadable: the caller's own back-off decides
                    }
                });
    }
}
