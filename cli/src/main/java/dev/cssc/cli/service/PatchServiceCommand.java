package dev.cssc.cli.service;

import dev.cssc.cli.command.CliCommand;
import dev.cssc.cli.command.Home;
import picocli.CommandLine.Option;

import java.util.Optional;

/** Base of the commands that call the patch service. */
public abstract class PatchServiceCommand extends CliCommand {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The patch service; default: $CSSC_PATCH_URL, else the local stack.")
    private Optional<String> url = Optional.empty();

    /**
     * The service's API.
     *
     * @throws dev.cssc.cli.command.CliException where it is not named and no local stack is up, or what is named is no address
     */
    protected final ServiceApi api() {
        return new ServiceApi(
                Service.PATCH, Endpoint.resolve(Service.PATCH, url, Service.PATCH.fromEnvironment(), Home.directory()));
    }
}
