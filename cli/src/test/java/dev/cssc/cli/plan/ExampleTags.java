package dev.cssc.cli.plan;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RegistrySettings;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The repository {@code demo/app}: a source with two patches, one whose 999 patches are used up, and builds that nobody asks for. */
final class ExampleTags {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    private final RegistryClient client;
    private final Repository repository;

    private ExampleTags(String host) {
        client = new HttpRegistryClient(new Registries(List.of(RegistrySettings.plain("test", host))));
        repository = new Repository(host, "demo/app");
    }

    static void push(String host) {
        ExampleTags tags = new ExampleTags(host);
        tags.client.putBlob(tags.repository, EMPTY);
        Digest source = tags.put("1.0", Optional.empty());
        tags.put("1.0-1", Optional.of(source));
        tags.put("1.0-2", Optional.of(source));
        Digest old = tags.put("0.9", Optional.empty());
        tags.put("0.9-999", Optional.of(old));
        for (int build = 0; build < 12; build++) {
            tags.put("build.%02d".formatted(build), Optional.empty());
        }
    }

    private Digest put(String tag, Optional<Digest> base) {
        String config = "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\""
                + Digest.of(EMPTY).value() + "\",\"size\":" + EMPTY.length + "}";
        String annotations = "\"tag\":\"" + tag + "\""
                + base.map(digest -> ",\"org.opencontainers.image.base.digest\":\"" + digest.value() + "\"")
                        .orElse("");
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + config
                        + ",\"layers\":[],\"annotations\":{" + annotations + "}}")
                .getBytes(StandardCharsets.UTF_8);
        return client.putManifest(repository, new Tag(tag), new RawManifest(MANIFEST, manifest));
    }
}
