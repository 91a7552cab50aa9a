package dev.cssc.common.registry;

import dev.cssc.common.embedded.FreePort;
import dev.cssc.common.registry.ProbeCheck.Kind;
import dev.cssc.common.registry.ProbeCheck.Outcome;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;
import java.util.Set;

import static dev.cssc.common.registry.FakeRegistry.ok;
import static dev.cssc.common.registry.FakeRegistry.status;
import static dev.cssc.common.registry.ProbeAssertions.assertFailsAt;
import static dev.cssc.common.registry.ProbeAssertions.assertIs;
import static dev.cssc.common.registry.ProbeAssertions.assertOk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a probe says of registries that do not do as they should. */
class RegistryProbeTest {
    private static final ProbeRequest APP = new ProbeRequest(Optional.of("app"), false);

    private FakeRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private ProbeReport probe() {
        return probe(registry.settings());
    }

    private static ProbeReport probe(RegistrySettings settings) {
        return new RegistryProbe(settings).run(APP);
    }

    @Test
    void aNameThatDoesNotResolveIsNoConnectionProblem() {
        assertFailsAt(
                probe(RegistrySettings.https("none", "registry.invalid")), Kind.DNS, ProbeReason.NAME_NOT_RESOLVED);
    }

    @Test
    void aPrivateAddressThatIsNotAllowedIsNotConnectedTo() {
        assertFailsAt(probe(RegistrySettings.https("inside", registry.host())), Kind.DNS, ProbeReason.ADDRESS_REFUSED);
        assertThat(registry.requests()).isZero();
    }

    @Test
    void aPortWhereNobodyListensRefusesTheConnection() {
        assertFailsAt(
                probe(RegistrySettings.plain("closed", "127.0.0.1:" + FreePort.any())),
                Kind.CONNECT,
                ProbeReason.CONNECTION_REFUSED);
    }

    @Test
    void aServerWithoutTlsIsToldFromOneWithABadCertificate() {
        registry.then(status(200)).then(status(200)).then(status(200)).then(status(200));
        RegistrySettings plain = registry.settings();
        RegistrySettings asTls = new RegistrySettings(
                "tls",
                plain.host(),
                Scheme.HTTPS,
                plain.credentials(),
                Set.of(),
                Set.of(),
                true,
                Optional.empty(),
                plain.timeouts(),
                plain.budget());

        assertFailsAt(probe(asTls), Kind.TLS, ProbeReason.SPEAKS_PLAIN_HTTP);
    }

    @ParameterizedTest
    @CsvSource({"404", "301", "403", "400"})
    void whatAnswersOtherwiseIsNoRegistry(int status) {
        registry.then(status(status));

        assertFailsAt(probe(), Kind.API, ProbeReason.NOT_A_REGISTRY);
    }

    @Test
    void aWebPageIsNoRegistry() {
        registry.then(ok("<html>welcome</html>").addHeader("Content-Type", "text/html; charset=utf-8"));

        assertFailsAt(probe(), Kind.API, ProbeReason.NOT_A_REGISTRY);
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowed() {
        registry.then(status(302).addHeader("Location", "http://169.254.169.254/latest/"));

        assertFailsAt(probe(), Kind.API, ProbeReason.NOT_A_REGISTRY);
    }

    @Test
    void aSilentRegistryTimesOut() {
        registry.then(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));

        assertFailsAt(probe(), Kind.API, ProbeReason.TIMED_OUT);
    }

    @Test
    void aRegistryThatWantsToBeLeftAloneIsRateLimited() {
        registry.then(status(429).addHeader("Retry-After", "60"));

        assertFailsAt(probe(), Kind.API, ProbeReason.RATE_LIMITED);
    }

    @Test
    void aBrokenRegistryHasAnErrorOfItsOwn() {
        registry.then(status(500));

        assertFailsAt(probe(), Kind.API, ProbeReason.SERVER_ERROR);
    }

    @Test
    void missingCredentialsAreToldFromWrongOnes() {
        registry.then(wantsBasic()).then(wantsBasic());
        assertFailsAt(probe(), Kind.AUTH, ProbeReason.CREDENTIALS_MISSING);

        registry.then(wantsBasic()).then(wantsBasic()).then(wantsBasic());
        assertFailsAt(probe(registry.settings(Set.of(), Set.of())), Kind.AUTH, ProbeReason.CREDENTIALS_REFUSED);
    }

    @Test
    void aRealmThatRefusesTheUserRefusesTheCredentials() {
        registry.then(wantsToken()).then(wantsToken()).then(status(401));

        assertFailsAt(probe(registry.settings(Set.of(), Set.of())), Kind.AUTH, ProbeReason.CREDENTIALS_REFUSED);
    }

