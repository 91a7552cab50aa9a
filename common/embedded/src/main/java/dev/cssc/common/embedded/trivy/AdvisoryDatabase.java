package dev.cssc.common.embedded.trivy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.embedded.OciArtifact;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * A vulnerability database of Trivy's schema 2: what stands in it, and the ways to bring it to Trivy. Only the parts that operating system
 * packages need are written: the advisories, one entry of details each, and the name of the source.
 *
 * @param advisories what it knows
 * @param updated when it was made; part of its identity
 * @param next when a newer one is to be expected; Trivy asks for none before
 */
public record AdvisoryDatabase(List<Advisory> advisories, Instant updated, Instant next) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SCHEMA = 2;
    private static final Duration VALID = Duration.ofDays(1);

    /** trivy-db's number for "affected", which Debian's tracker calls unfixed. */
    private static final int AFFECTED = 2;

    private static final String CONFIG_TYPE = "application/vnd.aquasec.trivy.config.v1+json";
    private static final String CONTENT_TYPE = "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip";
    private static final String TITLE = "db.tar.gz";

    public AdvisoryDatabase {
        advisories = List.copyOf(advisories);
    }

    /** A database made now, and valid for a day as Trivy's own are. */
    public static AdvisoryDatabase of(List<Advisory> advisories) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return new AdvisoryDatabase(advisories, now, now.plus(VALID));
    }

    /** A later database that knows one more. */
    public AdvisoryDatabase plus(Advisory advisory) {
        List<Advisory> more = new ArrayList<>(advisories);
        more.add(advisory);
        return new AdvisoryDatabase(more, updated.plusSeconds(1), next.plusSeconds(1));
    }

    /** The same but for what it knows about that source package. */
    public AdvisoryDatabase without(String sourcePackage) {
        return new AdvisoryDatabase(
                advisories.stream()
                        .filter(advisory -> !advisory.sourcePackage().equals(sourcePackage))
                        .toList(),
                updated,
                next);
    }

    /**
     * Writes it where Trivy looks for it, below a directory that is given to it as {@code --cache-dir}; one that is there is replaced.
     *
     * @throws IllegalStateException where Go, which the writer is built with, is missing or cannot build it
     */
    public void writeTo(Path cacheDirectory) {
        try {
            Path description = Files.createTempFile("advisories", ".json");
            try {
                Files.write(description, JSON.writeValueAsBytes(description()));
                DatabaseWriter.built().write(description, cacheDirectory.resolve("db"));
            } finally {
                Files.delete(description);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing a vulnerability database to " + cacheDirectory, e);
        }
    }

    /**
     * Puts it into a registry that speaks plain HTTP, as the artifact that Trivy's {@code --db-repository} names. A tag that is there is
     * moved.
     *
     * @param registry {@code host:port}
     * @return the artifact's digest
     */
    public String push(String registry, String repository, String tag) {
        try {
            Path directory = Files.createTempDirectory("trivy-db-");
            Path archive = directory.resolve(TITLE);
            try {
                writeTo(directory);
                pack(directory.resolve("db"), archive);
                return new OciArtifact(CONFIG_TYPE, CONTENT_TYPE, TITLE, Layer.ofFile(archive))
                        .push(registry, repository, tag);
            } finally {
                for (String file : List.of(TITLE, "db/trivy.db", "db/metadata.json", "db", "")) {
                    Files.deleteIfExists(directory.resolve(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("packing a vulnerability database", e);
        }
    }

    private static void pack(Path directory, Path archive) throws IOException {
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive), 1 << 16))) {
            for (String file : List.of("trivy.db", "metadata.json")) {
                TarArchiveEntry entry = new TarArchiveEntry(file);
                entry.setSize(Files.size(directory.resolve(file)));
                entry.setModTime(0L);
                tar.putArchiveEntry(entry);
                Files.copy(directory.resolve(file), tar);
                tar.closeArchiveEntry();
            }
        }
    }

    /** What the writer is told: buckets, keys and values as trivy-db lays them out. */
    private ObjectNode description() {
        ObjectNode description = JSON.createObjectNode();
        // As it is made; whoever downloads it puts the time of that into DownloadedAt.
        description
                .putObject("metadata")
                .put("Version", SCHEMA)
                .put("NextUpdate", next.toString())
                .put("UpdatedAt", updated.toString())
                .put("DownloadedAt", "0001-01-01T00:00:00Z");
        ArrayNode entries = description.putArray("entries");
        // It has to be there though it were empty: Trivy looks up details without asking.
        entries.addObject().putArray("path").add("vulnerability");
        advisories.stream()
                .map(Advisory::distribution)
                .distinct()
                .forEach(distribution -> value(entries, List.of("data-source"), distribution)
                        .put("ID", "debian")
                        .put("Name", "Debian Security Tracker")
                        .put("URL", "https://salsa.debian.org/security-tracker-team/security-tracker"));
        for (Advisory advisory : advisories) {
            ObjectNode statement =
                    value(entries, List.of(advisory.distribution(), advisory.sourcePackage()), advisory.id());
            advisory.fixed()
                    .ifPresentOrElse(
                            version -> statement.put("FixedVersion", version), () -> statement.put("Status", AFFECTED));
            value(entries, List.of("vulnerability"), advisory.id())
                    .put("Title", advisory.sourcePackage() + ": " + advisory.id())
                    .put("Severity", advisory.severity().name())
                    .putObject("VendorSeverity")
                    .put("debian", advisory.severity().ordinal());
        }
        return description;
    }

    private static ObjectNode value(ArrayNode entries, List<String> path, String key) {
        ObjectNode entry = entries.addObject();
        ArrayNode buckets = entry.putArray("path");
        path.forEach(buckets::add);
        entry.put("key", key);
        return entry.putObject("value");
    }
}
