package dev.cssc.scan.database;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.LimitedStream;
import dev.cssc.common.registry.RegistryClient;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The database as an OCI artifact: a manifest with one layer, a packed tar with {@code trivy.db} and {@code metadata.json} (trivy-db,
 * {@code pkg/oci}). Read through the product's own client: the registry has to be configured, and what is read is verified.
 */
final class DatabaseArtifact {

    static final String LAYER = "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip";

    private static final Set<String> FILES = Set.of("trivy.db", "metadata.json");
    private static final String USUAL_TAG = "2";

    private final RegistryClient registry;
    private final ImageReference reference;
    private final DatabaseConfig limits;

    DatabaseArtifact(RegistryClient registry, ImageReference reference, DatabaseConfig limits) {
        this.registry = registry;
        this.reference = reference;
        this.limits = limits;
    }

    /**
     * The reference that is written in the configuration.
     *
     * @throws IllegalStateException naming the key, where it is none
     */
    static ImageReference reference(String text) {
        try {
            boolean named = text.contains("@") || text.lastIndexOf(':') > text.lastIndexOf('/');
            return named ? ImageReference.parse(text) : ImageReference.of(Repository.parse(text), new Tag(USUAL_TAG));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("cssc.scan.trivy.db-repository is '" + text + "': " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return reference.toString();
    }

    /**
     * What the reference points to now.
     *
     * @throws FailureException {@link ReasonCode#DATABASE_UNAVAILABLE} where there is nothing; else what comes of asking the registry
     */
    Digest current() {
        return registry.head(reference)
                .map(Descriptor::digest)
                .orElseThrow(() -> unavailable("there is nothing at " + reference));
    }

    /**
     * Reads that very artifact into {@code directory/db}.
     *
     * @throws UnusableDatabaseException where it is there, and is no database that may be used: it never will be, under that digest
     * @throws FailureException where it could not be read
     */
    void pull(Digest digest, Path directory) {
        Repository repository = reference.repository();
        ImageManifest manifest = registry.manifest(ImageReference.of(repository, digest))
                .map(ImageManifest::parse)
                .orElseThrow(() -> unavailable(repository + "@" + digest + " is gone"));
        Descriptor layer = layer(manifest, digest);
        try (InputStream packed = registry.openBlob(repository, layer.digest())) {
            Path db = Files.createDirectories(directory.resolve("db"));
            Optional<String> broken = tryToUnpack(packed, db, repository + "@" + digest);
            // Only at its end it is known whether the bytes are those of the digest.
            packed.transferTo(OutputStream.nullOutputStream());
            if (broken.isPresent()) {
                throw new UnusableDatabaseException(broken.get());
            }
            requireMetadata(directory, repository + "@" + digest);
        } catch (IOException e) {
            throw unavailable("reading " + repository + "@" + digest + ": " + e);
        }
    }

    /** What says no time cannot be compared with another one, now or later. */
    private static void requireMetadata(Path directory, String what) {
        try {
            DatabaseMetadata.readWhole(directory);
        } catch (UnusableDatabaseException e) {
            throw new UnusableDatabaseException("the metadata.json of " + what + " " + e.why());
        }
    }

    private Descriptor layer(ImageManifest manifest, Digest digest) {
        List<Descriptor> layers = manifest.layers();
        Optional<Descriptor> only = layers.size() == 1 ? Optional.of(layers.getFirst()) : Optional.empty();
        Descriptor layer = only.filter(l -> l.mediaType().equals(LAYER))
                .orElseThrow(() -> new UnusableDatabaseException(reference.repository() + "@" + digest
                        + " is no database of Trivy: expected one layer of type " + LAYER));
        if (layer.size() > limits.downloadLimit()) {
            throw new UnusableDatabaseException(reference.repository() + "@" + digest + " has " + layer.size()
                    + " bytes, allowed are " + limits.downloadLimit() + " (cssc.scan.database.download-limit)");
        }
        return layer;
    }

    /** Why it cannot be unpacked; whether that is the archive's fault shows when the rest of it was read. */
    private Optional<String> tryToUnpack(InputStream packed, Path db, String what) {
        try {
            unpack(packed, db, what);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(what + " cannot be unpacked: " + e);
        }
    }

    /** The limit is on all that is unpacked, wanted or not: a small archive may hold no end of nothing. */
    private void unpack(InputStream packed, Path db, String what) throws IOException {
        Set<String> found = new HashSet<>();
        InputStream unpacked = new LimitedStream(
                new GZIPInputStream(packed),
                () -> new UnusableDatabaseException(
                        what + " is larger unpacked than is allowed (cssc.scan.database.size-limit)"),
                limits.sizeLimit());
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
            if (entry.isFile() && FILES.contains(name) && found.add(name)) {
                Files.copy(tar, db.resolve(name));
            }
        }
        if (!found.equals(FILES)) {
            throw new UnusableDatabaseException(what + " holds " + found + " of " + FILES);
        }
    }

    private static FailureException unavailable(String why) {
        return Failure.of(ReasonCode.DATABASE_UNAVAILABLE, "mirroring trivy's database: " + why)
                .toException();
    }
}
