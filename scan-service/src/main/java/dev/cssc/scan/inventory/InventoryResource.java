package dev.cssc.scan.inventory;

import dev.cssc.common.admin.Problem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.request.NextPage;
import dev.cssc.common.request.Query;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.inventory.InventorySearch.Hit;
import dev.cssc.scan.inventory.InventorySearch.Place;
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

/** What is installed where, and what has which vulnerability. */
@Path("/api/v1/inventory")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "inventory")
public class InventoryResource {
    /** Most hits in one answer. */
    static final int MOST = 1_000;

    private static final int PARTS = 6;
    private static final String SEPARATOR = "\n";

    private final Transactions transactions;
    private final InventorySearch search;

    InventoryResource(Transactions transactions, InventorySearch search) {
        this.transactions = transactions;
        this.search = search;
    }

    @GET
    @Path("/images")
    @Operation(
            summary = "Images that hold a package or have a vulnerability, in the order of their names",
            description = "Where there may be more, a Link header with rel=next leads to them.")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = Hit.class)))
    @APIResponse(
            responseCode = "400",
            description = "Neither package nor vulnerability, or both (REQUEST_INVALID)",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response images(
            @Parameter(description = "A binary or source package") @QueryParam("package") Optional<String> packageName,
            @Parameter(
                            description =
                                    "Only where it is older than this version, in the order of the image's own package manager")
                    @QueryParam("below")
                    Optional<String> below,
            @Parameter(description = "An id, as CVE-2026-0001; in place of the package") @QueryParam("vulnerability")
                    Optional<String> vulnerability,
            @Parameter(description = "At most so many, 1 to 1000; 100 where left out") @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "Only what comes behind this place, as a next link names it") @QueryParam("after")
                    Optional<String> after,
            @Context UriInfo request) {
        int most = Query.number("limit", limit, 1, MOST, 100);
        if (packageName.isPresent() == vulnerability.isPresent() || below.isPresent() && packageName.isEmpty()) {
            throw Failure.of(
                            ReasonCode.REQUEST_INVALID,
                            "expected either package, with or without below, or vulnerability")
                    .toException();
        }
        Place behind = Query.oneOf("after", after, InventoryResource::place, "the places that a next link leads to")
                .orElse(Place.START);
        List<Hit> page = transactions.await(tx -> packageName.isPresent()
                ? search.withPackage(tx, packageName.get(), below, behind, most)
                : search.withVulnerability(tx, vulnerability.orElse(""), behind, most));
        return NextPage.of(page, most, request, "after", InventoryResource::place);
    }

    private static String place(Hit hit) {
        return String.join(
                SEPARATOR,
                hit.registry(),
                hit.repository(),
                hit.digest(),
                hit.manifest(),
                hit.packageName(),
                hit.installed());
    }

    private static Optional<Place> place(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        return parts.length == PARTS
                ? Optional.of(new Place(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]))
                : Optional.empty();
    }
}
