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

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The patches that were published, and those that wait for it. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class PatchResource {
    /** Most patches in one answer. */
    static final int MOST = 1_000;

    private final Transactions transactions;
    private final PatchListing patches;

    PatchResource(Transactions transactions, PatchListing patches) {
        this.transactions = transactions;
        this.patches = patches;
    }

    /**
     * Published patches, newest first, those that were removed since among them. Where there may be more, a {@code Link} header with
     * {@code rel="next"} leads to them.
     *
     * @param registry only of sources in this registry
     * @param repository only of sources in a repository of this path
     * @param tag only of sources with this tag
     * @param digest only where this is the source's digest, or that of the patch
     * @param limit at most so many, 1 to 1000; 100 where left out
     * @param before only patches behind this place, as a {@code next} link names it
     */
    @GET
    @Path("/patches")
    public Response published(
            @QueryParam("registry") Optional<String> registry,
            @QueryParam("repository") Optional<String> repository,
            @QueryParam("tag") Optional<String> tag,
            @QueryParam("digest") Optional<String> digest,
            @QueryParam("limit") Optional<String> limit,
            @QueryParam("before") Optional<String> before,
            @Context UriInfo request) {
        Optional<Digest> wanted = Query.oneOf("digest", digest, Digest::parse, "the digests, sha256:…");
        PatchListing.Filter filter = new PatchListing.Filter(registry, repository, tag, wanted);
        return page(PatchListing.Which.PUBLISHED, filter, limit, before, request);
    }

    /** Staged patches that wait for their verification or are being published, newest first, in pages as the published ones are. */
    @GET
    @Path("/staged")
    public Response staged(
            @QueryParam("limit") Optional<String> limit,
            @QueryParam("before") Optional<String> before,
            @Context UriInfo request) {
        PatchListing.Filter all =
                new PatchListing.Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return page(PatchListing.Which.STAGED, all, limit, before, request);
    }

    /**
     * One patch, whatever became of it, with what was raised, fixed and left on each platform; refused with {@code PATCH_NOT_FOUND}.
     *
     * @param id its identity, or the digest {@code sha256:…} that it is or would be published as
     */
    @GET
    @Path("/patches/{id}")
    public PatchView show(@PathParam("id") String id) {
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
