package dev.cssc.scan.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.ScanConfig;
import dev.cssc.scan.inventory.ImageStore;
import dev.cssc.scan.inventory.PlatformManifest;
import dev.cssc.scan.verification.ImageShape;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Images as the registry has them. */
@ApplicationScoped
public class Images {

    /** Marks a manifest of an index that is no image but says something about one (BuildKit's attestation storage). */
    private static final String ATTESTATION = "vnd.docker.reference.type";

    private final RegistryClient registry;
    private final ImageStore known;
    private final Transactions transactions;
    private final ScanConfig config;

    Images(RegistryClient registry, ImageStore known, Transactions transactions, ScanConfig config) {
        this.registry = registry;
        this.known = known;
        this.transactions = transactions;
        this.config = config;
    }

    /**
     * One platform's manifest.
     *
     * @param platform what it runs on
     * @param manifest its digest
     */
    public record OfPlatform(Platform platform, Digest manifest) {}

    /**
     * The images that the digest stands for: the children of an index without its attestations, or the one image itself. The registry is
     * asked once a digest.
     *
     * @throws FailureException {@link ReasonCode#MANIFEST_NOT_FOUND} where it is gone, {@link ReasonCode#UNSUPPORTED_IMAGE} where it is
     *     no image
     */
    public List<OfPlatform> platforms(Repository repository, Digest digest) {
        List<OfPlatform> remembered =
                transactions.await(tx -> known.platforms(tx, List.of(digest))).getOrDefault(digest, List.of()).stream()
                        .map(image -> new OfPlatform(image.platform(), image.manifest()))
                        .toList();
        List<OfPlatform> platforms = remembered.isEmpty() ? read(repository, digest) : remembered;
        if (platforms.size() > config.platformLimit()) {
            throw Failure.of(
                            ReasonCode.TOO_LARGE,
                            name(repository, digest) + " has more than " + config.platformLimit()
                                    + " platforms (cssc.scan.platform-limit)")
                    .toException();
        }
        transactions.await(tx -> known.keepPlatforms(
                tx,
                repository,
                digest,
                platforms.stream()
                        .map(image -> new PlatformManifest(image.platform(), image.manifest()))
                        .toList()));
        return platforms;
    }

    private List<OfPlatform> read(Repository repository, Digest digest) {
        RawManifest raw = manifest(repository, digest);
        JsonNode tree = ImageShape.readObject(raw.content(), name(repository, digest));
        if (!MediaType.isIndex(raw.mediaType()) && !tree.has("manifests")) {
            return List.of(new OfPlatform(ImageShape.platform(config(repository, digest, tree)), digest));
        }
        List<OfPlatform> found = new ArrayList<>();
        for (JsonNode child : tree.path("manifests")) {
            if (!isAttestation(child)) {
                found.add(child(repository, digest, child));
            }
        }
        if (found.isEmpty()) {
            throw unsupported(name(repository, digest) + " is an index without images");
        }
        return found;
    }

    /**
     * What the registry says when it is asked whether it still limits requests: an engine's child does not tell for how long. Asked this
     * way, the pause holds for all other requests of this service as well.
     */
    Optional<FailureException> rateLimit(Repository repository, Digest digest) {
        try {
            manifest(repository, digest);
            return Optional.empty();
        } catch (FailureException e) {
            return e.failure().reason() == ReasonCode.REGISTRY_RATE_LIMITED ? Optional.of(e) : Optional.empty();
        }
    }

    /** What of one platform's image a patch must not change. */
    public ImageShape shape(Repository repository, Digest manifest) {
        RawManifest raw = manifest(repository, manifest);
        String name = name(repository, manifest);
        byte[] configuration = configuration(repository, manifest, ImageShape.readObject(raw.content(), name));
        return ImageShape.of(raw.content(), configuration, name);
    }

    private OfPlatform child(Repository repository, Digest index, JsonNode child) {
        Digest digest = Digest.parse(child.path("digest").asText(""))
                .orElseThrow(() -> unsupported(name(repository, index) + " lists a manifest without sha256 digest"));
        JsonNode platform = child.path("platform");
        if (platform.path("architecture").asText("").isEmpty()) {
            JsonNode manifest =
                    ImageShape.readObject(manifest(repository, digest).content(), name(repository, digest));
            return new OfPlatform(ImageShape.platform(config(repository, digest, manifest)), digest);
        }
        return new OfPlatform(ImageShape.platform(platform), digest);
    }

    private static boolean isAttestation(JsonNode child) {
        return child.path("annotations").has(ATTESTATION)
                || child.path("platform").path("os").asText("").equals("unknown");
    }

    private JsonNode config(Repository repository, Digest digest, JsonNode manifest) {
        return ImageShape.readObject(
                configuration(repository, digest, manifest), "the configuration of " + name(repository, digest));
    }

    private byte[] configuration(Repository repository, Digest digest, JsonNode manifest) {
        Digest blob = Digest.parse(manifest.path("config").path("digest").asText(""))
                .orElseThrow(() -> unsupported(name(repository, digest) + " has no configuration"));
        return registry.blob(repository, blob, config.configLimit());
    }

    private RawManifest manifest(Repository repository, Digest digest) {
        Optional<RawManifest> found = registry.manifest(ImageReference.of(repository, digest));
        return found.orElseThrow(() -> Failure.of(
                        ReasonCode.MANIFEST_NOT_FOUND,
                        "reading " + name(repository, digest) + ": it is not there any more")
                .toException());
    }

    private static String name(Repository repository, Digest digest) {
        return repository + "@" + digest;
    }

    private static FailureException unsupported(String why) {
        return Failure.of(ReasonCode.UNSUPPORTED_IMAGE, why).toException();
    }
}
