package dev.cssc.common.registry;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Who we are at Microsoft Entra, and what we ask it for.
 *
 * @param identity which identity
 * @param tenant the directory's id; sent with the exchange, and needed by a service principal
 * @param authority where Entra is, an {@code https} address; another one in national and private clouds
 * @param scope what the token is asked for: {@link #REGISTRY_SCOPE}, or {@link #ARM_SCOPE} where the registry takes tokens of Azure's
 *     resource manager
 * @param ca PEM file with the certificates to trust for the authority in place of the platform's
 * @param anyHost lets the identity's tokens go to a registry whose host is none of Azure's; for private clouds
 */
public record AzureSettings(
        Identity identity,
        Optional<String> tenant,
        String authority,
        String scope,
        Optional<Path> ca,
        boolean anyHost) {

    /** Entra of the public cloud. */
    public static final String PUBLIC_AUTHORITY = "https://login.microsoftonline.com";

    /** Tokens that are good for container registries and nothing else. */
    public static final String REGISTRY_SCOPE = "https://containerregistry.azure.net/.default";

    /** Tokens of Azure's resource manager: good for much else, hence not the default. */
    public static final String ARM_SCOPE = "https://management.azure.com/.default";

    /** Which identity of Entra. */
    public sealed interface Identity {

        /**
         * A Kubernetes service account that Entra trusts. What is not given here is read from the environment that AKS sets
         * ({@code AZURE_CLIENT_ID}, {@code AZURE_TENANT_ID}, {@code AZURE_FEDERATED_TOKEN_FILE}).
         */
        record Workload(Optional<String> clientId, Optional<Path> tokenFile) implements Identity {}

        /** The identity of the machine we run on; one of several where its client id is given. */
        record Managed(Optional<String> clientId) implements Identity {}

        /** An application with a secret of its own. */
        record ServicePrincipal(String clientId, Secret secret) implements Identity {}

        /** What azure-identity finds by itself: environment, workload, machine, and a developer's sign-in. */
        record Default(Optional<String> clientId) implements Identity {}
    }

    /** An identity of the public cloud. */
    public static AzureSettings publicCloud(Identity identity, Optional<String> tenant) {
        return new AzureSettings(identity, tenant, PUBLIC_AUTHORITY, REGISTRY_SCOPE, Optional.empty(), false);
    }
}
