package dev.cssc.patch.rebase;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.layer.LayerPaths;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.graft.ImageLayers;
import dev.cssc.patch.graft.Layers;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Images and builds of their bases as the registry has them. Every method throws where a registry does not answer. */
@ApplicationScoped
class BaseRegistry {
    private final RegistryClient registry;
    private final Layers layers;
    private final BaseFiles files;

    BaseRegistry(RegistryClient registry, Layers layers, BaseFiles files) {
        this.registry = registry;
        this.layers = layers;
        this.files = files;
    }

    /** One platform's image: its manifest with what is stated there, and its configuration. */
    record Image(Digest digest, ImageManifest manifest, ImageConfig config) {
        ImageLayers layers() {
            return ImageLayers.of(manifest, config);
        }
    }

    /** The image; empty where it is not there, or is none. */
    Optional<Image> image(Repository repository, Digest digest) {
        return registry.manifest(ImageReference.of(repository, digest)).flatMap(raw -> image(repository, raw));
    }

    private Optional<Image> image(Repository repository, RawManifest raw) {
        return Optional.of(raw)
                .filter(there -> ImageManifest.isManifest(there.mediaType()))
                .map(ImageManifest::parse)
                .filter(ImageManifest::isContainerImage)
                .map(manifest -> new Image(
                        raw.digest(),
                        manifest,
                        ImageConfig.parse(
                                registry.blob(repository, manifest.config().digest(), ImageConfig.LARGEST))));
    }

    /** What the reference points to; empty where there is nothing. */
    Optional<RawManifest> find(ImageReference base) {
        return registry.manifest(base);
    }

    /** The build for exactly that platform; empty where there is none. */
    Optional<BaseBuild> build(Repository repository, RawManifest found, Platform platform) {
        if (!MediaType.isIndex(found.mediaType())) {
            return image(repository, found).flatMap(image -> build(repository, image, platform));
        }
        // An index may name a platform in less words than the image's configuration.
        return ImageIndex.parse(found).images().stream()
                .filter(child -> child.platform()
                        .filter(p ->
                                p.os().equals(platform.os()) && p.architecture().equals(platform.architecture()))
                        .isPresent())
                .map(Descriptor::digest)
                .flatMap(child -> image(repository, child).stream())
                .flatMap(image -> build(repository, image, platform).stream())
                .findFirst();
    }

    private static Optional<BaseBuild> build(Repository repository, Image image, Platform platform) {
        return image.config()
                .platform()
                .filter(platform::equals)
                .map(same -> new BaseBuild(repository, image.digest(), same, image.layers()))
                .filter(build -> !build.image().layers().isEmpty());
    }

    /** Which paths the layers touch. */
    List<LayerPaths> paths(Repository repository, List<ImageLayers.Layer> of) {
        return layers.paths(repository, of);
    }

    /** Which distribution and release the build says it is (os-release(5)); empty where it does not. */
    Optional<OperatingSystem> os(BaseBuild build) {
        BuiltTree built = new BuiltTree(
                build, FileTree.after(paths(build.repository(), build.image().layers())));
        return Stream.of("etc/os-release", "usr/lib/os-release")
                .flatMap(path -> files.file(built, path).stream())
                .findFirst()
                .flatMap(file -> OsRelease.parse(file.beginning()));
    }
}
