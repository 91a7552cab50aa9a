package dev.cssc.trigger.run;

import dev.cssc.common.transaction.Transactions;
import dev.cssc.trigger.status.EventView;
import dev.cssc.trigger.status.ImageStore;
import dev.cssc.trigger.status.ImageView;
import dev.cssc.trigger.status.RunStore;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.List;
import java.util.Optional;

/** Runs: what they are doing, what became of their images, how to stop them. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "runs")
public class RunResource {
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
    @Operation(summary = "The latest runs, of one workflow or of all")
    public List<RunView> list(
            @QueryParam("workflow") Optional<String> workflow, @QueryParam("limit") @DefaultValue("50") int limit) {
        return transactions.await(tx -> store.latest(tx, workflow, Math.clamp(limit, 1, 1_000))).stream()
                .map(run -> RunView.of(run, false))
                .toList();
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
            @QueryParam("after") @DefaultValue("0") long after,
            @QueryParam("limit") @DefaultValue("1000") int limit) {
        return transactions
                .await(tx ->
                        runs.required(tx, id).chain(() -> images.history(tx, id, after, Math.clamp(limit, 1, 10_000))))
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
