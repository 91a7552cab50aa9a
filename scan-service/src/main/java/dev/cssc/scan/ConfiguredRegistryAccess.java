package dev.cssc.scan;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.ChildTool;
import dev.cssc.common.registry.DockerConfigDirectories;
import dev.cssc.common.registry.DockerConfigDirectory;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.registry.RepositoryAccess;
import dev.cssc.common.registry.Scheme;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.image.ImageDocuments;
import jakarta.enterprise.context.ApplicationScoped;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Access as configured under {@code cssc.registries}. */
@ApplicationScoped
public class ConfiguredRegistryAccess implements RegistryAccess {

    private final Registries registries;
    private final DockerConfigDirectories directories;
    private final ImageDocuments documents;

    ConfiguredRegistryAccess(Registries registries, DockerConfigDirectories directories, ImageDocuments documents) {
        this.registries = registries;
        this.directories = directories;
        this.documents = documents;
    }

    @Override
    public Login login(Repository repository, ChildTool tool, Duration step) {
        RegistrySettings settings = registries.settings(repository.registry());
        return new ConfiguredLogin(settings, directories.create(Set.of(RepositoryAccess.pull(repository)), tool, step));
    }

    @Override
    public List<String> layers(Repository repository, Digest manifest) {
        return ImageManifest.parse(documents.manifest(repository, manifest)).layers().stream()
                .map(layer -> layer.digest().toString())
                .toList();
    }

    private record ConfiguredLogin(RegistrySettings settings, DockerConfigDirectory directory) implements Login {

        @Override
        public boolean plainHttp() {
            return settings.scheme() == Scheme.HTTP;
        }

        @Override
        public Optional<Path> certificates() {
            return settings.ca();
        }

        @Override
        public Path dockerConfig() {
            return directory.path();
        }

        @Override
        public void close() {
            directory.close();
        }
    }
}