    @Test
    void aRealmOnAnotherHostIsNotAskedAndGetsNoCredentials() throws Exception {
        try (FakeRegistry foreign = new FakeRegistry()) {
            MockResponse.Builder challenge =
                    status(401).addHeader("WWW-Authenticate", "Bearer realm=\"" + foreign.url() + "/token\"");
            registry.then(challenge).then(challenge);

            assertFailsAt(probe(registry.settings(Set.of(), Set.of())), Kind.AUTH, ProbeReason.HOST_REFUSED);
            assertThat(foreign.requests()).isZero();
        }
    }

    @Test
    void aSecretThatIsNotThereIsToldFromAWrongOne() {
        registry.then(wantsBasic()).then(wantsBasic());
        RegistrySettings settings = registry.settings()
                .as(new CredentialSource.StaticUser(
                        "robot", new Secret.FromFile(java.nio.file.Path.of("/nowhere/secret"))));

        assertFailsAt(probe(settings), Kind.AUTH, ProbeReason.CREDENTIALS_UNUSABLE);
    }

    @Test
    void acceptedCredentialsWithoutTheRightFailAtTheList() {
        registry.then(wantsBasic()).then(wantsBasic()).then(status(200));
        for (int i = 0; i < 4; i++) { // list, paging, referrers, deletion
            registry.then(status(403));
        }

        ProbeReport report = probe(registry.settings(Set.of(), Set.of()));

        assertOk(report, Kind.AUTH);
        assertIs(report, Kind.CATALOG_OR_LIST, Outcome.FAILED, ProbeReason.RIGHTS_MISSING);
        assertIs(report, Kind.DELETE, Outcome.NOT_SUPPORTED, ProbeReason.RIGHTS_MISSING);
        assertThat(report.passed()).isFalse();
    }

    @Test
    void aRepositoryThatIsNotThereIsNoMissingRight() {
        registry.then(status(200))
                .then(status(200))
                .then(absent())
                .then(absent())
                .then(absent())
                .then(absent());

        assertIs(probe(), Kind.CATALOG_OR_LIST, Outcome.FAILED, ProbeReason.REPOSITORY_NOT_FOUND);
    }

    @Test
    void aHiddenCatalogueIsNoFailureAndAskesForARepository() {
        registry.then(status(200)).then(status(200)).then(status(403));

        ProbeReport report = new RegistryProbe(registry.settings()).run(ProbeRequest.READ_ONLY);

        assertIs(report, Kind.CATALOG_OR_LIST, Outcome.NOT_SUPPORTED, ProbeReason.RIGHTS_MISSING);
        assertIs(report, Kind.PAGING, Outcome.SKIPPED, ProbeReason.NOTHING_TO_TRY);
        assertIs(report, Kind.DELETE, Outcome.SKIPPED, ProbeReason.NOTHING_TO_TRY);
        assertThat(report.passed()).isTrue();
    }

    @Test
    void aSecondPageAtAnotherHostIsRefused() {
        registry.then(status(200))
                .then(status(200))
                .then(ok("{\"tags\":[\"1\"]}"))
                .then(ok("{\"tags\":[\"1\"]}")
                        .addHeader("Link", "<http://169.254.169.254/v2/app/tags/list?last=1>; rel=\"next\""))
                .then(absent())
                .then(status(405));

        ProbeReport report = probe();

        assertIs(report, Kind.PAGING, Outcome.FAILED, ProbeReason.HOST_REFUSED);
        assertIs(report, Kind.REFERRERS, Outcome.NOT_SUPPORTED, ProbeReason.NOT_OFFERED);
        assertIs(report, Kind.DELETE, Outcome.NOT_SUPPORTED, ProbeReason.DELETION_DISABLED);
    }

    @Test
    void nothingIsWrittenUnlessAskedFor() throws Exception {
        registry.then(status(200))
                .then(status(200))
                .then(ok("{\"tags\":[\"1\"]}"))
                .then(ok("{\"tags\":[\"1\"]}"))
                .then(ok("{\"tags\":[]}"))
                .then(ok("{}"))
                .then(absent());

        ProbeReport report = probe();

        assertIs(report, Kind.PUSH, Outcome.SKIPPED, ProbeReason.NOT_ASKED);
        assertOk(report, Kind.DELETE);
        for (int left = registry.requests(); left > 0; left--) {
            assertThat(registry.asked().getMethod()).isNotIn("PUT", "POST", "PATCH");
        }
    }

    @Test
    void whatIsNoRepositoryIsRefusedBeforeAnyConnection() {
        assertThatThrownBy(() -> new RegistryProbe(registry.settings())
                        .run(new ProbeRequest(Optional.of("No/../Repository"), false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(registry.requests()).isZero();
    }

    private static MockResponse.Builder wantsBasic() {
        return status(401).addHeader("WWW-Authenticate", "Basic realm=\"r\"");
    }

    private MockResponse.Builder wantsToken() {
        return status(401).addHeader("WWW-Authenticate", "Bearer realm=\"" + registry.url() + "/token\",service=\"r\"");
    }

    private static MockResponse.Builder absent() {
        return status(404).body("{\"errors\":[{\"code\":\"NAME_UNKNOWN\"}]}");
    }
}
