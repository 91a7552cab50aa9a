package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import okhttp3.HttpUrl;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where requests for one registry may go. Asked before every request, whatever named its address: configuration, a redirect, an upload
 * location, the next page of a list, or a token realm. Which address the host then resolves to is {@link GuardedSockets}' question.
 */
final class RegistryAllowList {
    /** What a redirect host begins with that stands for all hosts below a domain. */
    private static final String ANY_HOST_OF = "*.";

    private final RegistrySettings settings;
    private final HttpUrl base;
    private final Set<HttpUrl> redirects;
    private final Set<String> redirectDomains;
    private final Set<HttpUrl> realms;

    RegistryAllowList(RegistrySettings settings) {
        this.settings = settings;
        this.base = origin(settings.scheme(), settings.endpoint());
        this.redirects = origins(settings.redirectHosts().stream()
                .filter(host -> !host.startsWith(ANY_HOST_OF))
                .collect(Collectors.toUnmodifiableSet()));
        this.redirectDomains = settings.redirectHosts().stream()
                .filter(host -> host.startsWith(ANY_HOST_OF))
                .map(host -> host.substring(1).toLowerCase(Locale.ROOT)) // with its dot: whole labels only
                .collect(Collectors.toUnmodifiableSet());
        this.realms = origins(settings.realmHosts());
    }

    /** Root of the registry's own addresses. */
    HttpUrl base() {
        return base;
    }

    /** True for the registry itself; nobody else gets its tokens. */
    boolean isOwn(HttpUrl url) {
        return base.equals(originOf(url));
    }

    /** Lets requests pass that go to the registry or one of its redirect hosts. */
    void requireReachable(String description, HttpUrl url) {
        if (!isOwn(url) && !redirects.contains(originOf(url)) && !isOfRedirectDomain(url)) {
            throw refused(description, "sends the client", url, "redirect-hosts");
        }
    }

    /** Storage of a cloud, whose accounts nobody can name beforehand. Over TLS on its own port only; what comes is judged by its digest. */
    private boolean isOfRedirectDomain(HttpUrl url) {
        return url.isHttps() && url.port() == 443 && redirectDomains.stream().anyMatch(url.host()::endsWith);
    }

    /** Lets token requests pass that go to the registry or one of its realm hosts. */
    void requireRealm(String description, HttpUrl url) {
        if (!isOwn(url) && !realms.contains(originOf(url))) {
            throw refused(description, "asks for a token", url, "realm-hosts");
        }
    }

    /** Names scheme, host and port only: path and query of such an address may hold a signature. */
    private FailureException refused(String description, String what, HttpUrl url, String key) {
        return Failure.of(
                        ReasonCode.REGISTRY_HOST_REFUSED,
                        description + ": registry " + settings.host() + " " + what + " at "
                                + originOf(url).toString().replaceFirst("/$", "")
                                + ", which is not among its own " + key)
                .toException();
    }

    /** With the registry's own scheme: where it is spoken to over TLS, everything it names is too. */
    private Set<HttpUrl> origins(Set<String> hosts) {
        Stream<HttpUrl> asConfigured = hosts.stream().map(host -> origin(settings.scheme(), host));
        // A registry of this machine over plain HTTP may still have a proper token service.
        Stream<HttpUrl> overTls = hosts.stream().map(host -> origin(Scheme.HTTPS, host));
        return Stream.concat(asConfigured, overTls).collect(Collectors.toUnmodifiableSet());
    }

    private static HttpUrl origin(Scheme scheme, String host) {
        return HttpUrl.get(scheme + "://" + host + "/");
    }

    private static HttpUrl originOf(HttpUrl url) {
        return new HttpUrl.Builder()
                .scheme(url.scheme())
                .host(url.host())
                .port(url.port())
                .build();
    }
}
