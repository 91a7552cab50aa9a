package dev.cssc.patch.promotion;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A real registry whose caller dies right after one step. */
public final class CrashingRegistry implements RegistryClient {
    /** After which step. */
    public enum Point {
        BLOB_COPIED,
        CHILD_PUT,
        TAG_PUT,
        MANIFEST_DELETED
    }

    /** The process is gone. */
    public static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final RegistryClient registry;
    private final Point point;

    public CrashingRegistry(RegistryClient registry, Point point) {
        this.registry = registry;
        this.point = point;
    }

    private void crashAt(Point reached) {
        if (reached == point) {
            throw new Crash();
        }
    }

    @Override
    public void copyBlob(Repository from, Repository to, Descriptor blob) {
        registry.copyBlob(from, to, blob);
        crashAt(Point.BLOB_COPIED);
    }

    @Override
    public Digest putManifest(Repository repository, RawManifest manifest) {
        registry.putManifest(repository, manifest);
        crashAt(Point.CHILD_PUT);
        return manifest.digest();
    }

    @Override
    public Digest putManifest(Repository repository, Tag tag, RawManifest manifest) {
        registry.putManifest(repository, tag, manifest);
        crashAt(Point.TAG_PUT);
        return manifest.digest();
    }

    @Override
    public Optional<List<Tag>> tags(Repository repository) {
        return registry.tags(repository);
    }

    @Override
    public Optional<Descriptor> head(ImageReference reference) {
        return registry.head(reference);
    }

    @Override
    public Optional<RawManifest> manifest(ImageReference reference) {
        return registry.manifest(reference);
    }

    @Override
    public boolean deleteManifest(Repository repository, Digest digest) {
        boolean deleted = registry.deleteManifest(repository, digest);
        crashAt(Point.MANIFEST_DELETED);
        return deleted;
    }

    @Override
    public boolean blobExists(Repository repository, Digest digest) {
        return registry.blobExists(repository, digest);
    }

    @Override
    public byte[] blob(Repository repository, Digest digest, long limit) {
        return registry.blob(repository, digest, limit);
    }

    @Override
    public InputStream openBlob(Repository repository, Digest digest) {
        return registry.openBlob(repository, digest);
    }

    @Override
    public Digest putBlob(Repository repository, byte[] content) {
        return registry.putBlob(repository, content);
    }

    @Override
    public void putBlob(Repository repository, Digest digest, Path content) {
        registry.putBlob(repository, digest, content);
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject) {
        return registry.referrers(repository, subject);
    }
}
