package dev.cssc.common.registry;

import dev.cssc.common.registry.ProbeCheck.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;

import static dev.cssc.common.registry.FakeRegistry.status;
import static dev.cssc.common.registry.ProbeAssertions.assertFailsAt;
import static dev.cssc.common.registry.ProbeAssertions.assertOk;

/** Certificates of an authority of one's own, good and bad. */
class RegistryProbeTlsTest {
    private static final String HERE = "ip:127.0.0.1";

    private static TestAuthority authority;

    @TempDir
    private static Path directory;

    private FakeRegistry registry;

    @BeforeAll
    static void found() {
        authority = new TestAuthority(directory);
    }

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private ProbeReport probe(SSLSocketFactory server, Scheme scheme, Optional<Path> ca) {
        registry.server().useHttps(server);
        registry.then(status(200)).then(status(200)).then(status(403));
        return new RegistryProbe(new RegistrySettings(
                        "tls",
                        registry.host(),
                        scheme,
                        CredentialSource.ANONYMOUS,
                        Set.of(),
                        Set.of(),
                        true,
                        ca,
                        FakeRegistry.SHORT,
                        RequestBudget.DEFAULT))
                .run(ProbeRequest.READ_ONLY);
    }

    private ProbeReport probe(SSLSocketFactory server) {
        return probe(server, Scheme.HTTPS, Optional.of(authority.pem()));
    }

    @Test
    void theConfiguredAuthorityIsTrusted() throws Exception {
        ProbeReport report = probe(authority.server(HERE, "-1d", 30));

        assertOk(report, Kind.TLS);
        assertOk(report, Kind.AUTH);
    }

    @Test
    void anAuthorityThatNobodyNamedIsNotTrusted() throws Exception {
        assertFailsAt(
                probe(authority.server(HERE, "-1d", 30), Scheme.HTTPS, Optional.empty()),
                Kind.TLS,
                ProbeReason.TLS_UNTRUSTED);
    }

    @Test
    void aCertificateThatIsPastItsTimeHasExpired() throws Exception {
        assertFailsAt(probe(authority.server(HERE, "-30d", 10)), Kind.TLS, ProbeReason.TLS_EXPIRED);
    }

    @Test
    void aCertificateOfTheFutureIsOutOfItsTimeToo() throws Exception {
        assertFailsAt(probe(authority.server(HERE, "+10d", 10)), Kind.TLS, ProbeReason.TLS_EXPIRED);
    }

    @Test
    void aCertificateForAnotherNameDoesNotMatch() throws Exception {
        assertFailsAt(probe(authority.server("dns:other.example", "-1d", 30)), Kind.TLS, ProbeReason.TLS_NAME_MISMATCH);
    }

    @Test
    void plainHttpToAServerWithTlsSaysSo() throws Exception {
        assertFailsAt(
                probe(authority.server(HERE, "-1d", 30), Scheme.HTTP, Optional.empty()),
                Kind.API,
                ProbeReason.SPEAKS_TLS);
    }
}
