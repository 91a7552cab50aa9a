package dev.cssc.scan.advisory;

import dev.cssc.common.transaction.Transactions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.time.Instant;
import java.util.Optional;

/** How far the search for what a new database makes fixable is. */
@Path("/api/v1/database/sweep")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "database")
public class SweepResource {

    private final Transactions transactions;
    private final SweepProgress progress;

    SweepResource(Transactions transactions, SweepProgress progress) {
        this.transactions = transactions;
        this.progress = progress;
    }

    /**
     * The newest sweep as an operator sees it.
     *
     * @param state {@code none running over}
     * @param database whose advisories are looked for
     * @param begun when it began
     * @param finished when nothing was left, to within the time between two looks
     * @param chunks into how many jobs it was cut
     * @param chunksLeft how many of them wait or are worked at
     * @param sets package sets there were to judge at its begin
     * @param setsLeft package sets that are not judged yet
     * @param told images that were told to have become fixable
     */
    @RegisterForReflection
    @Schema(name = "SweepView")
    public record View(
            String state,
            Optional<String> database,
            Optional<Instant> begun,
            Optional<Instant> finished,
            int chunks,
            int chunksLeft,
            int sets,
            int setsLeft,
            int told) {

        static View of(SweepProgress.Sweep sweep) {
            return new View(
                    sweep.chunksLeft() > 0 ? "running" : "over",
                    Optional.of(sweep.database()),
                    Optional.of(sweep.begun()),
                    sweep.finished(),
                    sweep.chunks(),
                    sweep.chunksLeft(),
                    sweep.sets(),
                    sweep.setsLeft(),
                    sweep.told());
        }
    }

    @GET
    @Operation(summary = "How far the search for what a new database makes fixable is")
    public View show() {
        return transactions
                .await(progress::newest)
                .map(View::of)
                .orElseGet(() -> new View("none", Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, 0, 0, 0));
    }
}
