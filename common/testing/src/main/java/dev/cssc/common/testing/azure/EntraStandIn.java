package dev.cssc.common.testing.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A stand-in of Microsoft Entra over TLS: one tenant, one application, known by a secret and by a federated token. Refuses with Entra's own
 * codes.
 */
public final class EntraStandIn implements AutoCloseable {
    /** The one directory. */
    public static final String TENANT = "11111111-2222-3333-4444-555555555555";

    /** The one application. */
    public static final String CLIENT = "66666666-7777-8888-9999-000000000000";

    /** The application's secret, until it is rotated. */
    public static final String SECRET = "entra~application~secret";

    private static final String TOKENS = "/" + TENANT + "/oauth2/v2.0/token";
    private static final String FEDERATION = "api://AzureADTokenExchange";

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Tokens tokens;
    private final Tokens cluster;
    private final List<String> grants = new CopyOnWriteArrayList<>();
    private volatile String secret = SECRET;

    /** Starts it with that certificate on a free port of 127.0.0.1. */
    public EntraStandIn(OwnAuthority authority) {
        this.tokens = new Tokens(authority, "entra-stand-in");
        this.cluster = new Tokens(authority, "cluster-stand-in");
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("starting a stand-in of Entra", e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(authority.context()));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Its address, for {@code authority-host}. */
    public String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Which kinds of proof were shown so far, as {@code secret:<scope>} or {@code assertion:<scope>}. */
    public List<String> grants() {
        return List.copyOf(grants);
    }

    /** From now on only this secret is taken. */
    public void rotate(String newSecret) {
        secret = newSecret;
    }

    /** A token of a cluster's service account, for {@code federated-token-file}; with a negative life it has ended. */
    public String federatedToken(Duration life) {
        return cluster.signed(cluster.claims("system:serviceaccount:cssc:patch", FEDERATION, life));
    }

    /** The subject of a token of ours for that audience, if it is good. */
    Optional<String> subject(String accessToken, String audience) {
        return tokens.verified(accessToken, audience)
                .map(claims -> claims.path("sub").asText());
    }

    private void handle(HttpExchange http) throws IOException {
        Exchange exchange = new Exchange(http);
        String path = http.getRequestURI().getPath();
        if (path.endsWith("/.well-known/openid-configuration")) {
            exchange.answer(
                    200,
                    Exchange.object()
                            .put("token_endpoint", url() + TOKENS)
                            .put("authorization_endpoint", url() + "/" + TENANT + "/oauth2/v2.0/authorize")
                            .put("issuer", url() + "/" + TENANT + "/v2.0"));
        } else if (path.equals(TOKENS)) {
            token(exchange);
        } else {
            refuse(exchange, 400, "AADSTS90002", "Tenant not found. Check the tenant of the request: " + path);
        }
    }

    private void token(Exchange exchange) throws IOException {
        // Beside it stand openid, profile and offline_access.
        String scope = exchange.parameters("scope").stream()
                .filter(one -> one.endsWith("/.default"))
                .findFirst()
                .orElse("");
        String assertion = exchange.parameter("client_assertion");
        if (!exchange.parameter("client_id").equals(CLIENT)) {
            refuse(exchange, 400, "AADSTS700016", "Application was not found in the directory.");
        } else if (scope.isEmpty()) {
            refuse(exchange, 400, "AADSTS70011", "The provided value for the input parameter 'scope' is not valid.");
        } else if (!assertion.isEmpty()
                && cluster.verified(assertion, FEDERATION).isEmpty()) {
            refuse(exchange, 401, "AADSTS700024", "Client assertion is not within its valid time range.");
        } else if (assertion.isEmpty() && !exchange.parameter("client_secret").equals(secret)) {
            refuse(exchange, 401, "AADSTS7000215", "Invalid client secret provided.");
        } else {
            grants.add((assertion.isEmpty() ? "secret:" : "assertion:") + scope);
            Duration life = Duration.ofHours(1);
            String audience = scope.replaceFirst("/\\.default$", "");
            exchange.answer(
                    200,
                    Exchange.object()
                            .put("token_type", "Bearer")
                            .put("expires_in", life.toSeconds())
                            .put("ext_expires_in", life.toSeconds())
                            .put("access_token", tokens.signed(tokens.claims(CLIENT, audience, life))));
        }
    }

    private static void refuse(Exchange exchange, int status, String code, String message) throws IOException {
        ObjectNode body = Exchange.object()
                .put("error", status == 401 ? "invalid_client" : "invalid_request")
                .put("error_description", code + ": " + message + " Trace ID: 0000 Correlation ID: 0000")
                .put("correlation_id", "0000");
        body.putArray("error_codes").add(Integer.parseInt(code.substring("AADSTS".length())));
        exchange.answer(status, body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
