package dev.cssc.cli.service;

import dev.cssc.cli.command.CliCommand;
import dev.cssc.cli.command.Home;
import picocli.CommandLine.Option;

import java.util.Optional;

/** Base of the commands that call the trigger service. {@link #api} is the service that was named, or the local stack's. */
public abstract class ServiceCommand extends CliCommand {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The trigger service; default: $CSSC_URL, else the local stack.")
    private Optional<String> url = Optional.empty();

    /**
     * The service's API.
     *
     * @throws dev.cssc.cli.command.CliException where no service is named and no local stack is up, or what is named is no address
     */
    protected final TriggerApi api() {
        return new TriggerApi(
                Endpoint.resolve(Service.TRIGGER, url, Service.TRIGGER.fromEnvironment(), Home.directory()));
    }

    /** True where somebody named a service, or a local stack is up; it may still not answer. */
    protected final boolean serviceIsNamed() {
        return Endpoint.isNamed(url, Service.TRIGGER.fromEnvironment(), Home.directory());
    }

    /** An API that outlasts short outages of the service, saying so once for each. */
    protected final Patience patience() {
        return new Patience(this::remark);
    }
}
