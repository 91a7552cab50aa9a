package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Tag;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.IntStream;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static dev.cssc.common.registry.FakeRegistry.ok;
import static dev.cssc.common.registry.FakeRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;

/** A 404 says that something is absent only where a registry says it; and lists of any length. */
class NoRegistryTest {
    private FakeRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static MockResponse.Builder page(int code) {
        return new MockResponse.Builder().code(code).body("<html>not here</html>");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 403, 302})
    void webServerThatHasNoSuchPageIsNoRegistryWithoutTags(int status) {
        registry.then(page(404)).then(page(status));

        Failure failure = failure(() -> registry.client().tags(registry.repository()));

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_ERROR);
        assertThat(failure.detail()).contains("is no registry", "/v2/", String.valueOf(status));
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void errorOfARegistryIsAnAbsence() {
        registry.then(
                new MockResponse.Builder()
                        .code(404)
                        .body(
                                "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"repository name not known to registry\"}]}"));

        assertThat(registry.client().tags(registry.repository())).isEmpty();

        assertThat(registry.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "401"})
    void bareAnswerIsAnAbsenceWhereARegistryAnswersUnderV2AndIsAskedOnce(String ping) {
        MockResponse.Builder answer = ping.equals("200")
                ? new MockResponse.Builder().code(200)
                : new MockResponse.Builder().code(401).addHeader("WWW-Authenticate", "Basic realm=\"r\"");
        registry.then(page(404)).then(answer).then(page(404));
        RegistryClient client = registry.client();

        assertThat(client.tags(registry.repository())).isEmpty();
        assertThat(client.tags(registry.repository())).isEmpty();

        assertThat(registry.requests()).isEqualTo(3);
    }

    @Test
    void registryThatIsBrokenJustThenIsNotTakenForAnother() {
        registry.then(page(404)).then(page(500));

        Failure failure = failure(() -> registry.client().tags(registry.repository()));

        assertThat(failure.detail()).contains("500");
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void hundredThousandTagsOfARegistryThatDoesNotPageAreListed() {
        String names = String.join(
                ",",
                IntStream.range(0, 100_000).mapToObj(i -> "\"v1." + i + "\"").toList());
        registry.then(ok("{\"name\":\"app\",\"tags\":[" + names + "],\"more\":{\"x\":[1]}}\n"));

        List<Tag> tags = registry.client().tags(registry.repository()).orElseThrow();

        assertThat(tags).hasSize(100_000).endsWith(new Tag("v1.99999"));
    }

    @Test
    void listOfManyLargePagesIsRefusedAtTheLimit() {
        String filler = "x".repeat(3 * 1024 * 1024);
        for (int i = 0; i < 23; i++) {
            registry.then(ok("{\"tags\":[\"a\"],\"filler\":\"" + filler + "\"}")
                    .addHeader("Link", "</v2/app/tags/list?last=" + i + ">; rel=\"next\""));
        }

        assertThat(failure(() -> registry.client().tags(registry.repository())).reason())
                .isEqualTo(ReasonCode.TOO_LARGE);
    }

    @Test
    void registryThatGivesFewerAtOnceIsAskedForItsOwnNumber() throws Exception {
        registry.then(status(400).body("{\"errors\":[{\"code\":\"PAGINATION_NUMBER_INVALID\"}]}"))
                .then(ok("{\"tags\":[\"a\"]}"));

        assertThat(registry.client().tags(registry.repository())).contains(List.of(new Tag("a")));

        registry.asked();
        assertThat(registry.asked().getTarget()).isEqualTo("/v2/app/tags/list");
    }
}
