package dev.cssc.common.admin;

import dev.cssc.common.request.Query;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.List;
import java.util.Optional;

/** The messages that this service could not understand, newest first, with the reason. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "dead-letters")
public class DeadLetterResource {
    /** Most dead letters in one answer. */
    static final int MOST = 500;

    private final DeadLetters letters;

    DeadLetterResource(DeadLetters letters) {
        this.letters = letters;
    }

    @GET
    @Blocking
    @Operation(summary = "The messages that could not be understood, newest first")
    public List<DeadLetters.DeadLetter> list(
            @Parameter(description = "At most so many, 1 to 500; 50 where left out") @QueryParam("limit")
                    Optional<String> limit) {
        return letters.newest(Query.number("limit", limit, 1, MOST, 50));
    }
}
