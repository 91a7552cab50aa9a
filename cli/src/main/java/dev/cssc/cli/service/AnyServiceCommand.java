package dev.cssc.cli.service;

import dev.cssc.cli.command.CliCommand;
import dev.cssc.cli.command.Home;
import picocli.CommandLine.Option;

import java.util.Optional;

/** Base of the commands that go with each of the services. */
public abstract class AnyServiceCommand extends CliCommand {
    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            defaultValue = "scan",
            description = "Whose: scan, patch or trigger; default: ${DEFAULT-VALUE}.")
    private Service service = Service.SCAN;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "That service; default: $CSSC_SCAN_URL, $CSSC_PATCH_URL or $CSSC_URL, else the local stack.")
    private Optional<String> url = Optional.empty();

    /** The service that was chosen. */
    protected final Service service() {
        return service;
    }

    /**
     * The API of that service.
     *
     * @throws dev.cssc.cli.command.CliException where it is not named and no local stack is up, or what is named is no address
     */
    protected final ServiceApi api() {
        return new ServiceApi(service, Endpoint.resolve(service, url, service.fromEnvironment(), Home.directory()));
    }
}
