package dev.cssc.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.common.failure.ReasonCode;

import java.util.List;

/**
 * A plan as it was answered, by this command or by a service: the document, and what it means for the exit code.
 *
 * @param document {@code {tagConvention, images, notFound, leftOut, errors}}
 */
public record PlanAnswer(JsonNode document) {

    /** The images that are due. */
    public List<JsonNode> images() {
        return Json.list(document, "images");
    }

    /** What is wrong with the policy, or could not be read. */
    public List<JsonNode> errors() {
        return Json.list(document, "errors");
    }

    /** True where there is no plan, because the policy breaks rules. */
    public boolean isInvalid() {
        return errors().stream()
                .anyMatch(error -> ReasonCode.POLICY_INVALID.name().equals(Json.text(error, "reason")));
    }

    /** What the command ends with. */
    public int exitCode() {
        return isInvalid() ? ExitCode.INVALID : errors().isEmpty() ? ExitCode.OK : ExitCode.UNREACHABLE;
    }
}
