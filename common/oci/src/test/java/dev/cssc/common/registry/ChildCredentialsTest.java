package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Repository;
import dev.cssc.common.testing.azure.AcrStandIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static org.assertj.core.api.Assertions.assertThat;

/** What children get for a registry of Azure, and what the registry lets them do with it. */
class ChildCredentialsTest {
    private static final Duration STEP = Duration.ofMinutes(30);

    private AzureStand stand;
    private Repository source;
    private Repository staging;
    private DockerConfigDirectories directories;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        stand = new AzureStand(directory);
        source = stand.repository("app");
        staging = stand.repository("cssc-staging/app");
        directories = new DockerConfigDirectories(
                new Registries(List.of(stand.settings(stand.workload(Duration.ofHours(1))))), directory);
    }

    @AfterEach
    void stop() {
        if (stand != null) {
            stand.close();
        }
    }

    private JsonNode entry(ChildTool tool, RepositoryAccess... accesses) throws Exception {
        try (DockerConfigDirectory child = directories.create(Set.of(accesses), tool, STEP)) {
            return new ObjectMapper()
                    .readTree(child.file().toFile())
                    .path("auths")
                    .path(stand.acr.host());
        }
    }

    private int status(String method, Repository repository, String rest, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + stand.acr.host() + "/v2/" + repository.path() + rest))
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private int upload(Repository repository, String token) throws Exception {
        return status("POST", repository, "/blobs/uploads/", token);
    }

    private int pull(Repository repository, String token) throws Exception {
        return status("GET", repository, "/tags/list", token);
    }

    @Test
    void scannerMayPullItsRepositoryAndNothingElse() throws Exception {
        JsonNode entry = entry(ChildTool.TAKES_REGISTRY_TOKEN, RepositoryAccess.pull(source));

        String token = entry.path("registrytoken").asText();
        assertThat(entry).as("nothing another token could be made from").hasSize(1);
        assertThat(pull(source, token)).as("allowed, but there is nothing yet").isEqualTo(404);
        assertThat(upload(source, token)).isEqualTo(401);
        assertThat(pull(staging, token)).isEqualTo(401);
    }

    @Test
    void patcherMayReadTheSourceAndWriteToStagingByOneToken() throws Exception {
        JsonNode entry =
                entry(ChildTool.TAKES_REGISTRY_TOKEN, RepositoryAccess.pull(source), RepositoryAccess.push(staging));

        String token = entry.path("registrytoken").asText();
        assertThat(pull(source, token)).isEqualTo(404);
        assertThat(upload(staging, token)).isEqualTo(202);
        assertThat(upload(source, token)).as("the source is not its to write").isEqualTo(401);
        assertThat(stand.acr.minted())
                .containsExactly("refresh_token repository:app:pull repository:cssc-staging/app:pull,push");
    }

    @Test
    void childThatTakesNoTokenGetsTheRefreshTokenAsPassword() throws Exception {
        JsonNode entry = entry(ChildTool.TAKES_PASSWORD, RepositoryAccess.pull(source));

        String[] user = new String(Base64.getDecoder().decode(entry.path("auth").asText()), StandardCharsets.UTF_8)
                .split(":", 2);
        assertThat(user[0]).isEqualTo("00000000-0000-0000-0000-000000000000");
        assertThat(JsonWebToken.end(user[1])).isPresent();
        assertThat(pull(source, user[1])).as("it opens nothing by itself").isEqualTo(401);
    }

    @Test
    void eachStepGetsATokenOfItsOwnMintedThen() throws Exception {
        String first = entry(ChildTool.TAKES_REGISTRY_TOKEN, RepositoryAccess.pull(source))
                .path("registrytoken")
                .asText();
        String second = entry(ChildTool.TAKES_REGISTRY_TOKEN, RepositoryAccess.pull(source))
                .path("registrytoken")
                .asText();

        assertThat(first).isNotEqualTo(second);
        assertThat(stand.entra.grants()).as("one exchange serves both").hasSize(1);
    }

    @Test
    void refreshTokenThatEndsBeforeTheStepIsExchangedAnew() throws Exception {
        stand.acr.letTokensLive(new AcrStandIn.Lives(Duration.ofMinutes(20), Duration.ofMinutes(75)));
        String first = entry(ChildTool.TAKES_PASSWORD, RepositoryAccess.pull(source))
                .path("auth")
                .asText();
        stand.acr.letTokensLive(new AcrStandIn.Lives(Duration.ofHours(3), Duration.ofMinutes(75)));

        assertThat(entry(ChildTool.TAKES_PASSWORD, RepositoryAccess.pull(source))
                        .path("auth")
                        .asText())
                .isNotEqualTo(first);
    }

    @Test
    void tokenThatHasAsGoodAsEndedStartsNoChild() {
        stand.acr.letTokensLive(new AcrStandIn.Lives(Duration.ofHours(3), Duration.ofSeconds(20)));

        Failure failure = failure(() -> entry(ChildTool.TAKES_REGISTRY_TOKEN, RepositoryAccess.pull(source)));

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_ERROR);
        assertThat(failure.detail()).contains("clock");
    }

    @Test
    void secretsAreInNoTextForm() throws Exception {
        RegistrySettings settings = stand.settings(stand.servicePrincipal("very-secret"));

        assertThat(settings.toString()).doesNotContain("very-secret");
        assertThat(new Secret.Given("very-secret").toString()).doesNotContain("very-secret");
        assertThat(new Presented.IdentityToken("very-secret", java.util.Optional.empty()).toString())
                .doesNotContain("very-secret");
        assertThat(new Presented.RegistryToken("very-secret").toString()).doesNotContain("very-secret");
        assertThat(new ExchangeToken("d", "s", java.util.Optional.empty(), "very-secret").toString())
                .doesNotContain("very-secret");
    }
}
