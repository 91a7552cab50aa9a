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
 * @param credentials who we are there; anonymous where empty
 * @param realmHosts hosts (with optional port) beside {@code host} that may be asked for tokens, and get the credentials for that
 * @param redirectHosts hosts (with optional port) beside {@code host} that it may redirect to, for example its blob storage; they
 *     never get credentials
 * @param allowPrivateAddress whether these hosts may resolve to loopback, private or link-local addresses
 * @param ca PEM file with the certificates to trust in place of the platform's
 * @param timeouts limits on time
 */
public record RegistrySettings(
        String name,
        String host,
        Scheme scheme,
        Optional<Credentials> credentials,
        Set<String> realmHosts,
        Set<String> redirectHosts,
        boolean allowPrivateAddress,
        Optional<Path> ca,
        Timeouts timeouts) {
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
                Optional.empty(),
                Set.of(),
                Set.of(),
                false,
                Optional.empty(),
                Timeouts.DEFAULT);
    }

    /** A registry of this machine or a test, over plain HTTP, on whatever address. */
    public static RegistrySettings plain(String name, String host) {
        return new RegistrySettings(
                name,
                host,
                Scheme.HTTP,
                Optional.empty(),
                Set.of(),
                Set.of(),
                true,
                Optional.empty(),
                Timeouts.DEFAULT);
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

    /** The same with credentials. */
    public RegistrySettings as(Credentials user) {
        return new RegistrySettings(
                name, host, scheme, Optional.of(user), realmHosts, redirectHosts, allowPrivateAddress, ca, timeouts);
    }

    /** The same with other limits on time. */
    public RegistrySettings within(Timeouts limits) {
        return new RegistrySettings(
                name, host, scheme, credentials, realmHosts, redirectHosts, allowPrivateAddress, ca, limits);
    }
}
