package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static dev.cssc.common.registry.FakeRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Certificates of registries with an authority of their own. */
class RegistryTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path directory;

    private FakeRegistry registry;
    private Path pem;

    @BeforeEach
    void start() throws Exception {
        KeyStore store = selfSigned();
        pem = directory.resolve("ca.pem");
        Files.writeString(
                pem,
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(store.getCertificate("r").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        registry = new FakeRegistry();
        registry.server().useHttps(context.getSocketFactory());
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private KeyStore selfSigned() throws Exception {
        Path file = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "r",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=registry",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-ext",
                        "bc=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private RegistryClient trusting(Optional<Path> ca) {
        return client(registry.host(), Scheme.HTTPS, ca);
    }

    private static RegistryClient client(String host, Scheme scheme, Optional<Path> ca) {
        return FakeRegistry.client(new RegistrySettings(
                "tls",
                host,
                scheme,
                CredentialSource.ANONYMOUS,
                Set.of(),
                Set.of(),
                true,
                ca,
                Timeouts.DEFAULT,
                RequestBudget.DEFAULT));
    }

    @Test
    void certificateOfTheConfiguredAuthorityIsTrusted() {
        registry.then(status(200));

        assertThat(trusting(Optional.of(pem)).blobExists(registry.repository(), Digest.of("x")))
                .isTrue();
    }

    private Failure fails(RegistryClient client) {
        Failure failure = failure(() -> client.blobExists(registry.repository(), Digest.of("x")));
        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
        return failure;
    }

    @Test
    void certificateOfAnUnknownAuthorityMakesTheRegistryUnreachable() {
        registry.then(status(200));

        assertThat(fails(trusting(Optional.empty())).detail())
                .contains("TLS", "no authority that is trusted", "ca-file");
    }

    @Test
    void certificateOfAnotherNameIsSaid() {
        registry.then(status(200));
        RegistryClient byName = client("localhost:" + registry.server().getPort(), Scheme.HTTPS, Optional.of(pem));

        Failure failure = failure(() -> byName.blobExists(
                new Repository("localhost:" + registry.server().getPort(), "app"), Digest.of("x")));

        assertThat(failure.detail()).contains("TLS", "another name");
    }

    @Test
    void plainHttpWhereTlsWasExpectedIsSaid() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofVirtual().start(() -> answerInPlainHttp(plain));
            String host = "127.0.0.1:" + plain.getLocalPort();

            Failure failure = failure(() -> client(host, Scheme.HTTPS, Optional.empty())
                    .blobExists(new Repository(host, "app"), Digest.of("x")));

            assertThat(failure.detail()).contains("TLS", "plain HTTP");
            server.join();
        }
    }

    private static void answerInPlainHttp(ServerSocket server) {
        try (Socket connection = server.accept()) {
            connection.getInputStream().read();
            connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nobodyListeningAndAnUnknownNameAreToldApart() {
        assertThat(failure(() -> client("127.0.0.1:1", Scheme.HTTPS, Optional.empty())
                                .tags(new Repository("127.0.0.1:1", "app")))
                        .detail())
                .contains("connection refused");
        assertThat(failure(() -> client("registry.invalid", Scheme.HTTPS, Optional.empty())
                                .tags(new Repository("registry.invalid", "app")))
                        .detail())
                .contains("DNS");
    }

    @Test
    void fileWithoutACertificateIsRefused() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");

        assertThatThrownBy(() -> new TrustedCertificates(empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(empty.toString());
    }
}
