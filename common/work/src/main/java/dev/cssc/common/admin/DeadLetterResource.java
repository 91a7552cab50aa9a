package dev.cssc.common.admin;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import java.util.List;

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
     * @param limit at most so many, up to 500
     */
    @GET
    @Blocking
    public List<DeadLetters.DeadLetter> list(@QueryParam("limit") @DefaultValue("50") int limit) {
        return letters.newest(Math.clamp(limit, 1, MOST));
    }
}
