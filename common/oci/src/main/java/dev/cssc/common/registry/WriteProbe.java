package dev.cssc.common.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.ProbeCheck.Kind;
import okhttp3.HttpUrl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a registry lets us change. Writes only where that was asked for, to a repository of its own; otherwise it is judged by how the
 * deletion of something that does not exist is refused.
 */
final class WriteProbe {
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
    private static final String PROBE = "cssc-probe";

    private final RegistrySettings settings;
    private final RegistryConnection connection;
    private final ProbeGuard guard;
    private final Optional<Repository> repository;
    private final boolean write;
    private Optional<Digest> pushed = Optional.empty();

    WriteProbe(
            RegistrySettings settings, RegistryConnection connection, Optional<Repository> repository, boolean write) {
        this.settings = settings;
        this.connection = connection;
        this.guard = new ProbeGuard(settings);
        this.repository = repository;
        this.write = write;
    }

    ProbeCheck push() {
        if (!write) {
            return ProbeCheck.skipped(Kind.PUSH, ProbeReason.NOT_ASKED, "nothing was written");
        }
        Repository to = probeRepository();
        return guard.signedIn(Kind.PUSH, () -> {
            RawManifest manifest = manifest();
            Digest config = Digest.of(EMPTY);
            if (!connection.call(new HeadBlob(to, config))) {
                StartUpload start = new StartUpload(to);
                HttpUrl session = connection.call(start);
                connection.call(new UploadBlob(to, session, start.scopes(), config, BlobSource.of(EMPTY)));
            }
            connection.call(new PutManifest(to, Optional.empty(), manifest));
            pushed = Optional.of(manifest.digest());
            return connection
                    .call(new PullManifest(ImageReference.of(to, manifest.digest())))
                    .map(read -> ProbeCheck.ok(Kind.PUSH, "a manifest was written to " + to.path() + " and read back"))
                    .orElseGet(() -> ProbeCheck.failed(
                            Kind.PUSH,
                            ProbeReason.SERVER_ERROR,
                            "a manifest was written to " + to.path() + ", but is not there"));
        });
    }

    ProbeCheck delete() {
        Optional<Repository> in = pushed.map(digest -> probeRepository()).or(() -> repository);
        if (in.isEmpty()) {
            return ProbeCheck.skipped(Kind.DELETE, ProbeReason.NOTHING_TO_TRY, "no repository is known");
        }
        Repository of = in.get();
        Digest digest = pushed.orElseGet(WriteProbe::nothing);
        return guard.optional(Kind.DELETE, () -> {
            Look.Seen seen =
                    connection.call(Look.deleting("deleting a manifest in " + of, of.path(), "manifests/" + digest)
                            .within(Set.of(Endpoint.delete(of))));
            return switch (seen.status()) {
                case 200, 202, 204 -> ProbeCheck.ok(Kind.DELETE, "the manifest that was written is deleted");
                case 404 ->
                    ProbeCheck.ok(Kind.DELETE, "allowed, judging by the answer for a digest that does not exist");
                case 401, 403 -> ProbeCheck.notSupported(Kind.DELETE, ProbeReason.RIGHTS_MISSING, kept(seen, of));
                // docker-registry: 405 UNSUPPORTED where deletion is off; the spec allows 400 for the same
                case 400, 405, 501 ->
                    ProbeCheck.notSupported(Kind.DELETE, ProbeReason.DELETION_DISABLED, kept(seen, of));
                default -> ProbeCheck.failed(Kind.DELETE, seen.reason(ProbeReason.SERVER_ERROR), kept(seen, of));
            };
        });
    }

    private String kept(Look.Seen seen, Repository of) {
        return "deleting answers " + seen.told()
                + pushed.map(digest -> "; " + of.path() + "@" + digest + " stays")
                        .orElse("");
    }

    /** Beside the repository that is tried: the rights of a user often end at a project's name. */
    private Repository probeRepository() {
        String path = repository.map(Repository::path).orElse("");
        int project = path.lastIndexOf('/');
        return new Repository(settings.host(), project < 0 ? PROBE : path.substring(0, project + 1) + PROBE);
    }

    /** Another one each time, so that nobody else's is deleted. */
    private static RawManifest manifest() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("schemaVersion", 2)
                .put("mediaType", MediaType.OCI_MANIFEST)
                .put("artifactType", "application/vnd.cssc.probe.v1");
        tree.set("config", emptyBlob());
        tree.putArray("layers").add(emptyBlob());
        tree.putObject("annotations").put("dev.cssc.probe", UUID.randomUUID().toString());
        return new RawManifest(MediaType.OCI_MANIFEST, BoundedJson.write(tree));
    }

    private static JsonNode emptyBlob() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", EMPTY_TYPE)
                .put("digest", Digest.of(EMPTY).value())
                .put("size", EMPTY.length);
    }

    /** The digest of nothing that anybody has. */
    static Digest nothing() {
        return Digest.of(UUID.randomUUID().toString());
    }
}
