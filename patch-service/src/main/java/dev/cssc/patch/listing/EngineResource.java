package dev.cssc.patch.listing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cssc.patch.engine.PatchEngine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.util.Optional;

/** The engine that this service patches with. */
@Path("/api/v1/engine")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "engine")
public class EngineResource {
    private final PatchEngine engine;

    EngineResource(PatchEngine engine) {
        this.engine = engine;
    }

    /**
     * The engine as an operator sees it.
     *
     * @param engine its name
     * @param ready whether it can work: its program is there and, where it has one, its BuildKit takes connections
     * @param missing what it lacks; absent where it is ready
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    @RegisterForReflection
    @Schema(name = "EngineView")
    public record View(String engine, boolean ready, Optional<String> missing) {}

    @GET
    @Operation(
            summary = "The engine that this service patches with",
            description = "As it stands now, as the readiness of the service sees it.")
    public View show() {
        Optional<String> missing = engine.unready();
        return new View(engine.name(), missing.isEmpty(), missing);
    }
}
