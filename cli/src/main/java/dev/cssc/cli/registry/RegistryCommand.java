package dev.cssc.cli.registry;

import picocli.CommandLine.Command;

/** Commands about registries. */
@Command(
        name = "registry",
        description = "Define, change, show, list, try and remove the registries that the services talk to.",
        subcommands = {
            AddRegistry.class,
            UpdateRegistry.class,
            ListRegistries.class,
            ShowRegistry.class,
            TestRegistry.class,
            RemoveRegistry.class
        })
public final class RegistryCommand {}
