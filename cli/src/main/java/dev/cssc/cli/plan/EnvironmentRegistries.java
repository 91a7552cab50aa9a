package dev.cssc.cli.plan;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.config.ConfiguredRegistries;
import dev.cssc.common.registry.config.RegistriesConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;

/** The registries that environment variables configure for the services, read as the services read them. */
final class EnvironmentRegistries {
    private EnvironmentRegistries() {}

    /**
     * @throws CliException naming every key that is wrong
     */
    static Registries read() {
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
