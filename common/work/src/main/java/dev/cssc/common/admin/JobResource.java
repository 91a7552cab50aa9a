package dev.cssc.common.admin;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.JobFilter;
import dev.cssc.common.job.JobListing;
import dev.cssc.common.job.JobOrders;
import dev.cssc.common.job.JobState;
import dev.cssc.common.job.StoredJob;
import dev.cssc.common.joblog.JobLogStore;
import dev.cssc.common.request.NextPage;
import dev.cssc.common.request.PlaceInTime;
import dev.cssc.common.request.Query;
import dev.cssc.common.transaction.Transactions;
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
import java.util.UUID;

/** The jobs of this service: what they do, what became of them, how to stop one or to have it tried again. */
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class JobResource {
    /** Most jobs in one answer. */
    static final int MOST = 1_000;

    private final Transactions transactions;
    private final JobListing jobs;
    private final JobLogStore logs;
    private final JobOrders orders;

    JobResource(Transactions transactions, JobListing jobs, JobLogStore logs, JobOrders orders) {
        this.transactions = transactions;
        this.jobs = jobs;
        this.logs = logs;
        this.orders = orders;
    }

    @GET
    @Operation(
            summary = "Jobs, newest first",
            description = "Where there may be more, a Link header with rel=next leads to them.")
    @APIResponse(
            responseCode = "200",
            description = "One page, without logs",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = JobView.class)))
    public Response list(
            @Parameter(description = "Only jobs in this state: QUEUED, RUNNING, DONE, FAILED or CANCELLED")
                    @QueryParam("state")
                    Optional<String> state,
            @Parameter(description = "Only jobs of this run") @QueryParam("run") Optional<String> run,
            @Parameter(description = "Only jobs of this kind") @QueryParam("kind") Optional<String> kind,
            @Parameter(description = "Only jobs of this flow, that is workflow") @QueryParam("flow")
                    Optional<String> flow,
            @Parameter(description = "Only jobs about this") @QueryParam("subject") Optional<String> subject,
            @Parameter(description = "At most so many, 1 to 1000; 100 where left out") @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "Only jobs behind this place, as a next link names it") @QueryParam("before")
                    Optional<String> before,
            @Context UriInfo request) {
        JobFilter filter = new JobFilter(Query.oneOf("state", state, JobState.class), run, kind, flow, subject);
        int most = Query.number("limit", limit, 1, MOST, 100);
        Optional<PlaceInTime> behind =
                Query.oneOf("before", before, PlaceInTime::parse, "the places that a next link leads to");
        List<JobView> page = transactions.await(tx -> jobs.newest(tx, filter, behind, most)).stream()
                .map(JobView::of)
                .toList();
        return NextPage.of(page, most, request, "before", JobResource::place);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One job with its log")
    public JobView show(@PathParam("id") String id) {
        UUID job = identity(id);
        return transactions.await(tx ->
                orders.required(tx, job).flatMap(stored -> logs.ofJob(tx, job).map(log -> JobView.of(stored, log))));
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(summary = "Has the job dropped, or stopped where it runs", description = "Again changes nothing.")
    @APIResponse(
            responseCode = "202",
            description = "The job as it is now",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such job in this service (JOB_NOT_FOUND)",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "It is done or was given up (JOB_ENDED)",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response cancel(@PathParam("id") String id) {
        UUID job = identity(id);
        StoredJob cancelled = transactions.await(tx -> orders.cancel(tx, job));
        return Response.accepted(JobView.of(cancelled)).build();
    }

    @POST
    @Path("/{id}/retry")
    @Operation(
            summary = "Has the job tried now, or done again",
            description =
                    "One that waits for its next attempt is tried now. One that was given up is done again as a new job"
                            + " of a run of its own. Asking twice leads to one new job.")
    @APIResponse(
            responseCode = "202",
            description = "The job that will be tried",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such job in this service (JOB_NOT_FOUND)",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(
            responseCode = "409",
            description = "It is in another state, or of a kind that cannot be repeated alone (JOB_NOT_REPEATABLE)",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response retry(@PathParam("id") String id) {
        UUID job = identity(id);
        StoredJob again = transactions.await(tx -> orders.retry(tx, job));
        return Response.accepted(JobView.of(again)).build();
    }

    private static UUID identity(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw notFound(id);
        }
    }

    private static FailureException notFound(String id) {
        String shown = id.length() > 60 ? id.substring(0, 60) + "…" : id;
        return Failure.of(ReasonCode.JOB_NOT_FOUND, "there is no job " + shown + " in this service")
                .toException();
    }

    private static String place(JobView job) {
        return new PlaceInTime(job.createdAt(), job.id()).text();
    }
}
