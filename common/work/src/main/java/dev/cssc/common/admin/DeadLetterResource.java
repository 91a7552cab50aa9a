package dev.cssc.common.admin;

import dev.cssc.common.request.Query;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import java.util.List;
import java.util.Optional;

/** The messages that this service could not understand, newest first, with the reason. */
@Path("/api/v1/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {
    /** Most dead letters in one answer. */
    static final int MOST = 500;

    private final DeadLetters letters;

    DeadLetterResource(DeadLetters letters) {
        this.letters = letters;
    }

    /**
     * @param limit at most so many, 1 to 500; 50 where left out
     */
    @GET
    @Blocking
    public List<DeadLetters.DeadLetter> list(@QueryParam("limit") Optional<String> limit) {
        return letters.newest(Query.number("limit", limit, 1, MOST, 50));
    }
}
