package dev.cssc.trigger.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.registry.ProbeCheck;
import dev.cssc.common.registry.ProbeReason;
import dev.cssc.common.registry.ProbeReport;
import dev.cssc.common.registry.ProbeRequest;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryProbe;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.registry.StoredRegistry;
import dev.cssc.common.registry.config.DefinedRegistries;
import dev.cssc.common.registry.definition.RegistryDefinition;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tries registries from where this service runs: the same network, the same secrets. */
@Path("/api/v1/registries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "registries")
@RegisterForReflection(
        targets = {
            ProbeReport.class,
            ProbeCheck.class,
            ProbeCheck.Kind.class,
            ProbeCheck.Outcome.class,
            ProbeReason.class
        })
public class ProbeResource {
    private final Transactions transactions;
    private final Definitions definitions;
    private final Registries registries;
    private final DefinedRegistries here;

    ProbeResource(Transactions transactions, Definitions definitions, Registries registries, DefinedRegistries here) {
        this.transactions = transactions;
        this.definitions = definitions;
        this.registries = registries;
        this.here = here;
    }

    @Schema(description = "What to try it with; all optional")
    private record TestBody(
            @Schema(
                    description =
                            "Path of a repository; else the first one of the registry's catalogue, if it tells one")
            String repository,

            @Schema(description = "Whether a tiny manifest may be pushed to a repository cssc-probe, and deleted again")
            boolean write) {}

    @Schema(description = "A registry that is not defined (yet), and what to try it with")
    private record UnsavedTestBody(RegistryBody registry, String repository, boolean write) {}

    @POST
    @Path("/{name}/test")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Tries a registry",
            description =
                    "Name, connection, certificate, API, credentials, listing, paging, referrers, pushing and deleting, each with its"
                            + " outcome, a reason and what to do. Nothing is changed unless write is asked for.")
    @RequestBody(content = @Content(schema = @Schema(implementation = TestBody.class)))
    public ProbeReport test(@PathParam("name") String name, byte[] body) {
        RegistryDocument document = RegistryDocument.readOptional(body);
        RegistrySettings settings = registries
                .configured(name)
                .orElseGet(() -> usable(
                        transactions.await(tx -> definitions.find(tx, name)).definition()));
        return run(settings, document);
    }

    @POST
    @Path("/test")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Tries a registry that is not defined (yet)")
    @RequestBody(content = @Content(schema = @Schema(implementation = UnsavedTestBody.class)))
    public ProbeReport testUnsaved(byte[] body) {
        RegistryDocument document = RegistryDocument.read(body);
        return run(usable(document.definition("registry")), document);
    }

    private static ProbeReport run(RegistrySettings settings, RegistryDocument document) {
        ProbeRequest request = new ProbeRequest(document.text("repository"), document.flag("write"));
        try {
            return new RegistryProbe(settings).run(request);
        } catch (IllegalArgumentException e) {
            throw Failure.of(ReasonCode.REQUEST_INVALID, "testing registry " + settings.name() + ": " + e.getMessage())
                    .toException(e);
        }
    }

    private RegistrySettings usable(RegistryDefinition definition) {
        return switch (here.of(definition)) {
            case StoredRegistry.Usable(RegistrySettings settings) -> settings;
            case StoredRegistry.Unusable(String name, String host, String why) ->
                throw Failure.of(ReasonCode.REGISTRY_UNUSABLE, "testing registry " + name + " (" + host + "): " + why)
                        .toException();
        };
    }
}
