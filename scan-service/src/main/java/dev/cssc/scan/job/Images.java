package dev.cssc.scan.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.ScanConfig;
import dev.cssc.scan.image.ImageDocuments;
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

    private final RegistryClient registry;
    private final ImageDocuments documents;
    private final ImageStore known;
    private final Transactions transactions;
    private final ScanConfig config;

    Images(
            RegistryClient registry,
            ImageDocuments documents,
            ImageStore known,
            Transactions transactions,
            ScanConfig config) {
        this.registry = registry;
        this.documents = documents;
        this.known = known;
        this.transactions = transactions;
        this.config = config;
    }

    /**
     * The images that the digest stands for: the children of an index without its attestations, or the one image itself. The registry is
     * asked once a digest.
     *
     * @throws FailureException {@link ReasonCode#MANIFEST_NOT_FOUND} where it is gone, {@link ReasonCode#UNSUPPORTED_IMAGE} where it is
     *     no image, {@link ReasonCode#MANIFEST_INVALID} where what is there cannot be read
     */
    public List<PlatformManifest> platforms(Repository repository, Digest digest) {
        List<PlatformManifest> remembered =
                transactions.await(tx -> known.platforms(tx, List.of(digest))).getOrDefault(digest, List.of());
        List<PlatformManifest> platforms = remembered.isEmpty() ? read(repository, digest) : remembered;
        if (platforms.size() > config.platformLimit()) {
            throw Failure.of(
                            ReasonCode.TOO_LARGE,
                            name(repository, digest) + " has more than " + config.platformLimit()
                                    + " platforms (cssc.scan.platform-limit)")
                    .toException();
        }
        transactions.await(tx -> known.keepPlatforms(tx, repository, digest, platforms));
        return platforms;
    }

    private List<PlatformManifest> read(Repository repository, Digest digest) {
        RawManifest raw = documents.manifest(repository, digest);
        if (!MediaType.isIndex(raw.mediaType())) {
            return List.of(new PlatformManifest(platform(repository, raw), digest));
        }
        List<PlatformManifest> found = new ArrayList<>();
        for (Descriptor child : ImageIndex.parse(raw).manifests()) {
            if (!ImageIndex.isAttestation(child)) {
                found.add(new PlatformManifest(
                        child.platform()
                                .orElseGet(() -> platform(repository, documents.manifest(repository, child.digest()))),
                        child.digest()));
            }
        }
        if (found.isEmpty()) {
            throw unsupported(name(repository, digest) + " is an index without images");
        }
        return found;
    }

    private Platform platform(Repository repository, RawManifest raw) {
        return config(repository, ImageManifest.parse(raw))
                .platform()
                .orElseThrow(
                        () -> unsupported(name(repository, raw.digest()) + " does not say what it runs on: no image"));
    }

    /**
     * What the registry says when it is asked whether it still limits requests: an engine's child does not tell for how long. Asked this
     * way, the pause holds for all other requests of this service as well.
     */
    Optional<FailureException> rateLimit(Repository repository, Digest digest) {
        try {
            registry.manifest(ImageReference.of(repository, digest));
            return Optional.empty();
        } catch (FailureException e) {
            return e.failure().reason() == ReasonCode.REGISTRY_RATE_LIMITED ? Optional.of(e) : Optional.empty();
        }
    }

    /** What of one platform's image a patch must not change. */
    public ImageShape shape(Repository repository, Digest digest) {
        ImageManifest manifest = ImageManifest.parse(documents.manifest(repository, digest));
        return ImageShape.of(manifest, config(repository, manifest), name(repository, digest));
    }

    private ImageConfig config(Repository repository, ImageManifest manifest) {
        return documents.config(repository, manifest.config().digest(), config.configLimit());
    }

    private static String name(Repository repository, Digest digest) {
        return repository + "@" + digest;
    }

    private static FailureException unsupported(String why) {
        return Failure.of(ReasonCode.UNSUPPORTED_IMAGE, why).toException();
    }
}
