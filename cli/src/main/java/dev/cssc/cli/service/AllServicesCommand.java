package dev.cssc.cli.service;

import dev.cssc.cli.command.CliCommand;
import dev.cssc.cli.command.Home;
import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Base of the commands that ask all three services at once. */
public abstract class AllServicesCommand extends CliCommand {
    @Option(
            names = "--url",
            paramLabel = "SERVICE=URL",
            description = "A service: trigger, scan or patch; may be repeated. Default: $CSSC_URL, $CSSC_SCAN_URL and"
                    + " $CSSC_PATCH_URL, else the local stack.")
    private Map<Service, String> urls = new LinkedHashMap<>();

    /**
     * The API of that service.
     *
     * @throws dev.cssc.cli.command.CliException where it is not named and no local stack is up, or what is named is no address
     */
    protected final ServiceApi api(Service service) {
        return new ServiceApi(
                service,
                Endpoint.resolve(
                        service, Optional.ofNullable(urls.get(service)), service.fromEnvironment(), Home.directory()));
    }
}
