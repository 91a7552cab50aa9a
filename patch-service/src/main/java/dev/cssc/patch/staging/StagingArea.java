package dev.cssc.patch.staging;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.PatchConfig;
import dev.cssc.patch.graft.Graft;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** The repositories where patches wait for their judgement: one beside each in which patches are published, in the same registry. */
@ApplicationScoped
@Startup
public class StagingArea {
    private static final Logger LOG = Logger.getLogger(StagingArea.class);

    private static final String SOURCE = "{repository}";

    /** Largest image configuration read, in bytes. Real ones have a few kilobytes. */
    private static final long LARGEST_CONFIG = 8L * 1024 * 1024;

    private final RegistryClient registry;
    private final String template;

    StagingArea(RegistryClient registry, PatchConfig config) {
        this.registry = registry;
        this.template = checked(config.staging());
    }

    /**
     * The template, where it names a place beside every source: staging writes and removes tags, which must never be the source's.
     *
     * @throws IllegalStateException where it may name the source's own repository, or no repository at all; the service does not start
     */
    static String checked(String template) {
        String said = "cssc.patch.staging is '" + template + "'; ";
        if (!template.contains(SOURCE) || template.equals(SOURCE)) {
            throw new IllegalStateException(said + "it must hold " + SOURCE
                    + " and something beside it, as in cssc-staging/" + SOURCE
                    + ", so that it never names the repository of the images themselves");
        }
        try {
            Repository.parse("registry.example/" + template.replace(SOURCE, "app"));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(said + e.getMessage(), e);
        }
        return template;
    }

    /** Where patches are staged that are to be published in that repository. */
    public Repository of(Repository site) {
        try {
            return site.sibling(template.replace(SOURCE, site.path()));
        } catch (IllegalArgumentException e) {
            throw Failure.of(
                            ReasonCode.REFERENCE_INVALID,
                            "naming the staging repository of " + site + " by cssc.patch.staging: " + e.getMessage())
                    .toException(e);
        }
    }

    /** The manifest or index of that digest. */
    RawManifest manifest(Repository repository, Digest digest) {
        return registry.manifest(ImageReference.of(repository, digest))
                .orElseThrow(() -> Failure.of(
                                ReasonCode.MANIFEST_NOT_FOUND,
                                "reading " + repository + "@" + digest + ": the registry no longer has it")
                        .toException());
    }

    /** One platform's image. */
    ImageContent image(Repository repository, RawManifest manifest) {
        if (MediaType.isIndex(manifest.mediaType())) {
            throw Failure.of(
                            ReasonCode.UNSUPPORTED_IMAGE,
                            "reading " + repository + "@" + manifest.digest()
                                    + ": an index where one image was expected")
                    .toException();
        }
        String config = ImageContent.object(manifest.content(), "manifest")
                .path("config")
                .path("digest")
                .asText();
        Digest digest = Digest.parse(config)
                .orElseThrow(() -> Failure.of(
                                ReasonCode.UNSUPPORTED_IMAGE,
                                "reading " + repository + "@" + manifest.digest()
                                        + ": it names no configuration (old Docker image format)")
                        .toException());
        return ImageContent.of(manifest, registry.blob(repository, digest, LARGEST_CONFIG));
    }

    /**
     * Stores the sealed image under its tag. The engine's layers are there already; the source's are mounted from its repository, or
     * pass through where that is in another registry. The tag keeps the registry's garbage collection off, which some run with removal of untagged manifests.
     */
    void store(SealedImage sealed, Repository source, Repository staging, Tag tag) {
        for (Descriptor layer : sealed.source()) {
            registry.copyBlob(source, staging, layer);
        }
        registry.putBlob(staging, sealed.config());
        registry.putManifest(staging, tag, sealed.manifest());
    }

    /** Has the layers of an image in the staging repository, from whatever registry. */
    void copyLayers(Repository from, Repository staging, ImageContent image) {
        ImageManifest.parse(new RawManifest(
                        image.manifest().path("mediaType").asText(MediaType.OCI_MANIFEST),
                        ImageContent.bytes(image.manifest())))
                .layers()
                .forEach(layer -> registry.copyBlob(from, staging, layer));
    }

    /** Has the layers of another patch in the staging repository; false where they are gone, or are in another registry that does not give them. */
    boolean takeOver(Graft graft, Repository staging) {
        try {
            graft.layers().forEach(layer -> registry.copyBlob(graft.holder(), staging, layer));
            return true;
        } catch (FailureException e) {
            if (e.failure().reason() == ReasonCode.MANIFEST_NOT_FOUND
                    || !graft.holder().registry().equals(staging.registry())) {
                return false;
            }
            throw e;
        }
    }

    /** Removes what the tag points to, and so the tag; false where the registry does not allow it. Nothing where there is none. */
    boolean remove(Repository staging, Tag tag) {
        return registry.head(ImageReference.of(staging, tag))
                .map(found -> registry.deleteManifest(staging, found.digest()))
                .orElse(true);
    }

    /** Removes as {@link #remove} does, where something else is about to be said. */
    void removeQuietly(Repository staging, Tag tag) {
        try {
            remove(staging, tag);
        } catch (FailureException e) {
            LOG.warnf("%s:%s could not be removed: %s", staging, tag, e.getMessage());
        }
    }
}
