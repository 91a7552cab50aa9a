package dev.cssc.cli.registry;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.service.TriggerApi;

/** Where registries are in the service's API. */
final class RegistryPaths {
    static final String ALL = "/api/v1/registries";

    private RegistryPaths() {}

    static String of(String name) {
        if (name.isBlank()) {
            throw new CliException(ExitCode.INVALID, "A registry's name is not empty.");
        }
        return ALL + "/" + TriggerApi.segment(name);
    }
}
