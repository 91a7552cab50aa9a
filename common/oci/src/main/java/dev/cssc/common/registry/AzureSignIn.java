package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import okhttp3.Response;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * An identity of Microsoft Entra at one registry of Azure: token of Entra, then refresh token of the registry, kept until shortly before the
 * end that it names itself. Access tokens for single repositories are then the realm's business, as anywhere else.
 */
final class AzureSignIn implements CredentialSupply {
    /** A refresh token is renewed this long before its end. */
    private static final Duration LEEWAY = Duration.ofMinutes(2);

    private final RegistrySettings registry;
    private final AzureSettings azure;
    private final RegistryAllowList allowed;
    private final Transport transport;
    private final InstantSource clock;
    private final Supplier<EntraTokens> makeEntra;
    private final ReentrantLock lock = new ReentrantLock();

    /** Made at first use: most installations never load a class of azure-identity. */
    private Optional<EntraTokens> entra = Optional.empty();

    private Optional<Presented.IdentityToken> kept = Optional.empty();

    AzureSignIn(
            RegistrySettings registry,
            AzureSettings azure,
            RegistryAllowList allowed,
            Transport transport,
            InstantSource clock,
            Supplier<EntraTokens> makeEntra) {
        this.registry = registry;
        this.azure = azure;
        this.allowed = allowed;
        this.transport = transport;
        this.clock = clock;
        this.makeEntra = makeEntra;
    }

    /** One exchange at a time: threads that wait meanwhile find its result. */
    @Override
    public Presented present(String description, Optional<String> service, Instant until) {
        lock.lock();
        try {
            Instant enough = clock.instant().plus(LEEWAY);
            Optional<Presented.IdentityToken> good = kept.filter(token -> token.end()
                    .filter(end -> end.isAfter(enough) && end.isAfter(until))
                    .isPresent());
            if (good.isPresent()) {
                return good.get();
            }
            Presented.IdentityToken fresh = exchanged(description, service.orElse(registry.host()));
            kept = Optional.of(fresh);
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forget() {
        lock.lock();
        try {
            kept = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Presented.IdentityToken exchanged(String description, String service) {
        if (!azure.anyHost() && !AzureHosts.isRegistry(registry.host())) {
            throw Failure.of(
                            ReasonCode.REGISTRY_HOST_REFUSED,
                            description + ": " + registry.host() + " is no registry of Azure; tokens of an identity of"
                                    + " Entra do not go there unless azure.any-host is set")
                    .toException();
        }
        if (entra.isEmpty()) {
            entra = Optional.of(makeEntra.get());
        }
        String doing = description + ", signing in to " + registry.host() + " with an identity of Entra";
        String token = entra.get().token(doing);
        ExchangeToken exchange = new ExchangeToken(doing, service, azure.tenant(), token);
        try (Response response = transport.send(exchange, exchange.request(allowed.base()))) {
            return exchange.answer(response);
        } catch (IOException e) {
            throw Transport.failure(doing, registry.host(), e);
        }
    }
}
