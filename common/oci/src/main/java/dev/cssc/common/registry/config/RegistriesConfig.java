package dev.cssc.common.registry.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The registries this installation talks to: {@code cssc.registries.<name>.…}, under names of the operator's choice. Times are ISO 8601
 * durations such as {@code PT10S}; services also read {@code 10s}.
 */
@ConfigMapping(prefix = "cssc.registries")
public interface RegistriesConfig {

    /** One registry under each name, which stands in definitions, variables and logs and is sent nowhere. */
    @WithParentName
    Map<String, Registry> registries();

    /** One registry. */
    interface Registry {

        /** Host and optional port, exactly as image references name it. */
        String host();

        /** {@code https}, or {@code http} for registries on a loopback address. */
        @WithDefault("https")
        String scheme();

        /** Accepts {@code scheme=http} for other than loopback hosts: bytes and credentials then travel readable. */
        @WithDefault("false")
        boolean insecure();

        /**
         * User name; goes with one of {@link #password}, {@link #passwordFile} and {@link #passwordEnv}. Anonymous where neither it, nor
         * {@link #dockerConfig}, nor {@link #azure} is given.
         */
        Optional<String> username();

        /** Password or token, readable by whoever reads the configuration; better one of the two below. */
        Optional<String> password();

        /** File that holds the password, read at each use; a line break at its end does not count. */
        Optional<Path> passwordFile();

        /** Environment variable that holds the password. */
        Optional<String> passwordEnv();

        /** Path of Docker's {@code config.json} to take the credentials from, also by the credential helpers it names. */
        Optional<Path> dockerConfig();

        /** Identity of Microsoft Entra, for Azure Container Registry. */
        Optional<AzureConfig> azure();

        /** Further hosts (with optional port) that may be asked for tokens, and are sent the credentials for that. */
        Optional<Set<String>> realmHosts();

        /**
         * Further hosts (with optional port) that the registry may redirect to, such as its blob storage; {@code *.domain} stands for
         * every host below it. Never sent credentials.
         */
        Optional<Set<String>> redirectHosts();

        /** Whether these hosts may resolve to loopback, private or link-local addresses. */
        @WithDefault("false")
        boolean allowPrivateAddress();

        /** PEM file of the certificates to trust in place of the platform's. */
        Optional<Path> caFile();

        /** Longest wait for a connection, for each address tried. */
        @WithDefault("PT10S")
        Duration connectTimeout();

        /** Longest silence while an answer is awaited or read. */
        @WithDefault("PT30S")
        Duration readTimeout();

        /** Longest time for one blob. */
        @WithDefault("PT30M")
        Duration transferTimeout();

        /** Most requests that wait for their answer at once, by all threads of this process together. */
        @WithDefault("64")
        int maxConcurrentRequests();

        /** Most requests begun in a second, by all threads of this process together; 0 for no limit. */
        @WithDefault("0")
        int requestsPerSecond();

        /** Longest wait of one request for the rate, and for a registry that answers 429, before its step fails and is tried later. */
        @WithDefault("PT30S")
        Duration rateLimitPatience();
    }
}
