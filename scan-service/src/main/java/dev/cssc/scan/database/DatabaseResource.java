package dev.cssc.scan.database;

import dev.cssc.common.admin.Problem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The vulnerability database that this service judges by. */
@Path("/api/v1/database")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "database")
public class DatabaseResource {

    private final EngineDatabase database;

    DatabaseResource(EngineDatabase database) {
        this.database = database;
    }

    /**
     * The database as an operator sees it.
     *
     * @param state {@code current stale absent awaited unused}
     * @param identity as verdicts name it
     * @param made when its advisories were gathered
     * @param ageSeconds since then
     * @param stale whether verdicts by it are marked
     * @param staleAfterSeconds the age beyond which they are
     * @param source where it comes from
     * @param lastCheck the last look for a newer one; absent where this service does not look, or has not yet
     * @param refused databases that stay out, oldest first
     */
    @RegisterForReflection
    @Schema(name = "DatabaseView")
    public record View(
            String state,
            Optional<String> identity,
            Optional<Instant> made,
            Optional<Long> ageSeconds,
            boolean stale,
            long staleAfterSeconds,
            Optional<String> source,
            Optional<Look> lastCheck,
            List<Refusal> refused) {}

    /**
     * @param at when it was over
     * @param result {@code unchanged rolled-out refused failed}
     * @param detail the same in a sentence
     */
    @RegisterForReflection
    public record Look(Instant at, String result, String detail) {}

    /**
     * @param digest of the artifact
     * @param why a sentence
     */
    @RegisterForReflection
    public record Refusal(String digest, String why) {}

    @GET
    @Operation(summary = "How the vulnerability database stands")
    public View show() {
        EngineDatabase.State state = database.state();
        return new View(
                state.name().toLowerCase(Locale.ROOT),
                database.current().map(Database::identity),
                database.current().map(Database::made),
                database.age().map(age -> age.toSeconds()),
                state == EngineDatabase.State.STALE,
                database.staleness().after().toSeconds(),
                database.databases().map(Databases::source),
                database.mirror()
                        .flatMap(DatabaseMirror::last)
                        .map(done -> new Look(
                                done.at(), done.check().result(), done.check().sentence())),
                database.mirror()
                        .map(mirror -> mirror.refused().entrySet().stream()
                                .map(entry -> new Refusal(entry.getKey().toString(), entry.getValue()))
                                .toList())
                        .orElse(List.of()));
    }

    @POST
    @Path("/refresh")
    @Operation(summary = "Looks for a newer database now", description = "What comes of it is shown as lastCheck.")
    @APIResponse(
            responseCode = "202",
            description = "How it stands before that",
            content = @Content(schema = @Schema(implementation = View.class)))
    @APIResponse(
            responseCode = "400",
            description = "This service keeps no database of its own (REQUEST_INVALID)",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response refresh(
            @Parameter(
                            description =
                                    "Takes also one that was refused, is older or much smaller; one that cannot be opened is never taken")
                    @QueryParam("force")
                    @DefaultValue("false")
                    boolean force) {
        DatabaseMirror mirror = database.mirror()
                .orElseThrow(() -> Failure.of(
                                ReasonCode.REQUEST_INVALID,
                                "refreshing the database: this service keeps none of its own; cssc.scan.trivy.db-repository"
                                        + " names the repository to mirror")
                        .toException());
        mirror.wake(force);
        return Response.accepted(show()).build();
    }
}
