package dev.cssc.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;

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
        // The detail of a document with problems is all of them in one line; below they stand one a line.
        if (!detail.isEmpty() && body.path("problems").isEmpty()) {
            text.append(": ").append(detail);
        }
        String reason = body.path("reason").asText("");
        if (!reason.isEmpty()) {
            text.append(" [").append(reason).append(']');
        }
        String help = Json.text(body, "help");
        if (!help.isEmpty()) {
            text.append("\n  ").append(help);
        }
        for (JsonNode problem : body.path("problems")) {
            text.append("\n  ").append(line(problem));
        }
        return text.toString();
    }

    /** One thing that is wrong: where, and what. */
    private static String line(JsonNode problem) {
        String place = Json.text(problem, "path");
        String message = Json.text(problem, "message");
        return place.isEmpty() ? message : place + ": " + message;
    }

    /** What the status means for the exit code: what the caller wrote is wrong, the service is away, or it could not be done. */
    static int exitCode(int status) {
        return switch (status) {
            case 400, 422 -> ExitCode.INVALID;
            case 502, 503, 504 -> ExitCode.UNREACHABLE;
            default -> ExitCode.FAILURE;
        };
    }
}
