package dev.cssc.common.registry.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import java.util.Optional;

/**
 * Where the services find the credentials for a registry. Never the secret itself: a definition is stored, sent to every service and shown
 * to whoever asks. Files and variables are named within bounds that the operator set, because whoever may define registries may have the
 * services send what is named to a host of his choice.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CredentialReference.Anonymous.class, name = "anonymous"),
    @JsonSubTypes.Type(value = CredentialReference.SecretFile.class, name = "secret-file"),
    @JsonSubTypes.Type(value = CredentialReference.SecretVariable.class, name = "secret-env"),
    @JsonSubTypes.Type(value = CredentialReference.DockerConfig.class, name = "docker-config"),
    @JsonSubTypes.Type(value = CredentialReference.Azure.class, name = "azure")
})
public sealed interface CredentialReference {

    /** What the names of environment variables begin with that a definition may name. */
    String VARIABLE_PREFIX = "CSSC_SECRET_";

    /** Nobody: the registry is open. */
    record Anonymous() implements CredentialReference {}

    /**
     * A user whose password or token is in a file.
     *
     * @param username user name, or what the registry takes in its place
     * @param file name of a file in the services' directory of secrets ({@code cssc.secrets.directory}); no path
     */
    record SecretFile(String username, String file) implements CredentialReference {}

    /**
     * A user whose password or token is in an environment variable of the services.
     *
     * @param username user name, or what the registry takes in its place
     * @param variable its name, which begins with {@link #VARIABLE_PREFIX}
     */
    record SecretVariable(String username, String variable) implements CredentialReference {}

    /** What the services' own Docker configuration says of this host. */
    record DockerConfig() implements CredentialReference {}

    /**
     * An identity of Microsoft Entra, for Azure Container Registry. What is left out is read from the environment that AKS sets.
     *
     * @param identity which kind
     * @param tenant the directory's id
     * @param clientId the identity's id
     */
    record Azure(AzureIdentity identity, Optional<String> tenant, Optional<String> clientId)
            implements CredentialReference {}

    /** A kind of identity of Microsoft Entra. */
    enum AzureIdentity {
        /** A Kubernetes service account that Entra trusts. */
        @JsonProperty("workload")
        WORKLOAD,
        /** The identity of the machine that a service runs on. */
        @JsonProperty("managed")
        MANAGED
    }
}
