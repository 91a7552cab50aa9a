package dev.cssc.common.testing.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.testing.RegistryProxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A stand-in of Azure Container Registry: its {@code /oauth2/exchange} and {@code /oauth2/token}, as Azure/acr {@code docs/AAD-OAuth.md}
 * describes them, and behind them a real docker-registry that takes the tokens minted here and no others. Its service name is not its host,
 * as with registries that have a domain name label.
 */
public final class AcrStandIn implements AutoCloseable {
    /** What the registry calls itself in its challenge. */
    public static final String SERVICE = "contoso-abc123.azurecr.io";

    private static final String REGISTRY_AUDIENCE = "https://containerregistry.azure.net";
    private static final String REFRESH_USER = "00000000-0000-0000-0000-000000000000";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final EntraStandIn entra;
    private final Tokens tokens;
    private final EmbeddedRegistry registry;
    private final RegistryProxy proxy;
    private final List<String> minted = new CopyOnWriteArrayList<>();
    private volatile Lives lives = new Lives(Duration.ofHours(3), Duration.ofMinutes(75));
    private volatile Consumer<List<String>> listener = all -> {};
    private volatile boolean mayPush = true;
    private volatile boolean exchangeDown;
    private volatile String audience = REGISTRY_AUDIENCE;

    /** How long tokens live. */
    public record Lives(Duration refresh, Duration access) {}

    /**
     * Starts it on a free port of 127.0.0.1, over plain HTTP as the tools of a test can speak to it without a certificate of theirs.
     *
     * @param directory for the registry's files
     */
    public AcrStandIn(Path directory, OwnAuthority authority, EntraStandIn entra) {
        this.entra = entra;
        this.tokens = new Tokens(authority, "Azure Container Registry");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("starting a stand-in of Azure Container Registry", e);
        }
        this.registry = EmbeddedRegistry.start(EmbeddedRegistry.Settings.in(directory)
                .withTokensOf(new EmbeddedRegistry.TokenRealm(
                        "http://" + host() + "/oauth2/token", SERVICE, "Azure Container Registry", authority.pem())));
        this.proxy = new RegistryProxy(registry.host());
        server.setExecutor(threads);
        server.createContext("/", proxy);
        server.createContext("/oauth2/exchange", this::exchange);
        server.createContext("/oauth2/token", this::token);
        server.start();
    }

    /** Host and port, as image references name it. */
    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Each access token given: how it was asked for, and the scopes it has, as {@code refresh_token repository:app:pull}. */
    public List<String> minted() {
        return List.copyOf(minted);
    }

    /** A token to look with at what came about, past all exchanges. */
    public String observerToken(String... scopes) {
        ObjectNode claims = tokens.claims("observer", SERVICE, Duration.ofHours(1));
        ArrayNode access = claims.putArray("access");
        Arrays.stream(scopes).forEach(scope -> grant(access, scope));
        return tokens.signed(claims);
    }

    /** From now on tokens live so long. */
    public void letTokensLive(Lives newLives) {
        lives = newLives;
    }

    /** Takes the right to push from the application: it has AcrPull only. */
    public void allowPullOnly() {
        mayPush = false;
    }

    /** Lets the exchange answer 503, or work again. */
    public void letExchangeBeDown(boolean down) {
        exchangeDown = down;
    }

    /** Takes tokens of Azure's resource manager in place of those for registries. */
    public void takeTokensFor(String otherAudience) {
        audience = otherAudience;
    }

    private void exchange(HttpExchange http) throws IOException {
        Exchange exchange = new Exchange(http);
        Optional<String> subject = entra.subject(exchange.parameter("access_token"), audience);
        if (exchangeDown) {
            exchange.refuse(503, "UNAVAILABLE", "service unavailable");
        } else if (!exchange.parameter("grant_type").equals("access_token")
                || !exchange.parameter("service").equals(SERVICE)
                || !exchange.parameter("tenant").equals(EntraStandIn.TENANT)) {
            exchange.refuse(400, "BAD_REQUEST", "grant_type, service or tenant is wrong");
        } else if (subject.isEmpty()) {
            exchange.refuse(401, "UNAUTHORIZED", "authentication required");
        } else {
            ObjectNode claims =
                    tokens.claims(subject.get(), SERVICE, lives.refresh()).put("grant_type", "refresh_token");
            exchange.answer(200, Exchange.object().put("refresh_token", tokens.signed(claims)));
        }
    }

    /** POST of a refresh token or a password (BuildKit), or GET with HTTP Basic (Buildah); all with the same two kinds of secret. */
    private void token(HttpExchange http) throws IOException {
        Exchange exchange = new Exchange(http);
        boolean post = http.getRequestMethod().equals("POST");
        String grant = post ? exchange.parameter("grant_type") : "basic";
        String shown = switch (grant) {
            case "refresh_token" -> exchange.parameter("refresh_token");
            case "password" ->
                exchange.parameter("username").equals(REFRESH_USER) ? exchange.parameter("password") : "";
            case "basic" -> password(http);
            default -> "";
        };
        Optional<JsonNode> refresh = tokens.verified(shown, SERVICE)
                .filter(claims -> claims.path("grant_type").asText().equals("refresh_token"));
        if (refresh.isEmpty() || !exchange.parameter("service").equals(SERVICE)) {
            exchange.refuse(401, "UNAUTHORIZED", "authentication required");
            return;
        }
        ObjectNode claims = tokens.claims(refresh.get().path("sub").asText(), SERVICE, lives.access())
                .put("grant_type", "access_token");
        ArrayNode access = claims.putArray("access");
        exchange.parameters("scope").forEach(scope -> grant(access, scope));
        remember(grant + " "
                + String.join(
                        " ", exchange.parameters("scope").stream().sorted().toList()));
        exchange.answer(200, Exchange.object().put("access_token", tokens.signed(claims)));
    }

    private synchronized void remember(String what) {
        minted.add(what);
        listener.accept(minted());
    }

    /** Has somebody told of all tokens given so far, each time there is another. */
    public void onMinted(Consumer<List<String>> newListener) {
        listener = newListener;
    }

    /** As far as the role goes: what is asked beyond it is left out, and the registry refuses it later. */
    private void grant(ArrayNode access, String scope) {
        String[] parts = scope.split(":", 3);
        ObjectNode entry = access.addObject().put("type", parts[0]).put("name", parts[1]);
        ArrayNode actions = entry.putArray("actions");
        Arrays.stream(parts[2].split(","))
                .filter(action -> mayPush || action.equals("pull"))
                .forEach(actions::add);
    }

    private static String password(HttpExchange http) {
        String header = Optional.ofNullable(http.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (!header.startsWith("Basic ")) {
            return "";
        }
        String decoded = new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
        String user = REFRESH_USER + ":";
        return decoded.startsWith(user) ? decoded.substring(user.length()) : "";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        proxy.close();
        registry.close();
    }
}
