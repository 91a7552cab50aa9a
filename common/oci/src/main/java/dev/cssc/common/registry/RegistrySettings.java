package dev.cssc.common.registry;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * One configured registry: everything that decides where requests for it may go and what they carry.
 *
 * @param name the key under which it is configured; for people
 * @param host host and optional port, as image references name it
 * @param scheme how it is spoken to
 * @param credentials where our credentials for it come from
 * @param realmHosts hosts (with optional port) beside {@code host} that may be asked for tokens, and get the credentials for that
 * @param redirectHosts hosts (with optional port) beside {@code host} that it may redirect to, for example its blob storage;
 *     {@code *.domain} stands for every host below it; they never get credentials
 * @param allowPrivateAddress whether these hosts may resolve to loopback, private or link-local addresses
 * @param ca PEM file with the certificates to trust in place of the platform's
 * @param timeouts limits on time
 * @param budget limits on requests
 */
public record RegistrySettings(
        String name,
        String host,
        Scheme scheme,
        CredentialSource credentials,
        Set<String> realmHosts,
        Set<String> redirectHosts,
        boolean allowPrivateAddress,
        Optional<Path> ca,
        Timeouts timeouts,
        RequestBudget budget) {
    public RegistrySettings {
        realmHosts = Set.copyOf(realmHosts);
        redirectHosts = Set.copyOf(redirectHosts);
    }

    /** A registry reached over TLS, without credentials, on public addresses only. */
    public static RegistrySettings https(String name, String host) {
        return new RegistrySettings(
                name,
                host,
                Scheme.HTTPS,
                CredentialSource.ANONYMOUS,
                Set.of(),
                Set.of(),
                false,
                Optional.empty(),
                Timeouts.DEFAULT,
                RequestBudget.DEFAULT);
    }

    /** A registry of this machine or a test, over plain HTTP, on whatever address. */
    public static RegistrySettings plain(String name, String host) {
        return new RegistrySettings(
                name,
                host,
                Scheme.HTTP,
                CredentialSource.ANONYMOUS,
                Set.of(),
                Set.of(),
                true,
                Optional.empty(),
                Timeouts.DEFAULT,
                RequestBudget.DEFAULT);
    }

    /**
     * Host and port that requests go to: {@link #host}, but for Docker Hub, whose references name {@code docker.io} while its API is at
     * {@code registry-1.docker.io}.
     */
    public String endpoint() {
        return isDockerHub() ? "registry-1.docker.io" : host;
    }

    /** The key of this registry in Docker's {@code config.json}, where Docker Hub has an address of its own too. */
    String dockerConfigKey() {
        return isDockerHub() ? "https://index.docker.io/v1/" : host;
    }

    private boolean isDockerHub() {
        return host.equalsIgnoreCase("docker.io");
    }

    /** The same with a fixed user. */
    public RegistrySettings as(Credentials user) {
        return as(CredentialSource.of(user));
    }

    /** The same with credentials from there. */
    public RegistrySettings as(CredentialSource source) {
        return new RegistrySettings(
                name, host, scheme, source, realmHosts, redirectHosts, allowPrivateAddress, ca, timeouts, budget);
    }

    /** The same with other limits on time. */
    public RegistrySettings within(Timeouts limits) {
        return new RegistrySettings(
                name, host, scheme, credentials, realmHosts, redirectHosts, allowPrivateAddress, ca, limits, budget);
    }

    /** The same with other limits on requests. */
    public RegistrySettings within(RequestBudget limits) {
        return new RegistrySettings(
                name, host, scheme, credentials, realmHosts, redirectHosts, allowPrivateAddress, ca, timeouts, limits);
    }
}
