package dev.cssc.trigger.registry;

import dev.cssc.common.registry.definition.CredentialReference;
import dev.cssc.common.registry.definition.RequestLimits;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.List;

/** The body that defines or changes a registry, for the published description of the interface; {@code DefinitionReader} reads it. */
@Schema(description = "name and host are required to define one; what is left out of a change is as in a new one.")
record RegistryBody(
        @Schema(examples = "quay", pattern = "[a-z0-9][a-z0-9-]{0,62}")
        String name,

        @Schema(description = "Host and optional port, exactly as image references name it", examples = "quay.io")
        String host,

        @Schema(enumeration = {"https", "http"}) String scheme,

        boolean insecure,
        List<String> realmHosts,
        List<String> redirectHosts,
        boolean allowPrivateAddress,

        @Schema(description = "Name of a PEM file in the services' cssc.secrets.directory")
        String caFile,

        @Schema(
                description =
                        "Where the credentials are: kind secret-file, secret-env, docker-config, azure or anonymous; never a secret")
        CredentialReference credentials,

        RequestLimits limits) {}
