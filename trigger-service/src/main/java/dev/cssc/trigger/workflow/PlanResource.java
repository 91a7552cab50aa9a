package dev.cssc.trigger.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.admin.Problem;
import dev.cssc.common.planning.RegistryRepositoryView;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.selection.PlanDocument;
import dev.cssc.common.selection.TagSelection;
import dev.cssc.trigger.TriggerConfig;
import dev.cssc.trigger.workflow.SubmittedWorkflow.Document;
import dev.cssc.trigger.workflow.WorkflowReader.Reading;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a policy would select now, and why: the dry run. */
@Path("/api/v1/plans")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "plans")
public class PlanResource {
    private final WorkflowReader reader;
    private final RegistryClient registry;
    private final TriggerConfig config;

    PlanResource(WorkflowReader reader, RegistryClient registry, TriggerConfig config) {
        this.reader = reader;
        this.registry = registry;
        this.config = config;
    }

    /** The body, for the published description of the interface. */
    @Schema(name = "PlanBody")
    private record Body(
            @Schema(
                    description = "A configured registry, of the repositories for which the policy names none",
                    examples = "127.0.0.1:5000")
            String registry,

            @Schema(description = "ACR's continuous patching document, see schemas/policy.v1.json", required = true)
            JsonNode policy) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Plans without doing anything",
            description =
                    "Asks the registries, stores nothing. The answer is the plan that the command line's dry run shows: images, notFound,"
                            + " leftOut, and errors with what could not be read; it is sent while it is made.")
    @RequestBody(content = @Content(schema = @Schema(implementation = Body.class)))
    @APIResponse(
            responseCode = "200",
            description = "The plan",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(
            responseCode = "422",
            description = "Everything that is wrong with the policy, with path, line and column",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response plan(byte[] body) {
        return switch (reader.readPlan(body)) {
            case Reading.Refused(Problem problem) -> problem.response();
            case Reading.Accepted(SubmittedWorkflow asked) ->
                Response.ok(document(asked.policy().orElseThrow())).build();
        };
    }

    private StreamingOutput document(Document document) {
        Policy policy = document.policy();
        return to -> {
            try (PlanDocument plan = PlanDocument.begin(policy.tagConvention(), document.warnings(), to)) {
                TagSelection.plan(
                        policy, repository -> new RegistryRepositoryView(repository, registry), config.pinning(), plan);
            }
        };
    }
}
