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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.List;
import java.util.Optional;

/** What the work of this service, of all its replicas, took and cost. */
@Path("/api/v1/costs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "costs")
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

    @GET
    @Operation(
            summary = "Seconds, attempts and, where there is a price, money, in the order of the groups' names",
            description = "Where there may be more, a Link header with rel=next leads to them.")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = CostView.class)))
    public Response list(
            @Parameter(description = "What is added up: image, workflow, month or task; by month where left out")
                    @QueryParam("by")
                    Optional<String> by,
            @Parameter(description = "Only of this month, 2026-11") @QueryParam("month") Optional<String> month,
            @Parameter(
                            description =
                                    "Only of this workflow; - for images that belong to none, empty for what was nobody's")
                    @QueryParam("workflow")
                    Optional<String> workflow,
            @Parameter(description = "Only on images in this registry") @QueryParam("registry")
                    Optional<String> registry,
            @Parameter(description = "Only on images in a repository of this path") @QueryParam("repository")
                    Optional<String> repository,
            @Parameter(description = "Only on images whose source has this tag") @QueryParam("tag")
                    Optional<String> tag,
            @Parameter(description = "Only of this kind of job") @QueryParam("task") Optional<String> task,
            @Parameter(description = "At most so many, 1 to 1000; 100 where left out") @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "Only groups behind the one of this name") @QueryParam("after")
                    Optional<String> after,
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
