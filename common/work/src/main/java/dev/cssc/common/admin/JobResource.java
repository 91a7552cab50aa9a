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

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The jobs of this service: what they do, what became of them, how to stop one or to have it tried again. */
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
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

    /**
     * Jobs, newest first. Where there may be more, a {@code Link} header with {@code rel="next"} leads to them.
     *
     * @param state only jobs in this state
     * @param run only jobs of this run
     * @param kind only jobs of this kind
     * @param flow only jobs of this flow, that is workflow
     * @param subject only jobs about this
     * @param limit at most so many, 1 to 1000; 100 where left out
     * @param before only jobs behind this place, as a {@code next} link names it
     */
    @GET
    public Response list(
            @QueryParam("state") Optional<String> state,
            @QueryParam("run") Optional<String> run,
            @QueryParam("kind") Optional<String> kind,
            @QueryParam("flow") Optional<String> flow,
            @QueryParam("subject") Optional<String> subject,
            @QueryParam("limit") Optional<String> limit,
            @QueryParam("before") Optional<String> before,
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

    /** One job with its log. */
    @GET
    @Path("/{id}")
    public JobView show(@PathParam("id") String id) {
        UUID job = identity(id);
        return transactions.await(tx ->
                orders.required(tx, job).flatMap(stored -> logs.ofJob(tx, job).map(log -> JobView.of(stored, log))));
    }

    /**
     * Has the job dropped, or stopped where it runs. Again changes nothing; of a job that is done or was given up it is refused
     * ({@code JOB_ENDED}).
     */
    @POST
    @Path("/{id}/cancel")
    public Response cancel(@PathParam("id") String id) {
        UUID job = identity(id);
        StoredJob cancelled = transactions.await(tx -> orders.cancel(tx, job));
        return Response.accepted(JobView.of(cancelled)).build();
    }

    /**
     * Has a job that waits for its next attempt tried now, and one that was given up done again as a new job of a run of its own; answers
     * that job. Asking twice leads to one new job. Refused ({@code JOB_NOT_REPEATABLE}) in other states and for kinds that cannot be
     * repeated alone.
     */
    @POST
    @Path("/{id}/retry")
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
