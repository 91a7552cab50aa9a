package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Sends single requests and says in our words why none came through. Follows nothing by itself and speaks through no proxy: the address it
 * connects to is the one that was judged.
 */
final class Transport {
    /** Tries of an idempotent request whose connection broke, the first included. */
    private static final int TRIES = 3;

    private static final Duration PAUSE = Duration.ofMillis(100);

    /** After the last byte of an upload a registry hashes and moves it before it answers: so many times as long as other answers. */
    private static final int PATIENCE_WITH_UPLOADS = 10;

    private final OkHttpClient http;
    private final OkHttpClient uploads;
    private final Timeouts timeouts;

    Transport(RegistrySettings settings) {
        this.timeouts = settings.timeouts();
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .socketFactory(new GuardedSockets(settings.allowPrivateAddress()))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false) // it would repeat a POST too
                .connectTimeout(timeouts.connect())
                .readTimeout(timeouts.read())
                .writeTimeout(timeouts.read());
        settings.ca().ifPresent(pem -> new TrustedCertificates(pem).applyTo(builder));
        this.http = builder.build();
        this.uploads = http.newBuilder()
                .readTimeout(timeouts.read().multipliedBy(PATIENCE_WITH_UPLOADS))
                .build();
    }

    /** The registry's answer, whatever its status. The caller closes it. */
    Response send(RegistryOperation<?> operation, Request request) {
        for (int left = TRIES - 1; ; left--) {
            boolean upload = operation.transfersBlob() && request.body() != null;
            Call call = (upload ? uploads : http).newCall(request);
            call.timeout()
                    .timeout(
                            (operation.transfersBlob() ? timeouts.transfer() : timeouts.exchange()).toMillis(),
                            TimeUnit.MILLISECONDS);
            try {
                return call.execute();
            } catch (IOException e) {
                FailureException failure =
                        failure(operation.description(), request.url().host(), e);
                if (left == 0 || !operation.idempotent() || !worthAnotherTry(e, failure) || !pause()) {
                    throw failure;
                }
            }
        }
    }

    /** A connection that broke is; a silent registry, a missing name and a wrong certificate are not. */
    private static boolean worthAnotherTry(IOException e, FailureException failure) {
        return failure.failure().reason() == ReasonCode.REGISTRY_UNREACHABLE
                && !(e instanceof UnknownHostException)
                && !(e instanceof SSLException);
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What an exception of the connection means, also where it comes while a body is read. */
    static FailureException failure(String description, String host, IOException e) {
        AddressRefusedException refused = find(e, AddressRefusedException.class);
        if (refused != null) {
            return Failure.of(
                            ReasonCode.REGISTRY_ADDRESS_REFUSED,
                            description + ": host " + host + " has an " + refused.getMessage())
                    .toException(e);
        }
        BlobSourceException source = find(e, BlobSourceException.class);
        if (source != null) {
            return source.failure();
        }
        if (e instanceof InterruptedIOException) {
            return Thread.currentThread().isInterrupted()
                    ? Failure.of(ReasonCode.SHUTTING_DOWN, description + ": interrupted")
                            .toException(e)
                    : Failure.of(ReasonCode.TIMED_OUT, description + ": no answer of " + host + " in time")
                            .toException(e);
        }
        String why = e instanceof UnknownHostException ? "the name does not resolve" : String.valueOf(e.getMessage());
        return Failure.of(ReasonCode.REGISTRY_UNREACHABLE, description + ": host " + host + ": " + why)
                .toException(e);
    }

    /** The exception of that kind among this one, its causes, and those of other addresses of the host. */
    private static <E extends Throwable> @Nullable E find(Throwable e, Class<E> kind) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return kind.cast(t);
            }
            for (Throwable other : t.getSuppressed()) {
                if (kind.isInstance(other)) {
                    return kind.cast(other);
                }
            }
        }
        return null;
    }
}
