package dev.cssc.common.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cssc.common.image.Platform;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An image in the making: layers, configuration and annotations, from which manifest and configuration follow. The same parts give the
 * same digest.
 *
 * @param layers lowest first
 * @param config how its containers start
 * @param annotations of its manifest
 * @param platform what its programs run on
 */
public record ImageBuild(List<Layer> layers, ImageConfig config, Map<String, String> annotations, Platform platform) {
    static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";
    /** Ordered by key: the same image has the same digest every time. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    public ImageBuild {
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
    }

    /** An image of these layers for this machine, with nothing configured. */
    public static ImageBuild of(Layer... layers) {
        return new ImageBuild(List.of(layers), ImageConfig.EMPTY, Map.of(), Platform.host());
    }

    /** An image without operating system or package manager, as made {@code FROM scratch}: one file. */
    public static ImageBuild scratch() {
        return of(Layer.ofFiles(Map.of("hello.txt", "hello\n")));
    }

    /** The same image with this configuration. */
    public ImageBuild configured(ImageConfig other) {
        return new ImageBuild(layers, other, annotations, platform);
    }

    /** The same image for another platform; its layers are taken for that platform's. */
    public ImageBuild on(Platform other) {
        return new ImageBuild(layers, config, annotations, other);
    }

    /** A child of this image: one more layer on top. */
    public ImageBuild plus(Layer layer) {
        List<Layer> more = new ArrayList<>(layers);
        more.add(layer);
        return new ImageBuild(more, config, annotations, platform);
    }

    /** The same image with one more annotation on its manifest. */
    public ImageBuild annotated(String name, String value) {
        Map<String, String> more = new TreeMap<>(annotations);
        more.put(name, value);
        return new ImageBuild(layers, config, more, platform);
    }

    /**
     * Puts the image into a registry that speaks plain HTTP without credentials, as embedded ones do.
     *
     * @param registry {@code host:port}
     * @return the manifest's digest
     */
    public String push(String registry, String repository, String tag) {
        PlainRegistry target = new PlainRegistry(registry, repository);
        layers.forEach(layer -> target.putBlob(layer.digest(), layer.body()));
        byte[] configuration = configuration();
        target.putBlob(configuration);
        return target.putManifest(tag, MANIFEST_TYPE, manifest(configuration));
    }

    private byte[] configuration() {
        Map<String, Object> start = new LinkedHashMap<>();
        putUnlessEmpty(start, "User", config.user());
        putUnlessEmpty(start, "ExposedPorts", emptyObjects(config.exposedPorts()));
        putUnlessEmpty(start, "Env", config.env());
        putUnlessEmpty(start, "Entrypoint", config.entrypoint());
        putUnlessEmpty(start, "Cmd", config.cmd());
        putUnlessEmpty(start, "Volumes", emptyObjects(config.volumes()));
        putUnlessEmpty(start, "WorkingDir", config.workingDirectory());
        putUnlessEmpty(start, "Labels", config.labels());

        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("created", "1970-01-01T00:00:00Z");
        whole.put("architecture", platform.architecture());
        platform.variant().ifPresent(variant -> whole.put("variant", variant));
        whole.put("os", platform.os());
        whole.put("config", start);
        whole.put(
                "rootfs",
                Map.of(
                        "type",
                        "layers",
                        "diff_ids",
                        layers.stream().map(Layer::diffId).toList()));
        return json(whole);
    }

    private byte[] manifest(byte[] configuration) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MANIFEST_TYPE);
        manifest.put("config", descriptor(CONFIG_TYPE, Layer.sha256(configuration), configuration.length));
        manifest.put(
                "layers",
                layers.stream()
                        .map(layer -> descriptor(LAYER_TYPE, layer.digest(), layer.size()))
                        .toList());
        putUnlessEmpty(manifest, "annotations", annotations);
        return json(manifest);
    }

    private static Map<String, Object> descriptor(String type, String digest, long size) {
        Map<String, Object> descriptor = new LinkedHashMap<>();
        descriptor.put("mediaType", type);
        descriptor.put("digest", digest);
        descriptor.put("size", size);
        return descriptor;
    }

    private static Map<String, Object> emptyObjects(List<String> names) {
        Map<String, Object> objects = new TreeMap<>();
        names.forEach(name -> objects.put(name, Map.of()));
        return objects;
    }

    private static void putUnlessEmpty(Map<String, Object> target, String name, Object value) {
        boolean empty = switch (value) {
            case String text -> text.isEmpty();
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
        if (!empty) {
            target.put(name, value);
        }
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("an image's document cannot be written", e);
        }
    }
}
