package dev.cssc.common.registry.config;

import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.util.Optional;

/** An identity of Microsoft Entra for one registry: {@code cssc.registries.<name>.azure.…}. */
public interface AzureConfig {

    /** {@code workload}, {@code managed}, {@code service-principal} or {@code default}. */
    String identity();

    /** The directory's id. Needed by a service principal; AKS sets {@code AZURE_TENANT_ID} for workloads. */
    Optional<String> tenantId();

    /** The application's or identity's client id. Needed by a service principal, and where a machine has several identities. */
    Optional<String> clientId();

    /** File that holds a service principal's secret; read at each use. */
    Optional<Path> clientSecretFile();

    /** Environment variable that holds a service principal's secret. */
    Optional<String> clientSecretEnv();

    /** File with a workload's own token, where it is not the one of {@code AZURE_FEDERATED_TOKEN_FILE}. */
    Optional<Path> federatedTokenFile();

    /** Where Entra is; national and private clouds have another address. */
    @WithDefault("https://login.microsoftonline.com")
    String authorityHost();

    /** What tokens are asked for: {@code registry}, {@code arm}, or the address of another audience. */
    @WithDefault("registry")
    String audience();

    /** PEM file of the certificates to trust for the authority in place of the platform's. */
    Optional<Path> caFile();

    /** Lets the tokens go to a host that is none of Azure's registries; for private clouds. */
    @WithDefault("false")
    boolean anyHost();
}
