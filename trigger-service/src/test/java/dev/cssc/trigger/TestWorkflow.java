package dev.cssc.trigger;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Patched;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import io.restassured.response.ValidatableResponse;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A workflow about one repository of its own, and what other services tell of its images.
 *
 * @param name its name
 * @param repository what it is about; the last part is its name
 */
public record TestWorkflow(String name, Repository repository) {

    /** One that nobody else uses. */
    public static TestWorkflow in(String registry) {
        String name = "w" + UUID.randomUUID();
        return new TestWorkflow(name, new Repository(registry, "test/" + name));
    }

    /** A policy that selects the tag. */
    public String policy(String tag) {
        return "{\"version\":\"v1\",\"repositories\":[{\"repository\":\"%s\",\"tags\":[\"%s\"]}]}"
                .formatted(repository.path(), tag);
    }

    /** Makes it with this policy. */
    public ValidatableResponse create(String policy, boolean now) {
        return create(repository.registry(), policy, now);
    }

    /** Makes it in another registry. */
    public ValidatableResponse create(String registry, String policy, boolean now) {
        return Rest.post(
                        "/workflows",
                        "{\"name\":\"%s\",\"registry\":\"%s\",\"schedule\":\"30d\",\"runImmediately\":%s,\"policy\":%s}"
                                .formatted(name, registry, now, policy))
                .then()
                .statusCode(201);
    }

    /** Makes it and runs it at once; the run. */
    public String run(String policy) {
        return create(policy, true).extract().path("run");
    }

    /** An image of its repository. */
    public PinnedImage image(String tag, Digest digest) {
        return new PinnedImage(repository, new Tag(tag), digest);
    }

    /** The scan service tells of a state of tag 12. */
    public ImageStatus status(String run, State state) {
        return status(run, state, "scan", Optional.empty());
    }

    /** A service tells of a state of tag 12. */
    public ImageStatus status(String run, State state, String service, Optional<ReasonCode> reason) {
        return new ImageStatus(
                run,
                name,
                ImageStatus.Subject.of(repository, new Tag("12")),
                state,
                1,
                service,
                Optional.of(
                        UUID.nameUUIDFromBytes((service + state).getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                reason,
                reason.map(ReasonCode::help),
                Instant.now());
    }

    /** The patch service tells of 12-1, its patch of tag 12. */
    public Patched patched(String run, String workflow, Digest source) {
        return new Patched(
                run,
                workflow,
                image("12", source),
                image("12-1", Digest.of("patch")),
                new UUID(0, 1),
                List.of(new PackageUpgrade("libc6", "2.36-9", "2.36-9+deb12u7", List.of())),
                List.of(),
                7_300_000,
                Map.of("patch", 4.2),
                "buildah",
                Instant.now(),
                List.of());
    }
}
