package dev.cssc.common.registry.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.source.yaml.YamlConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * Registries from a file of their own, named by {@code cssc.registries-file}: YAML, or properties where its name ends so, with the keys
 * {@code cssc.registries.<name>.…}. Made for a repository of configuration that is mounted into all services. Read at the start; environment
 * variables and system properties win over it.
 */
public final class RegistriesFile implements ConfigSourceFactory {
    /** Names the file. */
    public static final String KEY = "cssc.registries-file";

    private static final String PREFIX = "cssc.registries.";

    /** Above a service's application.properties (250), below the environment (300). */
    private static final int ORDINAL = 275;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue value = context.getValue(KEY);
        return value == null || value.getValue() == null || value.getValue().isBlank()
                ? List.of()
                : List.of(read(Path.of(value.getValue().trim())));
    }

    /** After the sources that say where the file is. */
    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(290);
    }

    private static ConfigSource read(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(KEY + ": " + file.toAbsolutePath() + " cannot be read");
        }
        ConfigSource source;
        try {
            URL url = file.toUri().toURL();
            source = file.toString().endsWith(".properties")
                    ? new PropertiesConfigSource(url, ORDINAL)
                    : new YamlConfigSource(url, ORDINAL);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(KEY + ": " + file + " cannot be read: " + e.getMessage(), e);
        }
        source.getPropertyNames().stream()
                .filter(name -> !name.startsWith(PREFIX) && !name.equals("config_ordinal"))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            KEY + ": " + file + " has the key " + name + "; only " + PREFIX + "… belongs there");
                });
        return source;
    }
}
