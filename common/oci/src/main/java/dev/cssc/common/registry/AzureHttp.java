package dev.cssc.common.registry;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The HTTP client that azure-identity is given: the product's own, so that its requests too go only to hosts that are meant, to addresses
 * that are allowed, and with certificates of the configured authority. Knows three kinds of hosts: the authority, the endpoints by which a
 * machine gives out its identity (which are private addresses by design), and no other.
 */
final class AzureHttp implements HttpClient {
    private static final long LARGEST_ANSWER = 1024 * 1024;

    /** Azure's instance metadata service. */
    private static final String METADATA = "http://169.254.169.254";

    /** Where the other places that machines have for their identity are named (azure-identity, ManagedIdentityCredential). */
    private static final List<String> ENDPOINT_VARIABLES =
            List.of("IDENTITY_ENDPOINT", "MSI_ENDPOINT", "IMDS_ENDPOINT", "AZURE_POD_IDENTITY_AUTHORITY_HOST");

    private final HttpUrl authority;
    private final Set<HttpUrl> machine;
    private final OkHttpClient toAuthority;
    private final OkHttpClient toMachine;

    AzureHttp(RegistrySettings registry, AzureSettings azure) {
        this.authority = origin(HttpUrl.get(azure.authority()));
        this.machine = switch (azure.identity()) {
            case AzureSettings.Identity.Managed(var id) -> machineEndpoints();
            case AzureSettings.Identity.Default(var id) -> machineEndpoints();
            case AzureSettings.Identity.Workload(var id, var file) -> Set.of();
            case AzureSettings.Identity.ServicePrincipal(var id, var secret) -> Set.of();
        };
        Timeouts timeouts = registry.timeouts();
        OkHttpClient.Builder guarded = new OkHttpClient.Builder()
                .socketFactory(new GuardedSockets(registry.allowPrivateAddress()))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(timeouts.connect())
                .readTimeout(timeouts.read())
                .writeTimeout(timeouts.read())
                .callTimeout(timeouts.exchange().toMillis(), TimeUnit.MILLISECONDS);
        azure.ca().ifPresent(pem -> new TrustedCertificates(pem).applyTo(guarded));
        this.toAuthority = guarded.build();
        this.toMachine =
                toAuthority.newBuilder().socketFactory(new GuardedSockets(true)).build();
    }

    private static Set<HttpUrl> machineEndpoints() {
        Stream<@Nullable HttpUrl> named = Stream.concat(
                        Stream.of(METADATA),
                        ENDPOINT_VARIABLES.stream().map(name -> System.getenv().getOrDefault(name, "")))
                .map(HttpUrl::parse);
        return named.flatMap(Stream::ofNullable).map(AzureHttp::origin).collect(Collectors.toUnmodifiableSet());
    }

    private static HttpUrl origin(HttpUrl url) {
        return new HttpUrl.Builder()
                .scheme(url.scheme())
                .host(url.host())
                .port(url.port())
                .build();
    }

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        return Mono.fromCallable(() -> sendSync(request, Context.NONE));
    }

    @Override
    public HttpResponse sendSync(HttpRequest request, Context context) {
        try {
            HttpUrl url = HttpUrl.get(URI.create(request.getUrl().toString()).toURL());
            try (Response response =
                    client(url).newCall(translated(request, url)).execute()) {
                if (response.body().source().request(LARGEST_ANSWER + 1)) {
                    throw new IOException("more than " + LARGEST_ANSWER + " bytes");
                }
                return new Answer(request, response, response.body().bytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OkHttpClient client(HttpUrl url) throws IOException {
        HttpUrl origin = origin(url);
        if (origin.equals(authority)) {
            return toAuthority;
        }
        if (machine.contains(origin)) {
            return toMachine;
        }
        throw new IOException(
                "host " + url.host() + " is neither the authority nor a machine's endpoint for identities");
    }

    private static Request translated(HttpRequest request, HttpUrl url) {
        Request.Builder translated = new Request.Builder().url(url);
        for (HttpHeader header : request.getHeaders()) {
            header.getValuesList().forEach(value -> translated.addHeader(header.getName(), value));
        }
        String method = request.getHttpMethod().name();
        @Nullable BinaryData data = request.getBodyAsBinaryData();
        boolean mayCarry = !method.equals("GET") && !method.equals("HEAD");
        @Nullable
        RequestBody body = mayCarry ? RequestBody.create(data == null ? new byte[0] : data.toBytes(), null) : null;
        return translated.method(method, body).build();
    }

    /** An answer that was read whole. */
    private static final class Answer extends HttpResponse {
        private final int status;
        private final HttpHeaders headers = new HttpHeaders();
        private final byte[] body;

        Answer(HttpRequest request, Response response, byte[] body) {
            super(request);
            this.status = response.code();
            this.body = body;
            response.headers()
                    .forEach(header -> headers.add(HttpHeaderName.fromString(header.getFirst()), header.getSecond()));
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @Deprecated
        public @Nullable String getHeaderValue(String name) {
            return headers.getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.just(ByteBuffer.wrap(body));
        }

        @Override
        public BinaryData getBodyAsBinaryData() {
            return BinaryData.fromBytes(body);
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
