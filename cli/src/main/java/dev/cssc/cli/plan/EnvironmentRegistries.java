package dev.cssc.cli.plan;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.command.NativeProgram;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.config.ConfiguredRegistries;
import dev.cssc.common.registry.config.RegistriesConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;

import java.util.List;

/** The registries that environment variables configure for the services, read as the services read them. */
final class EnvironmentRegistries {
    private EnvironmentRegistries() {}

    /**
     * @throws CliException naming every key that is wrong; in a native program also where there is one at all, since reading them takes
     *     classes that are made while it runs
     */
    static Registries read() {
        List<String> variables = System.getenv().keySet().stream()
                .filter(name -> name.startsWith("CSSC_REGISTRIES_"))
                .sorted()
                .toList();
        return NativeProgram.isThis() ? none(variables) : readAll();
    }

    /**
     * No registry, where none is configured.
     *
     * @throws CliException where one is
     */
    static Registries none(List<String> variables) {
        if (!variables.isEmpty()) {
            throw new CliException(
                    ExitCode.INVALID,
                    "The environment configures registries (" + String.join(", ", variables)
                            + "), which the native command does not read. Unset these and use --registry with"
                            + " --scheme, --ca-file and --docker-config, or run the command on a JVM.");
        }
        return new Registries(List.of());
    }

    private static Registries readAll() {
        try {
            return ConfiguredRegistries.of(new SmallRyeConfigBuilder()
                    .addSystemSources()
                    .withMapping(RegistriesConfig.class)
                    .withValidateUnknown(false)
                    .build()
                    .getConfigMapping(RegistriesConfig.class));
        } catch (IllegalArgumentException | ConfigValidationException e) {
            throw new CliException(ExitCode.INVALID, "The environment: " + e.getMessage());
        }
    }
}
