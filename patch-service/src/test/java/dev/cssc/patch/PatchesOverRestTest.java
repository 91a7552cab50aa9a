package dev.cssc.patch;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Verification;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Tag;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.staging.StagedPatch;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

/** What an operator sees of patches over REST and in the metrics. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class PatchesOverRestTest extends StagedByHand {
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    @Test
    void aPublishedPatchIsShownWithWhatWasRaisedFixedAndLeft() {
        StagedPatch patch = stagedByHand("1");
        publish(patch, "1-1", List.of(upgrade("tar")), List.of(upgrade("gzip")));

        for (String name : List.of(patch.id().toString(), patch.publishes().value())) {
            get("/api/v1/patches/" + name)
                    .then()
                    .statusCode(200)
                    .body("id", equalTo(patch.id().toString()))
                    .body("state", equalTo("PUBLISHED"))
                    .body("image", equalTo(patch.source().name()))
                    .body("source", equalTo(patch.source().digest().value()))
                    .body("tag", equalTo("1-1"))
                    .body("digest", equalTo(patch.publishes().value()))
                    .body("workflow", equalTo("w"))
                    .body("run", equalTo(run))
                    .body("engine", equalTo(engine.name()))
                    .body("seconds.promote", equalTo(1.5f))
                    .body("addedBytes", equalTo(1))
                    .body("grafted", equalTo(false))
                    .body("rebased", equalTo(false))
                    .body("platforms", hasSize(1))
                    .body("platforms[0].raised[0].name", equalTo("tar"))
                    .body("platforms[0].fixed[0].name", equalTo("tar"))
                    .body("platforms[0].remaining[0].name", equalTo("gzip"))
                    .body("$", not(hasKey("retiredAt")));
        }
    }

    @Test
    void publishedPatchesAreListedNewestFirstPageByPage() {
        List<String> published = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            StagedPatch patch = stagedByHand("1");
            publish(patch, "1-" + number, List.of(), List.of());
            published.addFirst(patch.id().toString());
        }

        Response first = given().queryParam("repository", repository.path())
                .queryParam("limit", 2)
                .get("/api/v1/patches");
        Matcher next = NEXT.matcher(first.header("Link"));
        assertThat(next.find()).isTrue();
        Response second = given().urlEncodingEnabled(false).get(next.group(1));

        List<String> listed = Stream.of(first, second)
                .flatMap(page -> page.jsonPath().getList("id", String.class).stream())
                .toList();
        assertThat(listed).isEqualTo(published);
        assertThat(second.header("Link")).isNull();
    }

    @Test
    void theListIsNarrowedByTheSourceOrByADigest() {
        StagedPatch patch = stagedByHand("1");
        publish(patch, "1-1", List.of(), List.of());

        assertListed(1, "registry", repository.registry(), "repository", repository.path(), "tag", "1");
        assertListed(0, "repository", repository.path(), "tag", "2");
        assertListed(0, "repository", repository.path(), "registry", "elsewhere.example");
        assertListed(1, "digest", patch.publishes().value());
        assertListed(1, "digest", patch.source().digest().value());
    }

    @Test
    void whatWaitsForItsVerificationIsListedAsStagedAndNotAsPublished() {
        StagedPatch patch = stagedByHand("1");

        List<String> staged = given().queryParam("limit", 1_000)
                .get("/api/v1/staged")
                .jsonPath()
                .getList("id", String.class);
        assertThat(staged).contains(patch.id().toString());
        assertListed(0, "repository", repository.path());

        publish(patch, "1-1", List.of(), List.of());
        List<String> after = given().queryParam("limit", 1_000)
                .get("/api/v1/staged")
                .jsonPath()
                .getList("id", String.class);
        assertThat(after).doesNotContain(patch.id().toString());
    }

    @Test
    void whatThereIsNotAndWhatCannotBeReadIsRefusedWithItsReason() {
        for (String unknown : List.of("00000000-0000-0000-0000-000000000000", "sha256:" + "0".repeat(64), "x")) {
            get("/api/v1/patches/" + unknown).then().statusCode(404).body("reason", equalTo("PATCH_NOT_FOUND"));
        }
        given().queryParam("digest", "latest")
                .get("/api/v1/patches")
                .then()
                .statusCode(400)
                .body("reason", equalTo("REQUEST_INVALID"));
        given().queryParam("before", "yesterday")
                .get("/api/v1/patches")
                .then()
                .statusCode(400)
                .body("reason", equalTo("REQUEST_INVALID"));
    }

    @Test
    void theEngineTellsWhetherItCanWork() {
        get("/api/v1/engine")
                .then()
                .statusCode(200)
                .body("engine", equalTo(engine.name()))
                .body("ready", equalTo(engine.unready().isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/jobs", "/api/v1/workers", "/api/v1/dead-letters"})
    void jobsWorkersAndDeadLettersAreInTheInterfaceOfThisServiceToo(String path) {
        get(path).then().statusCode(200);
    }

    @Test
    void publishingIsCountedAndTimed() {
        StagedPatch patch = stagedByHand("1");
        topics.send(verdict(patch.announcement(Optional.empty()), true, List.of(upgrade("tar")), List.of()));
        endOf(run);

        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/q/metrics")
                        .then()
                        .body(containsString("cssc_patches_total{outcome=\"published\",reason=\"\"}"))
                        .body(containsString("cssc_patches_total{outcome=\"staged\",reason=\"\"}"))
                        .body(containsString("cssc_patch_step_seconds_count{step=\"promote\"}"))
                        .body(containsString("cssc_patch_step_seconds_count{step=\"clean-up\"}"))
                        .body(containsString("cssc_patch_added_bytes_total"))
                        .body(containsString("cssc_patch_copies_total{how=\"")));
    }

    @Test
    void aPatchThatTheJudgeRefusedIsCountedWithItsReason() {
        StagedPatch patch = stagedByHand("1");
        topics.send(verdict(patch.announcement(Optional.empty()), false, List.of(), List.of("no")));

        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/q/metrics")
                        .then()
                        .body(containsString(
                                "cssc_patches_total{outcome=\"refused\",reason=\"VERIFICATION_REFUSED\"}")));
    }

    private void publish(StagedPatch patch, String tag, List<PackageUpgrade> fixed, List<PackageUpgrade> remaining) {
        Verification verification = new Verification(
                Platform.host(), patch.publishes(), fixed, remaining, List.of(), List.of(), Optional.empty());
        transactions.await(tx -> patches.published(tx, patch.id(), new Tag(tag), 1.5, List.of(verification)));
    }

    private static void assertListed(int many, String... filter) {
        var request = given();
        for (int i = 0; i < filter.length; i += 2) {
            request.queryParam(filter[i], filter[i + 1]);
        }
        request.get("/api/v1/patches").then().statusCode(200).body("$", hasSize(many));
    }
}
