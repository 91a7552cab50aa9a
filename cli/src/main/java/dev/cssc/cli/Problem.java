package dev.cssc.cli;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An error answer of the API as a person reads it: an {@code application/problem+json} (RFC 9457) with our members {@code reason} and
 * {@code problems}, or whatever else came instead of one.
 */
final class Problem {
    private Problem() {}

    /** All that the answer says, in lines. */
    static String describe(int status, JsonNode body) {
        StringBuilder text =
                new StringBuilder(body.path("title").asText("The service answered with HTTP status " + status));
        String detail = body.path("detail").asText("");
        if (!detail.isEmpty()) {
            text.append(": ").append(detail);
        }
        String reason = body.path("reason").asText("");
        if (!reason.isEmpty()) {
            text.append(" [").append(reason).append(']');
        }
        for (JsonNode problem : body.path("problems")) {
            text.append("\n  ").append(line(problem));
        }
        return text.toString();
    }

    private static String line(JsonNode problem) {
        if (problem.isTextual()) {
            return problem.asText();
        }
        StringBuilder line = new StringBuilder(problem.path("path").asText("?"));
        String message = problem.path("message").asText(problem.path("detail").asText(""));
        if (!message.isEmpty()) {
            line.append(": ").append(message);
        }
        String found = problem.path("found").asText("");
        String expected = problem.path("expected").asText("");
        if (!found.isEmpty()) {
            line.append(message.isEmpty() ? ": found " : "; found ").append(found);
        }
        if (!expected.isEmpty()) {
            line.append(", expected ").append(expected);
        }
        return line.toString();
    }

    /** What the status means for the exit code: what the caller wrote is wrong, or it could not be done. */
    static int exitCode(int status) {
        return status == 400 || status == 422 ? ExitCode.INVALID : ExitCode.FAILURE;
    }
}
