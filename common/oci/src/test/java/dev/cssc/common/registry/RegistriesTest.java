package dev.cssc.common.registry;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static dev.cssc.common.registry.FakeRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;

/** Registries that come and go while the process runs. */
class RegistriesTest {
    private final Registries registries = new Registries(List.of(RegistrySettings.https("fixed", "fixed.example")));

    private FakeRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static StoredRegistry stored(String name, String host) {
        return new StoredRegistry.Usable(RegistrySettings.https(name, host));
    }

    @Test
    void storedOnesAreKnownUntilTheyAreStoredNoMore() {
        registries.replaceStored(List.of(stored("a", "a.example")));
        assertThat(registries.settings("A.example").name()).isEqualTo("a");
        assertThat(registries.all()).extracting(RegistrySettings::name).containsExactly("a", "fixed");

        registries.replaceStored(List.of());
        assertThat(registries.knows("a.example")).isFalse();
        assertThat(failure(() -> registries.settings("a.example")).reason()).isEqualTo(ReasonCode.REGISTRY_UNKNOWN);
    }

    @Test
    void aConfiguredOneHidesAStoredOneOfItsNameOrHost() {
        registries.replaceStored(List.of(stored("other", "FIXED.example"), stored("fixed", "b.example")));

        assertThat(registries.settings("fixed.example").name()).isEqualTo("fixed");
        assertThat(registries.knows("b.example")).isFalse();
    }

    @Test
    void oneThatCannotBeUsedHereSaysWhyInsteadOfBeingUnknown() {
        registries.replaceStored(List.of(new StoredRegistry.Unusable("a", "a.example", "the file quay is missing")));

        assertThat(registries.knows("a.example")).isTrue();
        assertThat(failure(() -> registries.settings("a.example"))).satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_UNUSABLE);
            assertThat(failure.detail()).contains("the file quay is missing");
        });
    }

    @Test
    void onlyWhatChangedSaysFarewell() {
        List<String> gone = new ArrayList<>();
        registries.onFarewell(settings -> gone.add(settings.name()));
        registries.replaceStored(List.of(stored("a", "a.example"), stored("b", "b.example")));

        registries.replaceStored(List.of(
                stored("a", "a.example"),
                new StoredRegistry.Usable(
                        RegistrySettings.https("b", "b.example").as(FakeRegistry.USER))));

        assertThat(gone).containsExactly("b");
    }

    @Test
    void theConnectionOfAChangedRegistryIsDroppedAndItsCredentialsCountAtOnce() throws Exception {
        RegistryConnections connections = new RegistryConnections(registries);
        RegistryClient client = new HttpRegistryClient(connections);
        registries.replaceStored(List.of(new StoredRegistry.Usable(registry.settings())));
        registry.then(status(200));
        client.blobExists(registry.repository(), Digest.of("x"));
        registry.asked();

        registries.replaceStored(
                List.of(new StoredRegistry.Usable(registry.settings().as(FakeRegistry.USER))));
        assertThat(connections.open()).isZero();
        registry.then(status(401).addHeader("WWW-Authenticate", "Basic realm=\"r\""))
                .then(status(200));
        client.blobExists(registry.repository(), Digest.of("x"));

        assertThat(registry.asked().getHeaders().get("Authorization")).isNull();
        assertThat(registry.asked().getHeaders().get("Authorization")).isEqualTo("Basic " + FakeRegistry.USER.basic());
    }

    @Test
    void aCertificateFileThatHoldsNoneMakesItUnusableNotBroken() throws Exception {
        Path empty = Files.createTempFile("cssc-empty", ".pem");
        RegistrySettings plain = registry.settings();
        RegistrySettings withCa = new RegistrySettings(
                "tls",
                plain.host(),
                Scheme.HTTPS,
                CredentialSource.ANONYMOUS,
                Set.of(),
                Set.of(),
                true,
                Optional.of(empty),
                plain.timeouts(),
                plain.budget());
        registries.replaceStored(List.of(new StoredRegistry.Usable(withCa)));

        assertThat(failure(() -> new HttpRegistryClient(registries).blobExists(registry.repository(), Digest.of("x")))
                        .reason())
                .isEqualTo(ReasonCode.REGISTRY_UNUSABLE);
    }
}
