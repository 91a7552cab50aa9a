package dev.cssc.common.admin;

import dev.cssc.common.cost.CostFilter;
import dev.cssc.common.cost.CostStore;
import dev.cssc.common.cost.Grouping;
import dev.cssc.common.cost.Price;
import dev.cssc.common.cost.Pricing;
import dev.cssc.common.request.NextPage;
import dev.cssc.common.request.Query;
import dev.cssc.common.transaction.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import java.util.List;
import java.util.Optional;

/** What the work of this service, of all its replicas, took and cost. */
@Path("/api/v1/costs")
@Produces(MediaType.APPLICATION_JSON)
public class CostResource {
    /** Most groups in one answer. */
    static final int MOST = 1_000;

    private final Transactions transactions;
    private final CostStore costs;
    private final Pricing pricing;

    CostResource(Transactions transactions, CostStore costs, Pricing pricing) {
        this.transactions = transactions;
        this.costs = costs;
        this.pricing = pricing;
    }

    /**
     * Seconds, attempts and, where there is a price, money, in the order of the groups' names. Where there may be more, a {@code Link}
     * header with {@code rel="next"} leads to them.
     *
     * @param by what is added up: {@code image}, {@code workflow}, {@code month} or {@code task}; by month where left out
     * @param month only of this month, {@code 2026-11}
     * @param workflow only of this workflow; {@code -} for images that belong to none, empty for what was nobody's
     * @param registry only on images in this registry
     * @param repository only on images in a repository of this path
     * @param tag only on images whose source has this tag
     * @param task only of this kind of job
     * @param limit at most so many, 1 to 1000; 100 where left out
     * @param after only groups behind the one of this name
     */
    @GET
    public Response list(
            @QueryParam("by") Optional<String> by,
            @QueryParam("month") Optional<String> month,
            @QueryParam("workflow") Optional<String> workflow,
            @QueryParam("registry") Optional<String> registry,
            @QueryParam("repository") Optional<String> repository,
            @QueryParam("tag") Optional<String> tag,
            @QueryParam("task") Optional<String> task,
            @QueryParam("limit") Optional<String> limit,
            @QueryParam("after") Optional<String> after,
            @Context UriInfo request) {
        Grouping grouping = Query.oneOf("by", by, Grouping.class).orElse(Grouping.MONTH);
        CostFilter filter = new CostFilter(
                Query.oneOf("month", month, CostFilter::month, "the months, for example 2026-11"),
                said("workflow", workflow, request),
                registry,
                repository,
                tag,
                task);
        int most = Query.number("limit", limit, 1, MOST, 100);
        Optional<String> behind = Query.oneOf(
                "after", said("after", after, request), grouping::named, "the names that a next link leads to");
        Optional<Price> price = pricing.price();
        List<CostView> page = transactions.await(tx -> costs.sums(tx, grouping, filter, behind, most)).stream()
                .map(cost -> CostView.of(cost, grouping, price))
                .toList();
        return NextPage.of(page, most, request, "after", CostView::name);
    }

    /** A group may have no name, and JAX-RS takes a parameter without a value as if it had not been there. */
    private static Optional<String> said(String name, Optional<String> value, UriInfo request) {
        return request.getQueryParameters().containsKey(name) ? value.or(() -> Optional.of("")) : value;
    }
}
