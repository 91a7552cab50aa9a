package dev.cssc.scan.service;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class ScanServiceTest extends ScanServiceDriver {

    @Test
    void dueImageWithFixableFindingsLeadsToThePatchService() {
        PinnedImage source = push("vulnerable", ImageBuild.of(layer("base")));

        wire.say(due(source, source));

        VulnsFound found = wire.awaitEvent(EventType.VULNS_FOUND, VulnsFound.class, source.name());
        assertThat(found.run()).isEqualTo(run);
        assertThat(found.source()).isEqualTo(source);
        assertThat(found.scanner().database()).isEqualTo("trivy-db:2@2026-11-24T05:00:00Z");
        assertThat(found.scanner().stale()).contains(true);
        assertThat(found.platforms()).singleElement().satisfies(platform -> {
            assertThat(platform.manifest()).isEqualTo(source.digest());
            assertThat(platform.platform()).isEqualTo(Platform.host());
            assertThat(platform.packages())
                    .extracting(PackageUpgrade::name)
                    .contains("liblzma5", "libpcre2-8-0")
                    .doesNotContain("tar");
        });
        ImageStatus fixable = wire.awaitStatus(source.name(), status -> status.state() == State.FIXABLE);
        assertThat(fixable.detail())
                .hasValueSatisfying(
                        detail -> assertThat(detail).contains("judged with a database of 2026-11-24T05:00:00Z"));
        assertThat(wire.statuses(source.name()))
                .extracting(ImageStatus::state)
                .containsExactly(State.SCANNING, State.FIXABLE);
        assertThat(wire.statuses(source.name()))
                .allSatisfy(status -> RestAssured.get("/api/v1/jobs?run=" + run)
                        .then()
                        .body("id", hasItem(status.job().orElseThrow().toString())));
    }

    @Test
    void candidateThatIsFixedEndsTheWayAsUnfixableOrClean() {
        PinnedImage source = push("patched-clean", ImageBuild.of(layer("base")));

        wire.say(due(source, source));

        ImageStatus end =
                wire.awaitStatus(source.name(), status -> status.state().terminal());
        // The patched image of the fixture still has one finding without a fix.
        assertThat(end.state()).isEqualTo(State.SKIPPED);
        assertThat(end.reason()).contains(ReasonCode.UNFIXABLE_ONLY);
    }

    @Test
    void imageWithoutDistributionIsSkippedAndNeverClean() {
        PinnedImage source = push("scratch", ImageBuild.of(layer("base")));

        wire.say(due(source, source));

        ImageStatus end =
                wire.awaitStatus(source.name(), status -> status.state().terminal());
        assertThat(end.state()).isEqualTo(State.SKIPPED);
        assertThat(end.reason()).contains(ReasonCode.UNSUPPORTED_IMAGE);
    }

    @Test
    void shortFormOfAnyProducerIsARunOfOne() {
        PinnedImage source = push("vulnerable", ImageBuild.of(layer("base")));

        wire.say("cssc.image-due", "{\"image\": \"" + source.name() + "\"}", Map.of());

        VulnsFound found = wire.awaitEvent(EventType.VULNS_FOUND, VulnsFound.class, source.name());
        assertThat(found.source()).isEqualTo(source);
        assertThat(found.candidate()).isEqualTo(source);
        assertThat(found.workflow()).isEqualTo(ImageDue.FOREIGN_WORKFLOW);
        assertThat(found.run()).startsWith("foreign-");
        assertThat(found.tagConvention()).isEqualTo(TagConvention.INCREMENTAL);
    }

    @Test
    void newestPatchOfTheVeryDigestIsJudgedAndTheSourceIsPatched() {
        ImageBuild build = ImageBuild.of(layer("base"));
        PinnedImage source = push("vulnerable", build);
        PinnedImage patch = push(
                "vulnerable",
                id + "-1",
                build.plus(layer("patch"))
                        .annotated(Lineage.BASE_DIGEST, source.digest().value()));
        push(
                "vulnerable",
                id + "-2",
                build.plus(layer("other"))
                        .annotated(
                                Lineage.BASE_DIGEST,
                                Digest.of("an earlier push").value()));

        wire.say("cssc.image-due", "{\"image\": \"" + source.name() + "\"}", Map.of());

        VulnsFound found = wire.awaitEvent(EventType.VULNS_FOUND, VulnsFound.class, source.name());
        assertThat(found.candidate()).isEqualTo(patch);
        assertThat(found.source()).isEqualTo(source);
        assertThat(found.platforms())
                .singleElement()
                .satisfies(platform -> assertThat(platform.manifest()).isEqualTo(source.digest()));
    }

    @Test
    void everyPlatformOfAnIndexIsJudgedButNoAttestation() {
        Repository repository = new Repository(registry, "demo/vulnerable");
        Digest amd64 = push("vulnerable", "a-" + id, ImageBuild.of(layer("a"))).digest();
        Digest arm64 = push("vulnerable", "b-" + id, ImageBuild.of(layer("b"))).digest();
        Digest attestation =
                push("vulnerable", "c-" + id, ImageBuild.of(layer("c"))).digest();
        String index = """
                {"schemaVersion":2,"mediaType":"%s","manifests":[
                 {"mediaType":"%s","digest":"%s","size":%d,"platform":{"os":"linux","architecture":"amd64"}},
                 {"mediaType":"%s","digest":"%s","size":%d,"platform":{"os":"linux","architecture":"arm64","variant":"v8"}},
                 {"mediaType":"%s","digest":"%s","size":%d,"platform":{"os":"unknown","architecture":"unknown"},
                  "annotations":{"vnd.docker.reference.type":"attestation-manifest"}}]}""".formatted(
                        MediaType.OCI_INDEX,
                        MediaType.OCI_MANIFEST,
                        amd64,
                        size(repository, amd64),
                        MediaType.OCI_MANIFEST,
                        arm64,
                        size(repository, arm64),
                        MediaType.OCI_MANIFEST,
                        attestation,
                        size(repository, attestation));
        Digest digest = client.putManifest(
                repository, new Tag(id), new RawManifest(MediaType.OCI_INDEX, index.getBytes(StandardCharsets.UTF_8)));
        PinnedImage source = new PinnedImage(repository, new Tag(id), digest);

        wire.say(due(source, source));

        VulnsFound found = wire.awaitEvent(EventType.VULNS_FOUND, VulnsFound.class, source.name());
        assertThat(found.platforms())
                .extracting(platform -> platform.platform().toString(), PlatformFindings::manifest)
                .containsExactly(tuple("linux/amd64", amd64), tuple("linux/arm64/v8", arm64));
    }

    @Test
    void readinessNamesTheEngine() {
        RestAssured.get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'scan engine' }.data.engine", equalTo("trivy"));
    }

    @Test
    void unknownRegistryRepositoryAndTagFailWithTheirReason() {
        push("vulnerable", ImageBuild.of(layer("base")));
        String unknownRegistry = "registry.invalid/demo/x:" + id;
        String unknownRepository = registry + "/no/such/repository:" + id;
        String unknownTag = registry + "/demo/vulnerable:no-" + id;

        for (String image : List.of(unknownRegistry, unknownRepository, unknownTag)) {
            wire.say("cssc.image-due", "{\"image\": \"" + image + "\"}", Map.of());
        }

        assertFailed(unknownRegistry, ReasonCode.REGISTRY_UNKNOWN);
        assertFailed(unknownRepository, ReasonCode.REPOSITORY_NOT_FOUND);
        assertFailed(unknownTag, ReasonCode.TAG_NOT_FOUND);
    }

    @Test
    void digestThatIsGoneFailsWithItsReason() {
        PinnedImage gone =
                new PinnedImage(new Repository(registry, "demo/vulnerable"), new Tag("gone-" + id), Digest.of(id));

        wire.say(due(gone, gone));

        assertFailed(gone.name(), ReasonCode.MANIFEST_NOT_FOUND);
    }

    @Test
    void messageThatIsNotOursGoesToTheDeadLetterTopicAndTheNextIsTaken() {
        PinnedImage source = push("vulnerable", ImageBuild.of(layer("base")));
        List<String> garbage = List.of(
                "not json " + id,
                "[\"" + id + "\"]",
                "{\"something\": \"" + id + "\"}",
                "{\"image\": \"UPPER/case " + id + "\"}",
                "{\"image\": \"" + registry + "/demo/vulnerable@" + Digest.of(id) + "\", \"x\": \"" + id + "\"}");

        garbage.forEach(value -> wire.say("cssc.image-due", value, Map.of()));
        wire.say("cssc.image-due", "{\"image\": \"" + source.name() + "\"}", Map.of());

        wire.awaitEvent(EventType.VULNS_FOUND, VulnsFound.class, source.name());
        await().untilAsserted(() -> assertThat(wire.records("cssc.image-due.dlq"))
                .filteredOn(letter -> letter.value().contains(id))
                .hasSize(garbage.size())
                .allSatisfy(letter -> assertThat(new String(
                                letter.headers().lastHeader("cssc-reason").value()))
                        .endsWith("_INVALID")));
    }

    @Test
    void replayedEventChangesNothing() {
        PinnedImage source = push("vulnerable", ImageBuild.of(layer("base")));
        PinnedImage marker = push("scratch", ImageBuild.of(layer("marker")));

        wire.say(due(source, source));
        wire.awaitEvent(EventType.VULNS_FOUND, VulnsFound.class, source.name());
        wire.say(due(source, source));
        wire.say(due(marker, marker));
        wire.awaitStatus(marker.name(), status -> status.state().terminal());

        assertThat(wire.events(EventType.VULNS_FOUND, VulnsFound.class, source.name()))
                .hasSize(1);
        assertThat(wire.statuses(source.name()))
                .extracting(ImageStatus::state)
                .containsExactly(State.SCANNING, State.FIXABLE);
    }

    @Test
    void imageOfACancelledRunIsCancelled() {
        wire.say(new RunCancelled(run, "w"));

        awaitImagesToBeCancelled();
    }

    private long size(Repository repository, Digest digest) {
        return client.manifest(ImageReference.of(repository, digest))
                .orElseThrow()
                .content()
                .length;
    }
}
