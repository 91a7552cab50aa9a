package dev.cssc.trigger.workflow;

import dev.cssc.common.admin.Problem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.trigger.run.RunView;
import dev.cssc.trigger.run.Runs;
import dev.cssc.trigger.run.Runs.Started;
import dev.cssc.trigger.workflow.WorkflowReader.Reading;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Workflows: what is kept patched, and when. */
@Path("/api/v1/workflows")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "workflows")
public class WorkflowResource {
    private final Transactions transactions;
    private final WorkflowReader reader;
    private final Workflows workflows;
    private final Runs runs;

    WorkflowResource(Transactions transactions, WorkflowReader reader, Workflows workflows, Runs runs) {
        this.transactions = transactions;
        this.reader = reader;
        this.workflows = workflows;
        this.runs = runs;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Makes a workflow")
    @RequestBody(content = @Content(schema = @Schema(implementation = WorkflowBody.class)))
    @APIResponse(
            responseCode = "201",
            description = "The workflow, and the run where one was asked for",
            content = @Content(schema = @Schema(implementation = WorkflowView.class)))
    @APIResponse(
            responseCode = "422",
            description = "Everything that is wrong with it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response create(byte[] body) {
        return switch (reader.readNew(body)) {
            case Reading.Refused(Problem problem) -> problem.response();
            case Reading.Accepted(SubmittedWorkflow submitted) -> {
                Instant now = Instant.now();
                WorkflowView made = transactions.await(tx -> workflows
                        .create(tx, submitted, now)
                        .flatMap(workflow -> (submitted.runImmediately()
                                        ? workflows.runNow(tx, workflow.name).map(started -> Optional.of(started.run()))
                                        : Uni.createFrom().item(Optional.<String>empty()))
                                .map(run -> WorkflowView.of(workflow, run))));
                yield Response.created(URI.create("/api/v1/workflows/" + made.name()))
                        .entity(made)
                        .build();
            }
        };
    }

    @GET
    @Operation(summary = "All workflows")
    public List<WorkflowView> list() {
        return transactions.await(tx -> workflows.all()).stream()
                .map(workflow -> WorkflowView.of(workflow, Optional.empty()))
                .toList();
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "One workflow")
    public WorkflowView show(@PathParam("name") String name) {
        return WorkflowView.of(transactions.await(tx -> workflows.find(tx, name)), Optional.empty());
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Changes a workflow",
            description =
                    "What is left out stays as it is. A schedule moves the time of day to now. A run that is going on keeps the policy"
                            + " that it was started with.")
    @RequestBody(content = @Content(schema = @Schema(implementation = WorkflowBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "The workflow",
            content = @Content(schema = @Schema(implementation = WorkflowView.class)))
    public Response change(@PathParam("name") String name, byte[] body) {
        return switch (reader.readChange(body)) {
            case Reading.Refused(Problem problem) -> problem.response();
            case Reading.Accepted(SubmittedWorkflow submitted)
            when submitted.name().filter(other -> !other.equals(name)).isPresent() ->
                Problem.of(Failure.of(
                                ReasonCode.REQUEST_INVALID,
                                "changing workflow " + name + ": a workflow keeps its name"))
                        .response();
            case Reading.Accepted(SubmittedWorkflow submitted) -> {
                Instant now = Instant.now();
                yield Response.ok(transactions.await(tx -> workflows
                                .change(tx, name, submitted, now)
                                .flatMap(workflow -> (submitted.runImmediately()
                                                ? workflows.runNow(tx, name).map(started -> Optional.of(started.run()))
                                                : Uni.createFrom().item(Optional.<String>empty()))
                                        .map(run -> WorkflowView.of(workflow, run)))))
                        .build();
            }
        };
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            summary = "Removes a workflow",
            description = "Cancels the run that it has going on. Images and what is known of them stay.")
    @APIResponse(responseCode = "204", description = "It is gone")
    public void delete(@PathParam("name") String name) {
        transactions.await(tx -> workflows.delete(tx, name));
    }

    @POST
    @Path("/{name}/runs")
    @Operation(summary = "Starts a run now", description = "Joins the one that is going on, if there is one.")
    @APIResponse(
            responseCode = "201",
            description = "The run; 200 where it was going on already",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Response run(@PathParam("name") String name) {
        Started started = transactions.await(tx -> workflows.runNow(tx, name));
        RunView run = RunView.of(transactions.await(tx -> runs.required(tx, started.run())), started.joined());
        URI location = URI.create("/api/v1/runs/" + started.run());
        return (started.joined() ? Response.ok().location(location) : Response.created(location))
                .entity(run)
                .build();
    }
}
