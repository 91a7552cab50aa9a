package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import okhttp3.HttpUrl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The registry client over HTTP. Safe for use by many threads; one connection pool and one set of tokens per registry. */
public final class HttpRegistryClient implements RegistryClient {
    /** Pages read of one list before it is taken for endless. */
    private static final int MOST_PAGES = 10_000;

    /** Bytes read of one list, all pages together: half a million tags of full length. */
    private static final long LARGEST_LIST = 64L * 1024 * 1024;

    private final RegistryConnections connections;
    private final CopyListener copies;

    /** A client of exactly these registries. */
    public HttpRegistryClient(Registries registries) {
        this(new RegistryConnections(registries));
    }

    /** A client over connections that others use too. */
    public HttpRegistryClient(RegistryConnections connections) {
        this(connections, CopyListener.NONE);
    }

    /** The same, telling of the blobs that it copies. */
    public HttpRegistryClient(RegistryConnections connections, CopyListener copies) {
        this.connections = connections;
        this.copies = copies;
    }

    /** With the clock by which tokens expire. */
    HttpRegistryClient(Registries registries, InstantSource clock) {
        this(new RegistryConnections(registries, clock, Waiting.SLEEP));
    }

    @Override
    public Optional<List<Tag>> tags(Repository repository) {
        return pages(repository, page -> new ListTags(repository, page));
    }

    @Override
    public Optional<Descriptor> head(ImageReference reference) {
        return switch (connection(reference.repository()).call(new HeadManifest(reference))) {
            case HeadManifest.Answer.Absent() -> Optional.empty();
            case HeadManifest.Answer.Present(Descriptor descriptor) -> Optional.of(descriptor);
            case HeadManifest.Answer.Incomplete() ->
                manifest(reference).map(m -> Descriptor.of(m.mediaType(), m.digest(), m.content().length));
        };
    }

    @Override
    public Optional<RawManifest> manifest(ImageReference reference) {
        return connection(reference.repository()).call(new PullManifest(reference));
    }

    @Override
    public Digest putManifest(Repository repository, RawManifest manifest) {
        return connection(repository).call(new PutManifest(repository, Optional.empty(), manifest));
    }

    @Override
    public Digest putManifest(Repository repository, Tag tag, RawManifest manifest) {
        return connection(repository).call(new PutManifest(repository, Optional.of(tag), manifest));
    }

    @Override
    public boolean deleteManifest(Repository repository, Digest digest) {
        return connection(repository).call(new DeleteManifest(repository, digest));
    }

    @Override
    public boolean blobExists(Repository repository, Digest digest) {
        return connection(repository).call(new HeadBlob(repository, digest));
    }

    @Override
    public byte[] blob(Repository repository, Digest digest, long limit) {
        PullBlob pull = new PullBlob(repository, digest, limit);
        try (InputStream in = connection(repository).call(pull)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw Transport.failure(pull.description(), repository.registry(), e);
        }
    }

    @Override
    public InputStream openBlob(Repository repository, Digest digest) {
        return connection(repository).call(new PullBlob(repository, digest, Long.MAX_VALUE));
    }

    @Override
    public Digest putBlob(Repository repository, byte[] content) {
        Digest digest = Digest.of(content);
        upload(repository, digest, BlobSource.of(content));
        return digest;
    }

    @Override
    public void putBlob(Repository repository, Digest digest, Path content) {
        upload(repository, digest, BlobSource.of(content));
    }

    private void upload(Repository repository, Digest digest, BlobSource source) {
        RegistryConnection connection = connection(repository);
        if (connection.call(new HeadBlob(repository, digest))) {
            return;
        }
        StartUpload start = new StartUpload(repository);
        HttpUrl session = connection.call(start);
        connection.call(new UploadBlob(repository, session, start.scopes(), digest, source));
    }

    @Override
    public void copyBlob(Repository from, Repository to, Descriptor blob) {
        copies.copied(new BlobCopy(connection(from), connection(to)).copy(from, to, blob), blob.size());
    }

    @Override
    public List<Descriptor> referrers(Repository repository, Digest subject) {
        return pages(repository, page -> new ListReferrers(repository, subject, page))
                .orElseGet(() -> manifest(ImageReference.of(repository, ListReferrers.fallbackTag(subject)))
                        .map(index -> ImageIndex.parse(index).manifests())
                        .orElse(List.of()));
    }

    /** All pages of a list; empty where the first one is absent. */
    private <T> Optional<List<T>> pages(
            Repository repository, Function<Optional<HttpUrl>, RegistryOperation<Optional<Page<T>>>> operation) {
        RegistryConnection connection = connection(repository);
        RegistryOperation<Optional<Page<T>>> first = operation.apply(Optional.empty());
        Optional<Page<T>> page = connection.call(first);
        if (page.isEmpty()) {
            return Optional.empty();
        }
        List<T> all = new ArrayList<>(page.get().entries());
        Set<HttpUrl> seen = new HashSet<>();
        Optional<HttpUrl> next = page.get().next();
        long bytes = page.get().bytes();
        while (next.isPresent()) {
            if (!seen.add(next.get()) || seen.size() >= MOST_PAGES) {
                throw unreadable(first.description() + ": the registry's list does not end");
            }
            page = connection.call(operation.apply(next));
            // A list whose end cannot be read is not a shorter list.
            Page<T> more = page.orElseThrow(
                    () -> unreadable(first.description() + ": a page the registry named is not there"));
            bytes += more.bytes();
            if (bytes > LARGEST_LIST) {
                throw SizeLimit.exceeded(first.description(), LARGEST_LIST);
            }
            all.addAll(more.entries());
            next = more.next();
        }
        return Optional.of(List.copyOf(all));
    }

    private static FailureException unreadable(String detail) {
        return Failure.of(ReasonCode.REGISTRY_ERROR, detail).toException();
    }

    private RegistryConnection connection(Repository repository) {
        return connections.to(repository.registry());
    }
}
