package dev.cssc.common.registry;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that the product does with registries. Every method names the repository, hence the registry; a registry that is not configured is
 * refused before any connection ({@code REGISTRY_UNKNOWN}).
 *
 * <p>Absent is a value, unable to tell is an error: only a 404 gives an empty answer; 401, 403, 429, 5xx, timeouts and everything
 * unexpected throw {@link dev.cssc.common.failure.FailureException} with a reason code and whether to retry. All calls block and end within the
 * configured time limits.
 */
public interface RegistryClient {

    /**
     * All tags of the repository, in the registry's order, over all pages; empty where the registry has no such repository.
     */
    Optional<List<Tag>> tags(Repository repository);

    /** What the reference points to, without its bytes; empty where there is none. */
    Optional<Descriptor> head(ImageReference reference);

    /** The manifest or index, verified against its digest; empty where there is none. At most 4 MiB (distribution spec). */
    Optional<RawManifest> manifest(ImageReference reference);

    /** Stores the bytes under their digest, without a tag. */
    Digest putManifest(Repository repository, RawManifest manifest);

    /** Stores the bytes under their digest and points the tag at it. */
    Digest putManifest(Repository repository, Tag tag, RawManifest manifest);

    /** Removes the manifest; false where it was not there or the registry does not allow deletion (405). */
    boolean deleteManifest(Repository repository, Digest digest);

    /** True where the repository holds the blob. */
    boolean blobExists(Repository repository, Digest digest);

    /** The whole blob, verified, refused beyond {@code limit} bytes ({@code TOO_LARGE}). For configs and other small blobs. */
    byte[] blob(Repository repository, Digest digest, long limit);

    /** The blob as a stream that fails at its end where the digest does not match. The caller closes it. */
    InputStream openBlob(Repository repository, Digest digest);

    /** Uploads bytes; does nothing where the blob is there. */
    Digest putBlob(Repository repository, byte[] content);

    /** Uploads a file; does nothing where the blob is there. */
    void putBlob(Repository repository, Digest digest, Path content);

    /**
     * Makes the blob available in {@code to}: nothing where it is there, else mounted (same registry), else streamed through where the
     * registry declines the mount (202) or is another one.
     */
    void copyBlob(Repository from, Repository to, Descriptor blob);

    /** Manifests that refer to the subject: the referrers API, else the tag fallback of distribution spec 1.1. */
    List<Descriptor> referrers(Repository repository, Digest subject);
}
