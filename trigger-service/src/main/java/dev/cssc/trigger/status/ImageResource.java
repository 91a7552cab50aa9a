package dev.cssc.trigger.status;

import dev.cssc.common.transaction.Transactions;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.List;
import java.util.Optional;

/** What is known last of each image, whichever run told it. */
@Path("/api/v1/images")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "images")
public class ImageResource {
    private final Transactions transactions;
    private final ImageStore images;

    ImageResource(Transactions transactions, ImageStore images) {
        this.transactions = transactions;
        this.images = images;
    }

    @GET
    @Operation(
            summary = "The latest state of one image, or of all",
            description =
                    "With the newest patch that was published of an image, even where a later run found nothing to do.")
    public List<ImageView> images(
            @QueryParam("name") Optional<String> name, @QueryParam("limit") @DefaultValue("1000") int limit) {
        return transactions.await(tx -> images.latest(tx, name, Math.clamp(limit, 1, 10_000))).stream()
                .map(ImageView::of)
                .toList();
    }
}
