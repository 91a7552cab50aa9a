package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import okhttp3.Response;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Turns a status that an operation has no use for into a failure. Only the registry's error code and message are kept of the body. */
final class UnexpectedAnswer {
    /** Error bodies are read up to this many bytes; the spec's are a few hundred. */
    private static final int LONGEST_BODY = 8 * 1024;

    private static final int LONGEST_MESSAGE = 200;

    private UnexpectedAnswer() {}

    static FailureException of(String description, Response response) {
        int status = response.code();
        String detail = description + ": the registry answered " + status + saying(response);
        Retry whenTold =
                RetryAfter.of(response, Instant.now()).<Retry>map(Retry::after).orElse(Retry.backoff());
        Failure failure = switch (status) {
            case 401 -> Failure.of(ReasonCode.REGISTRY_UNAUTHORIZED, detail);
            case 403 -> Failure.of(ReasonCode.REGISTRY_FORBIDDEN, detail);
            case 429 -> new Failure(ReasonCode.REGISTRY_RATE_LIMITED, detail, whenTold);
            case 408 -> new Failure(ReasonCode.REGISTRY_ERROR, detail, Retry.backoff());
            case 413 -> Failure.of(ReasonCode.TOO_LARGE, detail);
            default -> new Failure(ReasonCode.REGISTRY_ERROR, detail, status >= 500 ? whenTold : Retry.never());
        };
        return failure.toException();
    }

    /** The body's first error, with a blank before it; empty where there is none. */
    static String saying(Response response) {
        return errorOf(response).map(e -> " " + e).orElse("");
    }

    /** True where the body's first error has that code (distribution spec, "Error codes"). */
    static boolean hasCode(Response response, String code) {
        return errorOf(response).filter(e -> e.startsWith(code)).isPresent();
    }

    /** {@code CODE: message} of the first error in the body. */
    static Optional<String> errorOf(Response response) {
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
}
