package dev.cssc.common.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.Response;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An error over REST (RFC 9457, {@code application/problem+json}).
 *
 * @param type {@code urn:cssc:reason:CODE}; {@code about:blank} where the status says all
 * @param title the reason in words
 * @param status HTTP status
 * @param detail what was being done, on what, why it failed
 * @param reason stable code
 * @param help what to do about it
 * @param problems everything that is wrong with the document submitted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@RegisterForReflection
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        Optional<ReasonCode> reason,
        Optional<String> help,
        List<Place> problems) {
    /** The media type of all errors. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /**
     * One thing that is wrong with the document submitted.
     *
     * @param path JSON path within the request
     * @param message what was found and what was expected
     * @param proposal what to write instead, where something can be proposed
     * @param line where in the request, from 1
     * @param column where in the line, from 1
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @RegisterForReflection
    public record Place(
            String path, String message, Optional<String> proposal, Optional<Integer> line, Optional<Integer> column) {}

    public Problem {
        problems = List.copyOf(problems);
    }

    /** The failure as others see it. */
    public static Problem of(Failure failure) {
        return of(failure, List.of());
    }

    /** The failure of a document, with everything that is wrong with it. */
    public static Problem of(Failure failure, List<Place> problems) {
        ReasonCode reason = failure.reason();
        String words = reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Problem(
                "urn:cssc:reason:" + reason,
                Character.toUpperCase(words.charAt(0)) + words.substring(1),
                status(reason),
                failure.detail(),
                Optional.of(reason),
                Optional.of(reason.help()),
                problems);
    }

    /** An error that HTTP has a status for and we have no reason code. */
    public static Problem of(Response.StatusType status, String detail) {
        return new Problem(
                "about:blank",
                status.getReasonPhrase(),
                status.getStatusCode(),
                detail,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** The answer that carries it. */
    public Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }

    private static int status(ReasonCode reason) {
        return switch (reason) {
            case REQUEST_INVALID -> 400;
            case WORKFLOW_NOT_FOUND,
                    RUN_NOT_FOUND,
                    JOB_NOT_FOUND,
                    REGISTRY_NOT_FOUND,
                    REPOSITORY_NOT_FOUND,
                    TAG_NOT_FOUND,
                    MANIFEST_NOT_FOUND,
                    REPORT_NOT_FOUND,
                    PATCH_NOT_FOUND -> 404;
            case WORKFLOW_EXISTS, REGISTRY_EXISTS, REGISTRY_READ_ONLY, REGISTRY_IN_USE, JOB_ENDED, JOB_NOT_REPEATABLE ->
                409;
            case WORKFLOW_CHANGED, REGISTRY_CHANGED -> 412;
            case TOO_LARGE -> 413;
            default ->
                switch (reason.actor()) {
                    case POLICY_AUTHOR, IMAGE_OWNER -> 422;
                    case NOBODY -> 409;
                    case OPERATOR -> 503;
                    case PRODUCT -> 500;
                };
        };
    }
}
