package dev.cssc.trigger.registry;

import dev.cssc.common.admin.Problem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.config.DefinedRegistries;
import dev.cssc.common.registry.definition.RegistryDefinition;
import dev.cssc.common.registrystore.RegistryRefresh;
import dev.cssc.common.request.Precondition;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.trigger.registry.Definitions.Defined;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.net.URI;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The registries that all services talk to, and no others. */
@Path("/api/v1/registries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "registries")
public class RegistryResource {
    private final Transactions transactions;
    private final Definitions definitions;
    private final Registries registries;
    private final DefinedRegistries here;
    private final RegistryRefresh refresh;
    private final Clock clock;

    RegistryResource(
            Transactions transactions,
            Definitions definitions,
            Registries registries,
            DefinedRegistries here,
            RegistryRefresh refresh,
            Clock clock) {
        this.transactions = transactions;
        this.definitions = definitions;
        this.registries = registries;
        this.here = here;
        this.refresh = refresh;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Defines a registry",
            description =
                    "Every service learns of it within seconds. Credentials are named, never sent: a body with a secret is refused.")
    @RequestBody(content = @Content(schema = @Schema(implementation = RegistryBody.class)))
    @APIResponse(
            responseCode = "201",
            description = "The registry",
            content = @Content(schema = @Schema(implementation = RegistryView.class)))
    @APIResponse(
            responseCode = "400",
            description = "Everything that is wrong with it",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response create(byte[] body) {
        RegistryDefinition definition = RegistryDocument.read(body).definition(Optional.empty());
        Defined made = transactions.await(tx -> definitions.create(tx, definition, clock.instant()));
        refresh.refresh();
        return answer(Response.created(URI.create("/api/v1/registries/" + definition.name())), made);
    }

    @GET
    @Operation(
            summary = "All registries",
            description = "Those of the services' configuration, which are read only, and those defined here.")
    public List<RegistryView> list() {
        Stream<RegistryView> configured = registries.configured().stream().map(RegistryView::of);
        Stream<RegistryView> stored = transactions.await(definitions::all).stream()
                .filter(d -> !registries.isConfigured(
                        d.definition().name(), d.definition().host()))
                .map(this::view);
        return Stream.concat(configured, stored)
                .sorted(Comparator.comparing(RegistryView::name))
                .toList();
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "One registry")
    @APIResponse(
            responseCode = "200",
            description = "The registry; its ETag is for If-Match",
            content = @Content(schema = @Schema(implementation = RegistryView.class)))
    public Response show(@PathParam("name") String name) {
        return registries
                .configured(name)
                .map(settings -> Response.ok(RegistryView.of(settings)).build())
                .orElseGet(() -> answer(Response.ok(), transactions.await(tx -> definitions.find(tx, name))));
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Changes a registry",
            description =
                    "The body takes the place of the whole definition; the host stays. If-Match with the ETag that was read keeps"
                            + " others' changes from getting lost.")
    @RequestBody(content = @Content(schema = @Schema(implementation = RegistryBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "The registry",
            content = @Content(schema = @Schema(implementation = RegistryView.class)))
    @APIResponse(responseCode = "412", description = "Someone else changed it since (REGISTRY_CHANGED)")
    public Response change(
            @PathParam("name") String name, @HeaderParam("If-Match") Optional<String> ifMatch, byte[] body) {
        RegistryDocument document = RegistryDocument.read(body);
        document.text("name").filter(other -> !other.equals(name)).ifPresent(other -> {
            throw Failure.of(ReasonCode.REQUEST_INVALID, "changing registry " + name + ": a registry keeps its name")
                    .toException();
        });
        RegistryDefinition definition = document.definition(Optional.of(name));
        Defined changed = transactions.await(
                tx -> definitions.change(tx, definition, Precondition.ifMatch(ifMatch), clock.instant()));
        refresh.refresh();
        return answer(Response.ok(), changed);
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            summary = "Removes a registry",
            description =
                    "Refused while workflows use it, unless forced. Images in it stay; nothing is done with them any more.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "409", description = "Workflows use it, and are named")
    public void remove(
            @PathParam("name") String name,
            @QueryParam("force") @DefaultValue("false") boolean force,
            @HeaderParam("If-Match") Optional<String> ifMatch) {
        transactions.await(tx -> definitions.remove(tx, name, force, Precondition.ifMatch(ifMatch), clock.instant()));
        refresh.refresh();
    }

    private Response answer(Response.ResponseBuilder response, Defined defined) {
        return response.tag(new EntityTag(defined.entityTag()))
                .entity(view(defined))
                .build();
    }

    private RegistryView view(Defined defined) {
        return RegistryView.of(defined, here.of(defined.definition()));
    }
}
