package dev.cssc.common.registry;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import okhttp3.HttpUrl;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Makes a blob of one repository available in another. Steps: is it there; mount it (same registry); where that is declined, or between
 * registries, stream it through, verified on the way. Each step can be repeated; a crash leaves at most an upload session, which the
 * registry purges.
 */
final class BlobCopy {
    private final RegistryConnection source;
    private final RegistryConnection target;

    BlobCopy(RegistryConnection source, RegistryConnection target) {
        this.source = source;
        this.target = target;
    }

    /** Makes it available, and answers how. */
    CopyListener.How copy(Repository from, Repository to, Descriptor blob) {
        Digest digest = blob.digest();
        if (target.call(new HeadBlob(to, digest))) {
            return CopyListener.How.PRESENT;
        }
        if (source == target) {
            MountBlob mount = new MountBlob(from, to, digest);
            return switch (target.call(mount)) {
                case MountBlob.Answer.Mounted() -> CopyListener.How.MOUNTED;
                case MountBlob.Answer.Declined(HttpUrl session) -> stream(from, to, blob, session, mount.scopes());
            };
        }
        StartUpload start = new StartUpload(to);
        return stream(from, to, blob, target.call(start), start.scopes());
    }

    private CopyListener.How stream(
            Repository from, Repository to, Descriptor blob, HttpUrl session, Set<String> scopes) {
        BlobSource through = new BlobSource() {
            @Override
            public long size() {
                return blob.size();
            }

            @Override
            public InputStream open() throws IOException {
                return source.call(new PullBlob(from, blob.digest(), blob.size()));
            }
        };
        target.call(new UploadBlob(to, session, scopes, blob.digest(), through));
        return CopyListener.How.STREAMED;
    }
}
