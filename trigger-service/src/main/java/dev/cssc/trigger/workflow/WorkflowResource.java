package dev.cssc.trigger.workflow;

import dev.cssc.common.admin.Problem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.request.NextPage;
import dev.cssc.common.request.Precondition;
import dev.cssc.common.request.Query;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import dev.cssc.trigger.status.AcrColumns;
import dev.cssc.trigger.workflow.WorkflowReader.Reading;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Workflows: what is kept patched, and when. */
@Path("/api/v1/workflows")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "workflows")
public class WorkflowResource {
    private static final int MOST = 1_000;

    private final Transactions transactions;
    private final WorkflowReader reader;
    private final Workflows workflows;
    private final Clock clock;

    WorkflowResource(Transactions transactions, WorkflowReader reader, Workflows workflows, Clock clock) {
        this.transactions = transactions;
        this.reader = reader;
        this.workflows = workflows;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Makes a workflow", description = "The answer shows its next five runs, and has an ETag.")
    @RequestBody(content = @Content(schema = @Schema(implementation = WorkflowBody.class)))
    @APIResponse(
            responseCode = "201",
            description = "The workflow, and the run where one was asked for",
            content = @Content(schema = @Schema(implementation = WorkflowView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The name is taken",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "422",
            description = "Everything that is wrong with it, with path, line and column",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response create(byte[] body) {
        return switch (reader.readNew(body)) {
            case Reading.Refused(Problem problem) -> problem.response();
            case Reading.Accepted(SubmittedWorkflow submitted) -> {
                Instant now = clock.instant();
                Saved made = transactions.await(tx ->
                        workflows.create(tx, submitted, now).flatMap(workflow -> saved(tx, workflow, submitted, now)));
                yield made.answer(Response.created(
                        URI.create("/api/v1/workflows/" + made.view().name())));
            }
        };
    }

    /** A workflow after its transaction, and its entity tag. */
    private record Saved(WorkflowView view, String entityTag) {
        Response answer(Response.ResponseBuilder answer) {
            return answer.entity(view).tag(new EntityTag(entityTag)).build();
        }
    }

    private Uni<Saved> saved(Tx tx, Workflow workflow, SubmittedWorkflow submitted, Instant now) {
        Uni<Optional<String>> run = submitted.runImmediately()
                ? workflows.runNow(tx, workflow.name).map(started -> Optional.of(started.run()))
                : Uni.createFrom().item(Optional.empty());
        return run.map(id -> new Saved(WorkflowView.of(workflow, now, id), workflow.entityTag()));
    }

    @GET
    @Operation(
            summary = "Workflows, by name",
            description =
                    "Without their policies and next runs. Where there are more, a Link header with rel=next leads to them.")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = WorkflowView.class)))
    public Response list(
            @Parameter(description = "Only those that are about this registry, by themselves or by their policy")
                    @QueryParam("registry")
                    Optional<String> registry,
            @Parameter(description = "Only those of this type; there is only continuouspatchv1") @QueryParam("type")
                    Optional<String> type,
            @Parameter(description = "At most so many, 1 to 1000; 100 where left out") @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "Only those behind this name") @QueryParam("after") Optional<String> after,
            @Context UriInfo request) {
        Query.oneOf("type", type, AcrColumns::findType, AcrColumns.WORKFLOW_TYPE);
        int most = Query.number("limit", limit, 1, MOST, 100);
        List<WorkflowView> page = transactions.await(tx -> workflows.list(tx, registry, after.orElse(""), most));
        return NextPage.of(page, most, request, "after", WorkflowView::name);
    }

    @GET
    @Path("/{name}")
    @Operation(
            summary = "One workflow",
            description = "With its next five runs. The ETag stands for its present version.")
    @APIResponse(
            responseCode = "200",
            description = "The workflow",
            content = @Content(schema = @Schema(implementation = WorkflowView.class)))
    public Response show(@PathParam("name") String name) {
        Instant now = clock.instant();
        return transactions
                .await(tx -> workflows
                        .find(tx, name)
                        .map(workflow ->
                                new Saved(WorkflowView.of(workflow, now, Optional.empty()), workflow.entityTag())))
                .answer(Response.ok());
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Changes a workflow",
            description =
                    "What is left out stays as it is. A schedule counts from now on. A run that is going on keeps the policy"
                            + " that it was started with.")
    @RequestBody(content = @Content(schema = @Schema(implementation = WorkflowBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "The workflow",
            content = @Content(schema = @Schema(implementation = WorkflowView.class)))
    @APIResponse(
            responseCode = "412",
            description = "Someone else changed it since (WORKFLOW_CHANGED)",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response change(
            @PathParam("name") String name,
            @Parameter(description = "The ETag of the version that is to be changed; any version where left out")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    Optional<String> ifMatch,
            byte[] body) {
        Precondition precondition = Precondition.ifMatch(ifMatch);
        Optional<String> registry =
                transactions.await(tx -> workflows.find(tx, name).map(Workflow::ownRegistry));
        return switch (reader.readChange(body, registry)) {
            case Reading.Refused(Problem problem) -> problem.response();
            case Reading.Accepted(SubmittedWorkflow submitted)
            when submitted.name().filter(other -> !other.equals(name)).isPresent() ->
                Problem.of(Failure.of(
                                ReasonCode.REQUEST_INVALID,
                                "changing workflow " + name + ": a workflow keeps its name"))
                        .response();
            case Reading.Accepted(SubmittedWorkflow submitted) -> {
                Instant now = clock.instant();
                yield transactions
                        .await(tx -> workflows
                                .change(tx, name, submitted, precondition, now)
                                .flatMap(workflow -> saved(tx, workflow, submitted, now)))
                        .answer(Response.ok());
            }
        };
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            summary = "Removes a workflow",
            description = "Cancels the run that it has going on. Images and what is known of them stay.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(
            responseCode = "412",
            description = "Someone else changed it since (WORKFLOW_CHANGED)",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public void delete(
            @PathParam("name") String name,
            @Parameter(description = "The ETag of the version that is to be removed; any version where left out")
                    @HeaderParam(HttpHeaders.IF_MATCH)
                    Optional<String> ifMatch) {
        Precondition precondition = Precondition.ifMatch(ifMatch);
        transactions.await(tx -> workflows.delete(tx, name, precondition));
    }
}
