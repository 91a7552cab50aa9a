package dev.cssc.cli.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.command.ListLimit;
import dev.cssc.cli.service.AllServicesCommand;
import dev.cssc.cli.service.Service;
import dev.cssc.cli.service.ServiceApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the work of the three services took and cost together. */
@Command(
        name = "cost",
        description = "Show the seconds that the services worked, and what they cost where they have a price.")
public final class CostCommand extends AllServicesCommand {
    /** Numbers as they are written: money is not to be changed on its way through binary fractions. */
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "month",
            description = "What to add up: image, workflow, month or task; default: ${DEFAULT-VALUE}.")
    private Grouping by = Grouping.MONTH;

    @Option(names = "--month", paramLabel = "YYYY-MM", description = "Only of this month, of UTC.")
    private Optional<String> month = Optional.empty();

    @Option(
            names = "--workflow",
            paramLabel = "NAME",
            description = "Only of this workflow; - for images that belong to none, '' for what was nobody's.")
    private Optional<String> workflow = Optional.empty();

    @Option(names = "--registry", paramLabel = "HOST", description = "Only on images in this registry.")
    private Optional<String> registry = Optional.empty();

    @Option(names = "--repository", paramLabel = "PATH", description = "Only on images in repositories of this path.")
    private Optional<String> repository = Optional.empty();

    @Option(names = "--task", paramLabel = "TASK", description = "Only this: scan, verify, patch, promote …")
    private Optional<String> task = Optional.empty();

    @Mixin
    private ListLimit limit = new ListLimit(50);

    @Override
    public Integer call() {
        int most = limit.checked();
        month.filter(text -> !text.matches("\\d{4}-(0[1-9]|1[0-2])")).ifPresent(text -> {
            throw new CliException(
                    ExitCode.INVALID, "--month is '" + text + "'; expected YYYY-MM, for example 2026-11.");
        });
        Ledger ledger = new Ledger(by);
        List<Service> missing = new ArrayList<>();
        for (Service service : Service.values()) {
            try {
                ledger.add(all(api(service)));
            } catch (CliException e) {
                if (e.exitCode() == ExitCode.INVALID) {
                    throw e;
                }
                missing.add(service);
                remark("cssc: " + e.getMessage());
            }
        }
        if (missing.size() == Service.values().length) {
            return ExitCode.UNREACHABLE;
        }
        show(ledger, most, missing);
        return missing.isEmpty() ? ExitCode.OK : ExitCode.UNREACHABLE;
    }

    private void show(Ledger ledger, int most, List<Service> missing) {
        List<Ledger.Line> lines = ledger.lines();
        List<Ledger.Line> first = lines.subList(0, Math.min(most, lines.size()));
        CostText text = new CostText(by, ledger.currency());
        print(
                text.json(first, ledger.total(), missing),
                forPeople() ? text.table(first, ledger.total()) : text.rows(first),
                none());
        if (first.size() < lines.size() && forPeople()) {
            remark("These are " + first.size() + " of " + lines.size()
                    + "; the total is that of all. --limit shows up to " + ListLimit.MOST + ".");
        }
        if (ledger.isMixed()) {
            remark(
                    "No money is shown: not every service has a price (cssc.cost.price-per-second) in the same currency.");
        }
        missing.forEach(service -> remark("What the " + service.title() + " worked is not in it."));
    }

    /** What an empty list says. That nothing was spent is an answer, not an error. */
    private String none() {
        boolean all = Stream.of(month, workflow, registry, repository, task).allMatch(Optional::isEmpty);
        return all ? "Nothing was worked on yet." : "No work matches.";
    }

    /** All groups of that service, page by page. */
    private List<JsonNode> all(ServiceApi api) {
        String parameters = ServiceApi.parameter("month", month)
                + ServiceApi.parameter("workflow", workflow)
                + ServiceApi.parameter("registry", registry)
                + ServiceApi.parameter("repository", repository)
                + ServiceApi.parameter("task", task);
        return api.pages("/api/v1/costs?by=" + by, parameters, "costs", by.toString(), path -> exact(api, path));
    }

    private static JsonNode exact(ServiceApi api, String path) {
        try {
            return EXACT.readTree(api.text(path));
        } catch (JsonProcessingException e) {
            throw new CliException("The answer to " + path + " is no JSON: " + e.getOriginalMessage());
        }
    }
}
