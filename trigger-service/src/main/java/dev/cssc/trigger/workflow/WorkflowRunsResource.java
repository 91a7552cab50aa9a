package dev.cssc.trigger.workflow;

import dev.cssc.common.request.NextPage;
import dev.cssc.common.request.Query;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.trigger.run.RunView;
import dev.cssc.trigger.run.Runs;
import dev.cssc.trigger.run.Runs.Started;
import dev.cssc.trigger.status.ImageFilter;
import dev.cssc.trigger.status.ImageResource;
import dev.cssc.trigger.status.ImageStore;
import dev.cssc.trigger.status.ImageView;
import dev.cssc.trigger.status.Run;
import dev.cssc.trigger.status.RunStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a workflow does: its runs, and what became of its images. */
@Path("/api/v1/workflows/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "workflows")
public class WorkflowRunsResource {
    private final Transactions transactions;
    private final Workflows workflows;
    private final Runs runs;
    private final ImageStore images;
    private final Clock clock;

    WorkflowRunsResource(Transactions transactions, Workflows workflows, Runs runs, ImageStore images, Clock clock) {
        this.transactions = transactions;
        this.workflows = workflows;
        this.runs = runs;
        this.images = images;
        this.clock = clock;
    }

    /**
     * What a cancellation reached.
     *
     * @param workflow the workflow's name
     * @param runs the runs that were going on and are cancelled now
     */
    @RegisterForReflection
    public record Cancelled(String workflow, List<String> runs) {}

    @POST
    @Path("/runs")
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

    @POST
    @Path("/cancel")
    @Operation(
            summary = "Cancels the runs that are going on",
            description = "The schedule stays. Where none is going on, nothing happens and the list is empty.")
    @APIResponse(
            responseCode = "202",
            description = "Which runs are cancelled now",
            content = @Content(schema = @Schema(implementation = Cancelled.class)))
    public Response cancel(@PathParam("name") String name) {
        List<String> cancelled = transactions.await(tx -> workflows.cancelRuns(tx, name)).stream()
                .map(Run::id)
                .toList();
        return Response.accepted(new Cancelled(name, cancelled)).build();
    }

    @GET
    @Path("/images")
    @Operation(
            summary = "The images of the last days, each as its newest run in this workflow left it",
            description =
                    "What ACR's list shows, by image. Where there are more, a Link header with rel=next leads to them.")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = ImageView.class)))
    public Response images(
            @PathParam("name") String name,
            @Parameter(description = ImageResource.STATUS) @QueryParam("status") Optional<String> status,
            @Parameter(description = "How far to look back; N of a schedule Nd, else 30, where left out")
                    @QueryParam("days")
                    Optional<String> days,
            @Parameter(description = ImageResource.LIMIT) @QueryParam("limit") Optional<String> limit,
            @Parameter(description = ImageResource.AFTER) @QueryParam("after") Optional<String> after,
            @Context UriInfo request) {
        Optional<RunStatus> wanted = Query.oneOf("status", status, RunStatus::find, RunStatus.names());
        int most = Query.number("limit", limit, 1, ImageResource.MOST, ImageResource.PAGE);
        Workflow workflow = transactions.await(tx -> workflows.find(tx, name));
        int back = Query.number("days", days, 1, ImageResource.MOST_DAYS, workflow.window());
        var filter = new ImageFilter(
                Optional.of(name),
                Optional.empty(),
                true,
                wanted,
                clock.instant().minus(Duration.ofDays(back)));
        List<ImageView> page = transactions.await(tx -> images.list(tx, filter, after.orElse(""), most)).stream()
                .map(ImageView::of)
                .toList();
        return NextPage.of(page, most, request, "after", ImageView::name);
    }
}
