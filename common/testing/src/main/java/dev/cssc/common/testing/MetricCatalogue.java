package dev.cssc.common.testing;

import dev.cssc.common.testing.PrometheusText.Family;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics that docs/observability.md lists. Each service compares them with what it shows, so that the page is right; dashboards and
 * alerts are compared with the page, so that they name nothing that does not exist.
 */
public final class MetricCatalogue {
    /** In the page: something of every service. */
    private static final String EVERYWHERE = "all";

    private static final String PAGE = "docs/observability.md";
    private static final String OURS = "cssc_";
    private static final String KAFKA = "kafka_";
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z_]+)(?:\\{([a-z_,]+)})?` \\| (\\w+) \\| ([a-z, ]+) \\| (.+) \\|");

    private final List<Metric> metrics;

    private MetricCatalogue(List<Metric> metrics) {
        this.metrics = metrics;
    }

    /**
     * A row.
     *
     * @param name without the endings that a summary's series have
     * @param labels that its series have
     * @param type as Prometheus calls it
     * @param services which show it
     * @param text what the page says of it
     */
    public record Metric(String name, Set<String> labels, String type, Set<String> services, String text) {
        /** The names that a query can use. */
        public List<String> series() {
            return type.equals("summary") ? List.of(name + "_count", name + "_sum", name + "_max") : List.of(name);
        }

        private boolean isOf(String service) {
            return services.contains(EVERYWHERE) || services.contains(service);
        }
    }

    /** Reads the page of this checkout. */
    public static MetricCatalogue read() {
        try {
            return of(Files.readAllLines(project().resolve(PAGE)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + PAGE, e);
        }
    }

    /** Reads rows of a page. */
    static MetricCatalogue of(Collection<String> lines) {
        return new MetricCatalogue(
                lines.stream().flatMap(line -> row(line).stream()).toList());
    }

    private static Optional<Metric> row(String line) {
        Matcher row = ROW.matcher(line.strip());
        return row.matches()
                ? Optional.of(new Metric(
                        row.group(1),
                        Optional.ofNullable(row.group(2))
                                .map(MetricCatalogue::words)
                                .orElse(Set.of()),
                        row.group(3),
                        words(row.group(4)),
                        row.group(5)))
                : Optional.empty();
    }

    private static Set<String> words(String list) {
        return new TreeSet<>(List.of(list.split(",\\s*")));
    }

    /** The root of the checkout that the tests run in. */
    private static Path project() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(directory.resolve("mvnw"))) {
            directory = Optional.ofNullable(directory.getParent())
                    .orElseThrow(() -> new IllegalStateException("the tests run outside of a checkout"));
        }
        return directory;
    }

    /** The metric that a query means by this name of a series. */
    public Optional<Metric> find(String series) {
        return metrics.stream()
                .filter(metric -> metric.series().contains(series))
                .findFirst();
    }

    /** What the page has of Kafka's client and the service has not so. Micrometer looks what there is of it once a minute only. */
    public List<String> differencesOfKafka(String text) {
        Map<String, Family> shown = PrometheusText.families(text);
        return metrics.stream()
                .filter(metric -> metric.name().startsWith(KAFKA))
                .flatMap(metric -> differences(metric, shown).stream())
                .toList();
    }

    /** What else is in the page and not so in the service, or the other way round; each in a sentence. */
    public List<String> differences(String service, String text) {
        Map<String, Family> shown = PrometheusText.families(text);
        List<String> differences = new ArrayList<>();
        metrics.stream()
                .filter(metric -> metric.isOf(service) && !metric.name().startsWith(KAFKA))
                .forEach(metric -> differences.addAll(differences(metric, shown)));
        shown.values().stream()
                .filter(family -> family.name().startsWith(OURS))
                .filter(family -> metrics.stream()
                        .noneMatch(
                                metric -> metric.isOf(service) && metric.name().equals(family.name())))
                .forEach(family -> differences.add(service + " shows " + family + ", which is not in " + PAGE));
        return differences;
    }

    private static List<String> differences(Metric metric, Map<String, Family> shown) {
        return Optional.ofNullable(shown.get(metric.name()))
                .map(family -> differences(metric, family))
                .orElseGet(() -> List.of(metric.name() + " is in " + PAGE + " and not shown"));
    }

    private static List<String> differences(Metric metric, Family family) {
        List<String> differences = new ArrayList<>();
        boolean ours = metric.name().startsWith(OURS);
        if (ours ? !metric.labels().equals(family.labels()) : !family.labels().containsAll(metric.labels())) {
            differences.add(metric.name() + " has the labels " + family.labels() + ", not " + metric.labels());
        }
        if (!metric.type().equals(family.type())) {
            differences.add(metric.name() + " is a " + family.type() + ", not a " + metric.type());
        }
        if (ours && !metric.text().startsWith(family.help().replaceAll("\\.$", ""))) {
            differences.add(metric.name() + " says of itself '" + family.help() + "', not '" + metric.text() + "'");
        }
        return differences;
    }
}
