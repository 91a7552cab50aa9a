package dev.cssc.patch.listing;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.request.NextPage;
import dev.cssc.common.request.PlaceInTime;
import dev.cssc.common.request.Query;
import dev.cssc.common.transaction.Transactions;
import jakarta.ws.rs.GET;
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

/** The patches that were published, and those that wait for it. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "patches")
public class PatchResource {
    /** Most patches in one answer. */
    static final int MOST = 1_000;

    private final Transactions transactions;
    private final PatchListing patches;

    PatchResource(Transactions transactions, PatchListing patches) {
        this.transactions = transactions;
        this.patches = patches;
    }

    @GET
    @Path("/patches")
    @Operation(
            summary = "Published patches, newest first, those that were removed since among them",
            description = "Where there may be more, a Link header with rel=next leads to them.")
    @APIResponse(
            responseCode = "200",
            description = "One page, without what is in the patches",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = PatchView.class)))
    public Response published(
            @Parameter(description = "Only of sources in this registry") @QueryParam("registry")
                    Optional<String> registry,
            @Parameter(description = "Only of sources in a repository of this path") @QueryParam("repository")
                    Optional<String> repository,
            @Parameter(description = "Only of sources with this tag") @QueryParam("tag") Optional<String> tag,
            @Parameter(description = "Only where this is the digest of the source or of the patch")
                    @QueryParam("digest")
                    Optional<String> digest,
            @Parameter(description = "At most so many, 1 to 1000; 100 where left out") @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "Only patches behind this place, as a next link names it") @QueryParam("before")
                    Optional<String> before,
            @Context UriInfo request) {
        Optional<Digest> wanted = Query.oneOf("digest", digest, Digest::parse, "the digests, sha256:…");
        PatchListing.Filter filter = new PatchListing.Filter(registry, repository, tag, wanted);
        return page(PatchListing.Which.PUBLISHED, filter, limit, before, request);
    }

    @GET
    @Path("/staged")
    @Operation(
            summary = "Staged patches that wait for their verification or are being published, newest first",
            description = "Where there may be more, a Link header with rel=next leads to them.")
    @APIResponse(
            responseCode = "200",
            description = "One page, without what is in the patches",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = PatchView.class)))
    public Response staged(
            @Parameter(description = "At most so many, 1 to 1000; 100 where left out") @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "Only patches behind this place, as a next link names it") @QueryParam("before")
                    Optional<String> before,
            @Context UriInfo request) {
        PatchListing.Filter all =
                new PatchListing.Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return page(PatchListing.Which.STAGED, all, limit, before, request);
    }

    @GET
    @Path("/patches/{id}")
    @Operation(summary = "One patch, whatever became of it, with what was raised, fixed and left on each platform")
    public PatchView show(
            @Parameter(description = "Its identity, or the digest sha256:… that it is or would be published as")
                    @PathParam("id")
                    String id) {
        Optional<PatchRow> found = Digest.parse(id)
                .map(digest -> transactions.await(tx -> patches.find(tx, digest)))
                .orElseGet(() -> identity(id).flatMap(patch -> transactions.await(tx -> patches.find(tx, patch))));
        return found.map(row -> PatchView.of(row, true)).orElseThrow(() -> {
            String shown = id.length() > 80 ? id.substring(0, 80) + "…" : id;
            return Failure.of(ReasonCode.PATCH_NOT_FOUND, "there is no patch " + shown)
                    .toException();
        });
    }

    private Response page(
            PatchListing.Which which,
            PatchListing.Filter filter,
            Optional<String> limit,
            Optional<String> before,
            UriInfo request) {
        int most = Query.number("limit", limit, 1, MOST, 100);
        Optional<PlaceInTime> behind =
                Query.oneOf("before", before, PlaceInTime::parse, "the places that a next link leads to");
        List<PatchRow> page = transactions.await(tx -> patches.newest(tx, which, filter, behind, most));
        String last = page.isEmpty()
                ? ""
                : new PlaceInTime(page.getLast().at(), page.getLast().id()).text();
        return NextPage.of(
                page.stream().map(row -> PatchView.of(row, false)).toList(), most, request, "before", ignored -> last);
    }

    private static Optional<UUID> identity(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
