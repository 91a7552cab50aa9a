package dev.cssc.common.registry.config;

import dev.cssc.common.registry.CredentialSource;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.registry.Secret;
import dev.cssc.common.registry.StoredRegistry;
import dev.cssc.common.registry.definition.CredentialReference;
import dev.cssc.common.registry.definition.CredentialReference.AzureIdentity;
import dev.cssc.common.registry.definition.Protocol;
import dev.cssc.common.registry.definition.RegistryDefinition;
import dev.cssc.common.registry.definition.RequestLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** What a service finds of what a definition names. */
class DefinedRegistriesTest {
    private static final RegistryDefinition QUAY = RegistryDefinition.https("quay", "quay.io");

    @TempDir
    private Path directory;

    private DefinedRegistries here() {
        return new DefinedRegistries(
                Optional.of(directory),
                Optional.of(directory.resolve("config.json")),
                Map.of("CSSC_SECRET_QUAY", "hunter2"));
    }

    private static RegistrySettings usable(StoredRegistry registry) {
        assertThat(registry).isInstanceOf(StoredRegistry.Usable.class);
        return ((StoredRegistry.Usable) registry).settings();
    }

    private static String unusable(StoredRegistry registry) {
        assertThat(registry).isInstanceOf(StoredRegistry.Unusable.class);
        return ((StoredRegistry.Unusable) registry).why();
    }

    @Test
    void hostAloneIsWhatItIsInTheConfiguration() {
        assertThat(usable(here().of(QUAY))).isEqualTo(RegistrySettings.https("quay", "quay.io"));
    }

    @Test
    void aSecretIsFoundByItsNameInTheDirectory() throws Exception {
        Path file = Files.writeString(directory.resolve("quay"), "hunter2\n");

        StoredRegistry registry = here().of(QUAY.as(new CredentialReference.SecretFile("robot", "quay")));

        assertThat(usable(registry).credentials())
                .isEqualTo(new CredentialSource.StaticUser("robot", new Secret.FromFile(file)));
        assertThat(registry.toString()).doesNotContain("hunter2");
    }

    @Test
    void aSecretThatIsMissingMakesTheRegistryUnusableUntilItIsThere() throws Exception {
        RegistryDefinition definition = QUAY.as(new CredentialReference.SecretFile("robot", "quay"));
        assertThat(unusable(here().of(definition))).contains("quay", "cssc.secrets.directory");

        Files.writeString(directory.resolve("quay"), "late");

        assertThat(here().of(definition)).isInstanceOf(StoredRegistry.Usable.class);
    }

    @Test
    void withoutADirectoryNoFileIsRead() {
        DefinedRegistries nowhere = new DefinedRegistries(Optional.empty(), Optional.empty(), Map.of());

        assertThat(unusable(nowhere.of(QUAY.as(new CredentialReference.SecretFile("robot", "quay")))))
                .contains("cssc.secrets.directory is not set");
    }

    @Test
    void aNameThatLeadsElsewhereIsNotFollowedEvenWhereNobodyCheckedIt() throws Exception {
        Path inside = Files.createDirectory(directory.resolve("inside"));
        Files.writeString(directory.resolve("outside"), "hunter2");
        DefinedRegistries narrow = new DefinedRegistries(Optional.of(inside), Optional.empty(), Map.of());

        for (String name : List.of("../outside", directory.resolve("outside").toString(), ".", "..")) {
            assertThat(unusable(narrow.of(QUAY.as(new CredentialReference.SecretFile("robot", name)))))
                    .contains("leads elsewhere");
        }
    }

    @Test
    void variablesAndDockersConfigurationAreFoundOrMissed() throws Exception {
        assertThat(usable(here().of(QUAY.as(new CredentialReference.SecretVariable("robot", "CSSC_SECRET_QUAY"))))
                        .credentials())
                .isEqualTo(new CredentialSource.StaticUser("robot", new Secret.FromEnvironment("CSSC_SECRET_QUAY")));
        assertThat(unusable(here().of(QUAY.as(new CredentialReference.SecretVariable("robot", "CSSC_SECRET_NONE")))))
                .contains("CSSC_SECRET_NONE");

        assertThat(unusable(here().of(QUAY.as(new CredentialReference.DockerConfig()))))
                .contains("config.json");
        Files.writeString(directory.resolve("config.json"), "{}");
        assertThat(usable(here().of(QUAY.as(new CredentialReference.DockerConfig())))
                        .credentials())
                .isEqualTo(new CredentialSource.DockerConfig(directory.resolve("config.json")));
    }

    @Test
    void anIdentityOfEntraIsShownToRegistriesOfAzureOnly() {
        CredentialReference azure =
                new CredentialReference.Azure(AzureIdentity.WORKLOAD, Optional.of("tenant"), Optional.of("client"));

        assertThat(usable(here().of(RegistryDefinition.https("acr", "mine.azurecr.io")
                                .as(azure)))
                        .credentials())
                .isInstanceOf(CredentialSource.AzureIdentity.class);
        for (String host : List.of("mine.azurecr.io.evil.example", "mine.not-azurecr.io", "azurecr.io", "quay.io")) {
            assertThat(unusable(here().of(RegistryDefinition.https("acr", host).as(azure))))
                    .contains("no registry of Azure");
        }
    }

    @Test
    void everythingElseIsTakenOver() throws Exception {
        Path ca = Files.writeString(directory.resolve("ca.pem"), "");

        RegistrySettings settings = usable(here().of(new RegistryDefinition(
                "plain",
                "r.example:5000",
                Protocol.HTTP,
                true,
                List.of("auth.example"),
                List.of("blobs.example"),
                true,
                Optional.of("ca.pem"),
                new CredentialReference.Anonymous(),
                new RequestLimits(Optional.of(1), Optional.of(2), Optional.of(3), Optional.of(4), Optional.of(5)))));

        assertThat(settings.ca()).contains(ca);
        assertThat(settings.realmHosts()).containsExactly("auth.example");
        assertThat(settings.redirectHosts()).containsExactly("blobs.example");
        assertThat(settings.allowPrivateAddress()).isTrue();
        assertThat(settings.timeouts().transfer()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.budget().concurrent()).isEqualTo(4);
        assertThat(settings.budget().perSecond()).isEqualTo(5);
    }
}
