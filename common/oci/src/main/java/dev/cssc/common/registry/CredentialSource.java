package dev.cssc.common.registry;

import java.nio.file.Path;

/** Where the credentials of a registry come from. Holds what was configured; asked at each use, so that what changes there counts. */
public sealed interface CredentialSource {

    /** Nobody: the registry is used without credentials. */
    CredentialSource ANONYMOUS = new Anonymous();

    /** Nobody: the registry is used without credentials. */
    record Anonymous() implements CredentialSource {}

    /** A user and a password or token. */
    record StaticUser(String username, Secret secret) implements CredentialSource {}

    /**
     * A Docker configuration file, with the credentials in it or in the credential helpers it names.
     *
     * @param file {@code config.json}
     */
    record DockerConfig(Path file) implements CredentialSource {}

    /** An identity of Microsoft Entra, for Azure Container Registry. */
    record AzureIdentity(AzureSettings settings) implements CredentialSource {}

    /** A fixed user. */
    static CredentialSource of(Credentials user) {
        return new StaticUser(user.username(), new Secret.Given(user.secret()));
    }
}
