package dev.cssc.trigger;

import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Policy over REST to due images on Kafka, and back: what others tell on Kafka to what REST shows. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class TriggerServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "cssc.registries.local.host")
    String registry;

    @ConfigProperty(name = "cssc.registries.silent.host")
    String silent;

    @Inject
    RegistryClient registries;

    @Inject
    Transactions transactions;

    private final String name = "w" + UUID.randomUUID();
    private Topics topics;
    private TestImages images;

    @BeforeEach
    void useNamesOfItsOwn() {
        topics = new Topics(kafka);
        images = new TestImages(registries, new Repository(registry, "test/" + name));
    }

    @Test
    void aWorkflowBecomesDueImagesPinnedByDigest() {
        Digest source = images.push("12");
        Digest newest = images.pushPatch("12-2", source);
        images.pushPatch("12-1", source);
        images.pushPatch("12-3", Digest.of("what 12 was before"));
        Digest other = images.push("11");

        String run = create(registry, policy("*")).statusCode(201).extract().path("run");

        await().atMost(PATIENCE)
                .until(() ->
                        topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class).size() == 2);
        assertThat(topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class))
                .containsExactlyInAnyOrder(
                        new ImageDue(
                                run,
                                name,
                                DueReason.MANUAL,
                                image("12", source),
                                image("12-2", newest),
                                TagConvention.INCREMENTAL,
                                Optional.empty()),
                        new ImageDue(
                                run,
                                name,
                                DueReason.MANUAL,
                                image("11", other),
                                image("11", other),
                                TagConvention.INCREMENTAL,
                                Optional.empty()));
        JsonPath shown = show("/runs/" + run);
        assertThat(shown.getString("state")).isEqualTo("RUNNING");
        assertThat(shown.getInt("images")).isEqualTo(2);
        assertThat(shown.getInt("counts.DUE")).isEqualTo(2);
        assertThat(shown.getList("leftOut.tag")).containsExactly("12-1", "12-2", "12-3");
        assertThat(shown.getList("leftOut.why")).contains("is named as a patch of 12");
        assertThat(show("/runs/" + run + "/images").getList("why"))
                .containsExactly(
                        "every tag is asked for; there is no patch of it yet",
                        "every tag is asked for; 12-2 is its newest patch");
        assertThat(show("/runs/" + run + "/events").getList("seq")).containsExactly(1, 2);
    }

    @Test
    void aPatchOfAnotherToolIsKnownByItsLayers() {
        Digest source = images.push("12", List.of("base"));
        Digest patch = images.push("12-1", List.of("base", "patch"));

        String run = create(registry, policy("12")).extract().path("run");

        await().atMost(PATIENCE)
                .until(() -> show("/runs/" + run + "/images").getList("name").size() == 1);
        JsonPath shown = show("/runs/" + run + "/images");
        assertThat(shown.getString("[0].digest")).isEqualTo(source.value());
        assertThat(shown.getString("[0].candidate.digest")).isEqualTo(patch.value());
    }

    @Test
    void aSecondRequestJoinsTheRunThatIsGoingOn() {
        images.push("12");
        String run = create(registry, policy("12")).extract().path("run");

        JsonPath joined = given().post("/api/v1/workflows/" + name + "/runs")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(joined.getString("id")).isEqualTo(run);
        assertThat(joined.getBoolean("joined")).isTrue();
    }

    @Test
    void aWorkflowThatIsDueIsRunOnceHoweverOftenItWasMissed() {
        images.push("12");
        create(registry, policy("12"), false).statusCode(201);

        transactions.await(tx -> tx.session()
                .createNativeQuery("update workflow set next_run_at = now() - interval '40 days' where name = :name")
                .setParameter("name", name)
                .executeUpdate());

        await().atMost(PATIENCE).until(() -> runs().getList("id").size() == 1);
        assertThat(runs().getString("[0].reason")).isEqualTo("SCHEDULED");
        assertThat(Instant.parse(show("/workflows/" + name).getString("nextRunAt")))
                .isAfter(Instant.now());
        String run = runs().getString("[0].id");
        await().atMost(PATIENCE)
                .until(() -> topics.ofRun(run, EventType.IMAGE_DUE, ImageDue.class).stream()
                        .anyMatch(due -> due.reason() == DueReason.SCHEDULED));
        assertThat(runs().getList("id")).hasSize(1);
    }

    @Test
    void namesThatDoNotExistAreToldAndTheRunHasNoImages() {
        images.push("12");
        String policy = """
                {"version":"v1","repositories":[{"repository":"test/%s","tags":["13"]},{"repository":"nosuch","tags":["a"]}]}""".formatted(name);

        JsonPath run = ended(create(registry, policy).extract().path("run"));

        assertThat(run.getString("state")).isEqualTo("FINISHED");
        assertThat(run.getInt("images")).isZero();
        assertThat(run.getString("failure.reason")).isEqualTo("NO_MATCHING_IMAGES");
        assertThat(run.getList("notFound.tag")).containsExactly("13", "a");
        assertThat(run.getList("notFound.why"))
                .containsExactly("the repository has no such tag", "the registry has no such repository");
    }

    @Test
    void aRegistryThatDoesNotAnswerFailsTheRunWithTheReason() {
        JsonPath run = ended(create(silent, policy("12")).extract().path("run"));

        assertThat(run.getString("state")).isEqualTo("FAILED");
        assertThat(run.getString("failure.reason")).isEqualTo("REGISTRY_UNREACHABLE");
        assertThat(run.getString("failure.detail")).contains(silent);
        assertThat(run.getString("failure.help")).isEqualTo(ReasonCode.REGISTRY_UNREACHABLE.help());
    }

    @Test
    void statusesInAnyOrderEndInTheFurthestState() {
        Digest source = images.push("12");
        String run = create(registry, policy("12")).extract().path("run");
        await().atMost(PATIENCE).until(() -> show("/runs/" + run).getInt("images") == 1);

        topics.tell(
                patched(run, name, source),
                status(run, State.PATCHED),
                status(run, State.SCANNING),
                status(run, State.FIXABLE),
                status(run, State.FAILED));

        await().atMost(PATIENCE)
                .until(() -> show("/runs/" + run + "/events").getList("seq").size() == 5);
        JsonPath ended = ended(run);
        assertThat(ended.getString("state")).isEqualTo("FINISHED");
        assertThat(ended.getMap("counts")).isEqualTo(Map.of("PATCHED", 1));
        JsonPath shown = show("/images?name=" + registry + "/test/" + name + ":12");
        assertThat(shown.getString("[0].state")).isEqualTo("PATCHED");
        assertThat(shown.getString("[0].patchedTag")).isEqualTo("12-1");
        assertThat(shown.getString("[0].patched.patched.digest"))
                .isEqualTo(Digest.of("patch").value());
        assertThat(shown.getString("[0].patched.fixed[0].name")).isEqualTo("libc6");
        assertThat(shown.getLong("[0].patched.addedBytes")).isEqualTo(7_300_000L);
        assertThat(show("/runs/" + run + "/events").getList("state"))
                .containsExactly("DUE", "PATCHED", "SCANNING", "FIXABLE", "FAILED");
        assertThat(show("/runs/" + run + "/events?after=3").getList("seq")).containsExactly(4, 5);
    }

    @Test
    void aRunWaitsForTheResultOfAPatchAndNotOnlyForItsState() {
        Digest source = images.push("12");
        String run = create(registry, policy("12")).extract().path("run");
        await().atMost(PATIENCE).until(() -> show("/runs/" + run).getInt("images") == 1);

        topics.tell(status(run, State.PATCHED));
        await().atMost(PATIENCE)
                .until(() -> show("/runs/" + run).getMap("counts").containsKey("PATCHED"));
        assertThat(show("/runs/" + run).getString("state")).isEqualTo("RUNNING");

        topics.tell(patched(run, name, source));
        assertThat(ended(run).getString("state")).isEqualTo("FINISHED");
    }

    @Test
    void theRunOfAnotherProducerAppearsWithItsFirstEvent() {
        String run = "foreign-" + UUID.randomUUID();

        topics.tell(patched(run, ImageDue.FOREIGN_WORKFLOW, Digest.of("source")));
        await().atMost(PATIENCE).until(() -> given().get("/api/v1/runs/" + run).statusCode() == 200);
        assertThat(show("/runs/" + run).getString("state")).isEqualTo("RUNNING");
        topics.tell(new ImageStatus(
                run,
                ImageDue.FOREIGN_WORKFLOW,
                ImageStatus.Subject.of(image("12", Digest.of("source"))),
                State.PATCHED,
                1,
                "patch",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.now()));

        assertThat(ended(run).getString("workflow")).isEqualTo("-");
        assertThat(show("/images?name=" + registry + "/test/" + name + ":12").getString("[0].patchedTag"))
                .isEqualTo("12-1");
    }

    @Test
    void theNewestPatchIsStillShownAfterALaterRunFoundNothingToDo() {
        String first = "foreign-" + UUID.randomUUID();
        topics.tell(patched(first, "-", Digest.of("source")));
        known(first);
        String second = "foreign-" + UUID.randomUUID();

        topics.tell(status(second, State.CLEAN));
        known(second);
        ended(second);

        JsonPath shown = show("/images?name=" + registry + "/test/" + name + ":12");
        assertThat(shown.getString("[0].run")).isEqualTo(second);
        assertThat(shown.getString("[0].state")).isEqualTo("CLEAN");
        assertThat(shown.getString("[0].patchedTag")).isEqualTo("12-1");
    }

    @Test
    void aCancelledRunIsToldToTheOthersAndIsOverWhenTheyHaveAnswered() {
        images.push("12");
        String run = create(registry, policy("12")).extract().path("run");
        await().atMost(PATIENCE).until(() -> show("/runs/" + run).getInt("images") == 1);

        given().post("/api/v1/runs/" + run + "/cancel").then().statusCode(202);
        given().post("/api/v1/runs/" + run + "/cancel").then().statusCode(202);

        await().atMost(PATIENCE)
                .until(() -> !topics.ofRun(run, EventType.RUN_CANCELLED, RunCancelled.class)
                        .isEmpty());
        assertThat(topics.ofRun(run, EventType.RUN_CANCELLED, RunCancelled.class))
                .containsExactly(new RunCancelled(run, name));
        assertThat(show("/runs/" + run).getBoolean("cancelRequested")).isTrue();
        topics.tell(status(run, State.CANCELLED));
        assertThat(ended(run).getMap("counts")).isEqualTo(Map.of("CANCELLED", 1));
    }

    @Test
    void aRunThatIsCancelledBeforeItsImagesAreKnownIsOverAndTheNextMayStart() {
        String run = create(silent, policy("12")).extract().path("run");

        given().post("/api/v1/runs/" + run + "/cancel").then().statusCode(202);

        JsonPath ended = ended(run);
        assertThat(ended.getString("state")).isEqualTo("FINISHED");
        assertThat(ended.getString("failure.reason")).isEqualTo("CANCELLED");
        assertThat(given().post("/api/v1/workflows/" + name + "/runs")
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("id"))
                .isNotEqualTo(run);
    }

    private ValidatableResponse create(String host, String policy) {
        return create(host, policy, true);
    }

    private ValidatableResponse create(String host, String policy, boolean now) {
        return given().contentType(ContentType.JSON)
                .body("{\"name\":\"%s\",\"registry\":\"%s\",\"schedule\":\"30d\",\"runImmediately\":%s,\"policy\":%s}"
                        .formatted(name, host, now, policy))
                .post("/api/v1/workflows")
                .then();
    }

    private String policy(String tag) {
        return "{\"version\":\"v1\",\"repositories\":[{\"repository\":\"test/%s\",\"tags\":[\"%s\"]}]}"
                .formatted(name, tag);
    }

    private JsonPath runs() {
        return show("/runs?workflow=" + name);
    }

    private static JsonPath show(String path) {
        return given().get("/api/v1" + path).then().statusCode(200).extract().jsonPath();
    }

    private static void known(String run) {
        await().atMost(PATIENCE).until(() -> given().get("/api/v1/runs/" + run).statusCode() == 200);
    }

    private static JsonPath ended(String run) {
        await().atMost(PATIENCE)
                .until(() -> !show("/runs/" + run).getString("state").equals("RUNNING"));
        return show("/runs/" + run);
    }

    private PinnedImage image(String tag, Digest digest) {
        return new PinnedImage(images.repository(), new Tag(tag), digest);
    }

    private ImageStatus status(String run, State state) {
        return new ImageStatus(
                run,
                name,
                ImageStatus.Subject.of(images.repository(), new Tag("12")),
                state,
                1,
                "scan",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Instant.now());
    }

    private Patched patched(String run, String workflow, Digest source) {
        return new Patched(
                run,
                workflow,
                image("12", source),
                image("12-1", Digest.of("patch")),
                "patch-1",
                List.of(new PackageUpgrade("libc6", "2.36-9", "2.36-9+deb12u7", List.of())),
                List.of(),
                7_300_000,
                Map.of("patch", 4.2),
                "buildah",
                Instant.now());
    }
}
