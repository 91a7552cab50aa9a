package dev.cssc.trigger.run;

import dev.cssc.common.request.NextPage;
import dev.cssc.common.request.Query;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.trigger.status.EventView;
import dev.cssc.trigger.status.ImageStore;
import dev.cssc.trigger.status.ImageView;
import dev.cssc.trigger.status.RunState;
import dev.cssc.trigger.status.RunStore;
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

import java.util.List;
import java.util.Optional;

/** Runs: what they are doing, what became of their images, how to stop them. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
public class RunResource {
    private static final int MOST_RUNS = 1_000;
    private static final int MOST_EVENTS = 10_000;

    private final Transactions transactions;
    private final Runs runs;
    private final RunStore store;
    private final ImageStore images;

    RunResource(Transactions transactions, Runs runs, RunStore store, ImageStore images) {
        this.transactions = transactions;
        this.runs = runs;
        this.store = store;
        this.images = images;
    }

    @GET
    @Operation(
            summary = "Runs, newest first, of one workflow or of all",
            description = "Where there are more, a Link header with rel=next leads to them.")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = RunView.class)))
    public Response list(
            @Parameter(description = "Only runs of this workflow") @QueryParam("workflow") Optional<String> workflow,
            @Parameter(description = "Only runs in this state: RUNNING, FINISHED or FAILED") @QueryParam("state")
                    Optional<String> state,
            @Parameter(description = "At most so many, 1 to 1000; 50 where left out") @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "Only runs that are older than the run of this id") @QueryParam("before")
                    Optional<String> before,
            @Context UriInfo request) {
        Optional<RunState> wanted = Query.oneOf("state", state, RunState.class);
        int most = Query.number("limit", limit, 1, MOST_RUNS, 50);
        List<RunView> page = transactions.await(tx -> store.latest(tx, workflow, wanted, before, most)).stream()
                .map(run -> RunView.of(run, false))
                .toList();
        return NextPage.of(page, most, request, "before", RunView::id);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One run, with what it left out and did not find")
    public RunView show(@PathParam("id") String id) {
        return RunView.of(transactions.await(tx -> runs.required(tx, id)), false);
    }

    @GET
    @Path("/{id}/images")
    @Operation(summary = "The images of a run")
    public List<ImageView> images(@PathParam("id") String id) {
        return transactions.await(tx -> runs.required(tx, id).chain(() -> images.ofRun(tx, id))).stream()
                .map(ImageView::of)
                .toList();
    }

    @GET
    @Path("/{id}/events")
    @Operation(
            summary = "The history of a run, oldest first",
            description = "Read on with after = the last seq seen; numbers have no gaps, so nothing is missed.")
    public List<EventView> events(
            @PathParam("id") String id,
            @Parameter(description = "Only what came behind this number; 0 where left out") @QueryParam("after")
                    Optional<String> after,
            @Parameter(description = "At most so many, 1 to 10000; 1000 where left out") @QueryParam("limit")
                    Optional<String> limit) {
        long behind = Query.number("after", after, 0, Long.MAX_VALUE, 0);
        int most = Query.number("limit", limit, 1, MOST_EVENTS, 1_000);
        return transactions
                .await(tx -> runs.required(tx, id).chain(() -> images.history(tx, id, behind, most)))
                .stream()
                .map(EventView::of)
                .toList();
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(
            summary = "Cancels a run",
            description =
                    "What is queued is dropped, what runs is stopped, what was published stays. The run is over when the other"
                            + " services have answered for each image. Cancelling again changes nothing.")
    @APIResponse(
            responseCode = "202",
            description = "The run as it is now",
            content = @Content(schema = @Schema(implementation = RunView.class)))
    public Response cancel(@PathParam("id") String id) {
        return Response.accepted(RunView.of(transactions.await(tx -> runs.cancel(tx, id)), false))
                .build();
    }
}
