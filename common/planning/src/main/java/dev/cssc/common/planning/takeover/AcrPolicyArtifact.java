package dev.cssc.common.planning.takeover;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.policy.JsonText;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.ManifestWriter;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The policy that ACR's continuous patching keeps in the registry itself: an artifact under {@code csscpolicies/patchpolicy:v1}, pushed by
 * {@code az acr supply-chain workflow create} with ORAS (azure-cli-extensions {@code src/acrcssc}) and read by
 * {@code acr cssc patch --filter-policy} (acr-cli {@code internal/cssc}). Read and written in the same form, so that a registry prepared
 * for the one can be taken over by the other. Blocks.
 */
public final class AcrPolicyArtifact {
    /** The repository that ACR keeps the policy in. */
    public static final String REPOSITORY = "csscpolicies/patchpolicy";

    /** The tag that ACR keeps the policy under. */
    public static final Tag TAG = new Tag("v1");

    // What ORAS writes where it is told nothing else; acr-cli looks at none of them.
    private static final String CONFIG_TYPE = "application/vnd.unknown.config.v1+json";
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";
    private static final String TITLE = "org.opencontainers.image.title";
    private static final byte[] EMPTY_CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String FILE_NAME = "patchpolicy.json";

    private final RegistryClient registry;

    /**
     * @param registry how to reach the registries
     */
    public AcrPolicyArtifact(RegistryClient registry) {
        this.registry = registry;
    }

    /**
     * The policy document as it lies in the registry; JSON, but not yet read as a policy. Of several layers the last one is taken, as
     * acr-cli does.
     *
     * @param host host and optional port of the registry
     * @throws FailureException {@link ReasonCode#TAG_NOT_FOUND} where there is none, {@link ReasonCode#POLICY_INVALID} where what is there
     *     holds no JSON, {@link ReasonCode#TOO_LARGE} beyond {@link PolicyReader#LARGEST} bytes, and what the registry answers
     */
    public byte[] read(String host) {
        Repository repository = new Repository(host, REPOSITORY);
        String action = "reading ACR's policy " + repository + ":" + TAG + ": ";
        RawManifest raw = registry.manifest(ImageReference.of(repository, TAG))
                .orElseThrow(() -> Failure.of(
                                ReasonCode.TAG_NOT_FOUND,
                                action + "it is not there. It is made by 'az acr supply-chain workflow create'")
                        .toException());
        List<Descriptor> layers = artifact(raw, action).layers();
        if (layers.isEmpty()) {
            throw invalid(action + "the artifact has no layer, hence no policy");
        }
        String layer = layers.size() == 1 ? "its layer" : "the last of its " + layers.size() + " layers";
        if (layers.getLast().size() > PolicyReader.LARGEST) {
            throw tooLarge(action + layer + " has " + layers.getLast().size() + " bytes");
        }
        byte[] document = registry.blob(repository, layers.getLast().digest(), PolicyReader.LARGEST);
        requireJson(document, action + layer);
        return document;
    }

    /**
     * Puts the document where ACR keeps its policy, in place of one that is there; ACR does the same when a workflow is updated. Keys that
     * ACR does not know are ignored there.
     *
     * @param host host and optional port of the registry
     * @return digest of the artifact's manifest
     * @throws FailureException {@link ReasonCode#POLICY_INVALID} where it is no JSON, {@link ReasonCode#TOO_LARGE} beyond ACR's limit of
     *     {@link PolicyReader#LARGEST} bytes, and what the registry answers
     */
    public Digest write(String host, byte[] document) {
        Repository repository = new Repository(host, REPOSITORY);
        String action = "writing ACR's policy " + repository + ":" + TAG + ": ";
        if (document.length > PolicyReader.LARGEST) {
            throw tooLarge(action + "the document has " + document.length + " bytes");
        }
        requireJson(document, action + "the document");
        Descriptor config = Descriptor.of(CONFIG_TYPE, registry.putBlob(repository, EMPTY_CONFIG), EMPTY_CONFIG.length);
        Descriptor plain = Descriptor.of(LAYER_TYPE, registry.putBlob(repository, document), document.length);
        Descriptor layer = new Descriptor(
                plain.mediaType(),
                plain.digest(),
                plain.size(),
                plain.platform(),
                plain.artifactType(),
                Map.of(TITLE, FILE_NAME));
        return registry.putManifest(repository, TAG, ManifestWriter.manifest(config, List.of(layer), Map.of()));
    }

    private static ImageManifest artifact(RawManifest raw, String action) {
        if (MediaType.isIndex(raw.mediaType())) {
            throw invalid(action + "an index of images lies there, which is no policy");
        }
        ImageManifest manifest = ImageManifest.parse(raw);
        if (manifest.isContainerImage()) {
            throw invalid(action + "a container image lies there, which is no policy");
        }
        return manifest;
    }

    private static void requireJson(byte[] document, String what) {
        if (JsonText.read(document, PolicyReader.LARGEST) instanceof JsonText.Reading.NotJson(var problems)) {
            throw invalid(what + " is no JSON: " + problems.all().getFirst());
        }
    }

    private static FailureException invalid(String detail) {
        return Failure.of(ReasonCode.POLICY_INVALID, detail).toException();
    }

    private static FailureException tooLarge(String detail) {
        return Failure.of(ReasonCode.TOO_LARGE, detail + "; at most " + PolicyReader.LARGEST + " are read")
                .toException();
    }
}
