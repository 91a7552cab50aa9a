package dev.cssc.common.registry.definition;

import java.util.List;
import java.util.Optional;

/**
 * A registry that the services may talk to: everything that decides where requests for it go and what they carry, but no secret.
 *
 * @param name what people call it: lower-case letters, digits and dashes
 * @param host host and optional port, exactly as image references name it
 * @param scheme how it is spoken to
 * @param insecure accepts plain HTTP for other than loopback hosts
 * @param realmHosts further hosts (with optional port) that may be asked for tokens, and are sent the credentials for that
 * @param redirectHosts further hosts (with optional port) that it may redirect to, such as its blob storage; {@code *.domain}
 *     stands for every host below it; never sent credentials
 * @param allowPrivateAddress whether these hosts may resolve to loopback, private or link-local addresses
 * @param caFile name of a PEM file in the services' directory of secrets with the certificates to trust in place of the platform's
 * @param credentials where the credentials are
 * @param limits on time and rate
 */
public record RegistryDefinition(
        String name,
        String host,
        Protocol scheme,
        boolean insecure,
        List<String> realmHosts,
        List<String> redirectHosts,
        boolean allowPrivateAddress,
        Optional<String> caFile,
        CredentialReference credentials,
        RequestLimits limits) {
    public RegistryDefinition {
        realmHosts = List.copyOf(realmHosts);
        redirectHosts = List.copyOf(redirectHosts);
    }

    /** A registry reached over TLS, without credentials, on public addresses only. */
    public static RegistryDefinition https(String name, String host) {
        return new RegistryDefinition(
                name,
                host,
                Protocol.HTTPS,
                false,
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                new CredentialReference.Anonymous(),
                RequestLimits.DEFAULT);
    }

    /** The same with those credentials. */
    public RegistryDefinition as(CredentialReference reference) {
        return new RegistryDefinition(
                name,
                host,
                scheme,
                insecure,
                realmHosts,
                redirectHosts,
                allowPrivateAddress,
                caFile,
                reference,
                limits);
    }
}
