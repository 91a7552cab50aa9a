package dev.cssc.trigger.status;

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

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is known last of each image, whichever run told it. */
@Path("/api/v1/images")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "images")
public class ImageResource {
    /** Most images on a page. */
    public static final int MOST = 1_000;

    /** Images on a page where nobody says. */
    public static final int PAGE = 1_000;

    /** How many days back images are listed where nobody says. */
    public static final int DAYS = 30;

    /** How far back one may look. */
    public static final int MOST_DAYS = 3_650;

    /** What the parameter means. */
    public static final String STATUS =
            "Only those that stand so: Running, Succeeded (with Skipped), Failed, Queued, Skipped, Canceled, Unknown; of the patch"
                    + " where there is one, else of the scan";

    /** What the parameter means. */
    public static final String LIMIT = "At most so many, 1 to 1000; 1000 where left out";

    /** What the parameter means. */
    public static final String AFTER = "Only those behind this name (registry/repository:tag)";

    private final Transactions transactions;
    private final ImageStore images;
    private final Clock clock;

    ImageResource(Transactions transactions, ImageStore images, Clock clock) {
        this.transactions = transactions;
        this.images = images;
        this.clock = clock;
    }

    @GET
    @Operation(
            summary = "The images of the last days, each as its newest run left it; or one image by its name",
            description =
                    "What ACR's list shows, by image. Where there are more, a Link header with rel=next leads to them. One image, asked"
                            + " for by its name, comes with the newest patch that was published of it, even where a later run found"
                            + " nothing to do, and however long ago that was; the list is empty where it is not known.")
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = ImageView.class)))
    public Response images(
            @Parameter(description = "One image: registry/repository:tag; the other parameters do not count then")
                    @QueryParam("name")
                    Optional<String> name,
            @Parameter(description = "Only images of this registry") @QueryParam("registry") Optional<String> registry,
            @Parameter(description = "Only images of workflows of this type; there is only continuouspatchv1")
                    @QueryParam("type")
                    Optional<String> type,
            @Parameter(description = STATUS) @QueryParam("status") Optional<String> status,
            @Parameter(description = "How far to look back, in days; 30 where left out") @QueryParam("days")
                    Optional<String> days,
            @Parameter(description = LIMIT) @QueryParam("limit") Optional<String> limit,
            @Parameter(description = AFTER) @QueryParam("after") Optional<String> after,
            @Context UriInfo request) {
        Optional<RunStatus> wanted = Query.oneOf("status", status, RunStatus::find, RunStatus.names());
        boolean own = Query.oneOf("type", type, AcrColumns::findType, AcrColumns.WORKFLOW_TYPE)
                .isPresent();
        int most = Query.number("limit", limit, 1, MOST, PAGE);
        int back = Query.number("days", days, 1, MOST_DAYS, DAYS);
        if (name.isPresent()) {
            return Response.ok(transactions.await(tx -> images.latest(tx, name.get())).stream()
                            .map(ImageView::of)
                            .toList())
                    .build();
        }
        var filter = new ImageFilter(
                Optional.empty(), registry, own, wanted, clock.instant().minus(Duration.ofDays(back)));
        List<ImageView> page = transactions.await(tx -> images.list(tx, filter, after.orElse(""), most)).stream()
                .map(ImageView::of)
                .toList();
        return NextPage.of(page, most, request, "after", ImageView::name);
    }
}
