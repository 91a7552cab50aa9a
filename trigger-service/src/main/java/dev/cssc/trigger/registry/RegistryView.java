package dev.cssc.trigger.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.registry.CredentialSource;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.registry.StoredRegistry;
import dev.cssc.common.registry.definition.CredentialReference;
import dev.cssc.common.registry.definition.RequestLimits;
import dev.cssc.trigger.registry.Definitions.Defined;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A registry, as REST tells it. What is submitted has the same fields but those of {@link #READ_ONLY}. There is no secret to tell: only
 * where it is.
 *
 * @param name its identity
 * @param host host and optional port
 * @param scheme {@code https} or {@code http}
 * @param insecure plain HTTP for other than loopback hosts is accepted
 * @param realmHosts further hosts that are asked for tokens
 * @param redirectHosts further hosts that it may redirect to
 * @param allowPrivateAddress whether these may be private addresses
 * @param caFile name of the file with the certificates to trust
 * @param credentials where the credentials are; for configured registries only whether there are any
 * @param limits on time and rate
 * @param source who defines it
 * @param version rises with each change; the ETag of stored ones
 * @param changedAt when it was changed last
 * @param usable whether this service has all that it names
 * @param problem what is missing
 */
@RegisterForReflection(
        targets = {RegistryView.class, CredentialReference.class, RequestLimits.class, RegistryView.Source.class})
public record RegistryView(
        String name,
        String host,
        String scheme,
        boolean insecure,
        List<String> realmHosts,
        List<String> redirectHosts,
        boolean allowPrivateAddress,
        Optional<String> caFile,
        JsonNode credentials,
        RequestLimits limits,
        Source source,
        Optional<Long> version,
        Optional<Instant> changedAt,
        boolean usable,
        Optional<String> problem) {

    /** Told, and ignored where it is sent back: so that what was read can be changed and submitted. */
    static final Set<String> READ_ONLY = Set.of("source", "version", "changedAt", "usable", "problem");

    /** Who defines a registry. */
    public enum Source {
        /** The services' configuration: read only here. */
        @JsonProperty("configuration")
        CONFIGURATION,
        /** Whoever used this interface. */
        @JsonProperty("api")
        API
    }

    static RegistryView of(Defined defined, StoredRegistry here) {
        var d = defined.definition();
        return new RegistryView(
                d.name(),
                d.host(),
                d.scheme().name().toLowerCase(Locale.ROOT),
                d.insecure(),
                d.realmHosts(),
                d.redirectHosts(),
                d.allowPrivateAddress(),
                d.caFile(),
                EventCodec.mapper().valueToTree(d.credentials()),
                d.limits(),
                Source.API,
                Optional.of(defined.version()),
                Optional.of(defined.at()),
                here instanceof StoredRegistry.Usable,
                here instanceof StoredRegistry.Unusable(var name, var host, String why)
                        ? Optional.of(why)
                        : Optional.empty());
    }

    static RegistryView of(RegistrySettings settings) {
        boolean anonymous = settings.credentials().equals(CredentialSource.ANONYMOUS);
        return new RegistryView(
                settings.name(),
                settings.host(),
                settings.scheme().toString(),
                false,
                settings.realmHosts().stream().sorted().toList(),
                settings.redirectHosts().stream().sorted().toList(),
                settings.allowPrivateAddress(),
                settings.ca().map(file -> String.valueOf(file.getFileName())),
                EventCodec.mapper().valueToTree(Map.of("kind", anonymous ? "anonymous" : "configuration")),
                new RequestLimits(
                        Optional.of((int) settings.timeouts().connect().toSeconds()),
                        Optional.of((int) settings.timeouts().read().toSeconds()),
                        Optional.of((int) settings.timeouts().transfer().toSeconds()),
                        Optional.of(settings.budget().concurrent()),
                        Optional.of(settings.budget().perSecond())),
                Source.CONFIGURATION,
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty());
    }
}
