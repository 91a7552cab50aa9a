package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Sends single requests within the registry's budget and says in our words why none came through. Follows nothing by itself and speaks
 * through no proxy: the address it connects to is the one that was judged.
 */
final class Transport {
    /** Tries of an idempotent request whose connection broke, and of a reading one that a gateway did not get through; with the first. */
    private static final int TRIES = 3;

    private static final Duration PAUSE = Duration.ofMillis(100);

    /** After the last byte of an upload a registry hashes and moves it before it answers: so many times as long as other answers. */
    private static final int PATIENCE_WITH_UPLOADS = 10;

    /** Shorter than registries and balancers keep an idle connection, so that none is used that they have just ended. */
    private static final Duration KEPT_ALIVE = Duration.ofSeconds(50);

    private final OkHttpClient http;
    private final OkHttpClient uploads;
    private final Timeouts timeouts;
    private final InstantSource clock;
    private final Waiting waiting;
    private final RateBudget budget;
    private final RequestListener listener;

    Transport(RegistrySettings settings, InstantSource clock, Waiting waiting, RequestListener listener) {
        this.timeouts = settings.timeouts();
        this.clock = clock;
        this.waiting = waiting;
        this.listener = listener;
        this.budget = new RateBudget(settings.host(), settings.budget(), clock, waiting);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .socketFactory(new GuardedSockets(settings.allowPrivateAddress()))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false) // it would repeat a POST too
                // As many as are used at once: OkHttp keeps 5 by itself and would open the others anew for every
                // request.
                .connectionPool(
                        new ConnectionPool(settings.budget().concurrent(), KEPT_ALIVE.toSeconds(), TimeUnit.SECONDS))
                .connectTimeout(timeouts.connect())
                .readTimeout(timeouts.read())
                .writeTimeout(timeouts.read());
        if (isPlain(settings)) {
            // Otherwise the platform's certificates are read first, which takes longer than a small plan.
            builder.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
        }
        settings.ca().ifPresent(pem -> new TrustedCertificates(pem).applyTo(builder));
        this.http = builder.build();
        this.uploads = http.newBuilder()
                .readTimeout(timeouts.read().multipliedBy(PATIENCE_WITH_UPLOADS))
                .build();
    }

    /** True where no request of the registry can go over TLS. */
    private static boolean isPlain(RegistrySettings settings) {
        return settings.scheme() == Scheme.HTTP
                && settings.realmHosts().isEmpty()
                && settings.redirectHosts().isEmpty();
    }

    /** Drops the connections that nobody uses at the moment. */
    void close() {
        http.connectionPool().evictAll(); // shared with the one for uploads
    }

    /** The registry's answer, whatever its status. The caller closes it. */
    Response send(RegistryOperation<?> operation, Request request) {
        Instant deadline = budget.deadline();
        for (int attempt = 1; ; attempt++) {
            Optional<Duration> again;
            try {
                Response response = sendOnce(operation, request, deadline);
                again = asksForAnother(operation, request, response, attempt, deadline);
                if (again.isEmpty()) {
                    return response;
                }
                response.close();
            } catch (IOException e) {
                FailureException failure =
                        failure(operation.description(), request.url().host(), e);
                if (attempt >= TRIES || !operation.idempotent() || !worthAnotherTry(e, failure)) {
                    throw failure;
                }
                // Others that were kept have grown as old as the one that broke: each could use up a try of its own.
                close();
                again = Optional.of(backoff(attempt));
            }
            waiting.pause(operation.description(), again.get());
        }
    }

    private Response sendOnce(RegistryOperation<?> operation, Request request, Instant deadline) throws IOException {
        boolean upload = operation.transfersBlob() && request.body() != null;
        Call call = (upload ? uploads : http).newCall(request);
        call.timeout()
                .timeout(
                        (operation.transfersBlob() ? timeouts.transfer() : timeouts.exchange()).toMillis(),
                        TimeUnit.MILLISECONDS);
        budget.enter(operation.description(), deadline);
        try (RequestListener.Sent sent = listener.sending(
                operation.description(), request.method(), request.url().host())) {
            Response response = call.execute();
            sent.answered(response.code());
            return response;
        } finally {
            budget.leave();
        }
    }

    /** How long to wait before the request is sent again; empty where the answer stands. */
    private Optional<Duration> asksForAnother(
            RegistryOperation<?> operation, Request request, Response response, int attempt, Instant deadline) {
        RetryAfter.exhausted(response).ifPresent(budget::pause);
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        Instant now = clock.instant();
        switch (response.code()) {
            case 429 -> {
                // All threads of this registry wait, not only this one; and this one does so when it enters again.
                Duration wait = RetryAfter.of(response, now).orElse(backoff(attempt));
                budget.pause(wait);
                return operation.idempotent() && now.plus(wait).isBefore(deadline)
                        ? Optional.of(Duration.ZERO)
                        : Optional.empty();
            }
            case 502, 503, 504 -> {
                Duration wait = RetryAfter.of(response, now).orElse(backoff(attempt));
                return reads && attempt < TRIES && now.plus(wait).isBefore(deadline)
                        ? Optional.of(wait)
                        : Optional.empty();
            }
            default -> {
                return Optional.empty();
            }
        }
    }

    /** Doubles with each attempt; spread, so that those who failed together do not come back together. */
    private static Duration backoff(int attempt) {
        double spread = ThreadLocalRandom.current().nextDouble(0.5, 1.5);
        return Duration.ofMillis((long) (PAUSE.toMillis() * (1 << Math.min(attempt, 10)) * spread));
    }

    /** A connection that broke is; a silent registry, a missing name and a wrong certificate are not. */
    private static boolean worthAnotherTry(IOException e, FailureException failure) {
        return failure.failure().reason() == ReasonCode.REGISTRY_UNREACHABLE
                && !(e instanceof UnknownHostException)
                && !(e instanceof SSLException);
    }

    /** What an exception of the connection means, also where it comes while a body is read. */
    static FailureException failure(String description, String host, IOException e) {
        Optional<AddressRefusedException> refused = Unreachable.find(e, AddressRefusedException.class);
        if (refused.isPresent()) {
            return Failure.of(
                            ReasonCode.REGISTRY_ADDRESS_REFUSED,
                            description + ": host " + host + " has an "
                                    + refused.get().getMessage())
                    .toException(e);
        }
        Optional<BlobSourceException> source = Unreachable.find(e, BlobSourceException.class);
        if (source.isPresent()) {
            return source.get().failure();
        }
        if (e instanceof InterruptedIOException) {
            return Thread.currentThread().isInterrupted()
                    ? Failure.of(ReasonCode.SHUTTING_DOWN, description + ": interrupted")
                            .toException(e)
                    : Failure.of(ReasonCode.TIMED_OUT, description + ": no answer of " + host + " in time")
                            .toException(e);
        }
        return Failure.of(ReasonCode.REGISTRY_UNREACHABLE, description + ": host " + host + ": " + Unreachable.why(e))
                .toException(e);
    }
}
