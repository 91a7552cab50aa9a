package dev.cssc.scan.image;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Manifests and configurations of images, each asked of the registry once while an image is looked at: which platforms it has, what it rests
 * on, and whether Trivy read the same layers are told by the same two documents. They are named by their digests, so that what was read
 * stays true; that they are still there is believed for a minute.
 */
@ApplicationScoped
public class ImageDocuments {
    private static final Duration BELIEVED = Duration.ofMinutes(1);
    private static final int MOST = 64;

    /** A larger one is not kept: with the limit of a registry's answer all of them would take 256 MB. */
    private static final int LARGEST = 64 * 1024;

    private final RegistryClient registry;
    private final Clock clock;
    private final Map<Name, Read> recent = new LinkedHashMap<>();

    /** @param registry where they are read */
    public ImageDocuments(RegistryClient registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Where a document was read, and as what: a digest that names a configuration is nobody's manifest. */
    private sealed interface Name {
        record OfManifest(Repository repository, Digest digest) implements Name {}

        record OfConfig(Repository repository, Digest digest) implements Name {}
    }

    /** What was read; a configuration has no media type. */
    private record Read(Instant at, RawManifest document) {}

    /** The manifest or index; empty where there is none. */
    public Optional<RawManifest> findManifest(Repository repository, Digest digest) {
        Name name = new Name.OfManifest(repository, digest);
        return known(name).or(() -> {
            Optional<RawManifest> read = registry.manifest(ImageReference.of(repository, digest));
            read.ifPresent(document -> keep(name, document));
            return read;
        });
    }

    /**
     * The manifest or index.
     *
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#MANIFEST_NOT_FOUND} where there is none; whatever comes of asking
     *     the registry
     */
    public RawManifest manifest(Repository repository, Digest digest) {
        return findManifest(repository, digest)
                .orElseThrow(() -> Failure.of(
                                ReasonCode.MANIFEST_NOT_FOUND,
                                "reading " + repository + "@" + digest + ": it is not there any more")
                        .toException());
    }

    /**
     * The configuration of that digest.
     *
     * @param limit most bytes of it
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#TOO_LARGE} beyond the limit; whatever comes of asking the registry
     */
    public ImageConfig config(Repository repository, Digest digest, long limit) {
        Name name = new Name.OfConfig(repository, digest);
        byte[] content = known(name)
                .map(RawManifest::content)
                .filter(bytes -> bytes.length <= limit)
                .orElseGet(() -> {
                    byte[] read = registry.blob(repository, digest, limit);
                    keep(name, new RawManifest("", read));
                    return read;
                });
        return ImageConfig.parse(content);
    }

    private synchronized Optional<RawManifest> known(Name name) {
        return Optional.ofNullable(recent.get(name))
                .filter(read -> read.at().plus(BELIEVED).isAfter(clock.instant()))
                .map(Read::document);
    }

    private synchronized void keep(Name name, RawManifest document) {
        if (document.content().length > LARGEST) {
            return;
        }
        recent.remove(name);
        recent.put(name, new Read(clock.instant(), document));
        if (recent.size() > MOST) {
            recent.remove(recent.keySet().iterator().next());
        }
    }
}
