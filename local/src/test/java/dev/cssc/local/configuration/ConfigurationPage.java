package dev.cssc.local.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page docs/configuration.md. */
final class ConfigurationPage {
    private static final String BEGINNING = """
            # Configuration

            Every key of the three services. This page is generated from the interfaces that read the keys, so that it cannot be behind them.

            ## How to set a key

            | where | written |
            |---|---|
            | environment variable | in capitals, every other character an underscore: `cssc.worker.lease` is `CSSC_WORKER_LEASE` |
            | system property of the JVM | `-Dcssc.worker.lease=30s` |
            | file `config/application.properties` in the directory that the service is started in | `cssc.worker.lease=30s` |
            | local stack: file `.cssc/settings`, for services started from then on | `CSSC_WORKER_LEASE=30s` |

            Of a key that is set in several places the system property counts, then the variable, then the file. What is set is read at the start; a \
            value that cannot be read ends it, and the log names the key. A variable that belongs to no key is not noticed: compare it with this page.

            | type | for example |
            |---|---|
            | duration | `500ms`, `30s`, `10m`, `6h`, `90d`, or ISO 8601: `PT10M`, `P30D` |
            | size | bytes with `K`, `M`, `G`, each 1024 of the smaller: `512M` |
            | …, several | separated by commas |

            `<name>` is a name of your choice; in a variable it is written in capitals too: `CSSC_REGISTRIES_QUAY_HOST` sets the host of `quay`. A \
            name with other characters than small letters and digits, such as `HTTP_PROXY` in an environment, is to be set in the file. A \
            default that only some of the services have names them. What the command `cssc` reads is on [its own page](cli.md).

            """;

    private ConfigurationPage() {}

    static String of(List<ConfigurationMapping> mappings, ServiceProperties services) {
        StringBuilder page = new StringBuilder(BEGINNING);
        page.append(
                "## What an operator has to set\n\nOf Quarkus and the Kafka client; both know more keys, which work as well.\n\n");
        append(page, OperatorKeys.required(), services);
        page.append("\nThese have a value that serves on one machine:\n\n");
        append(page, OperatorKeys.usual(), services);
        page.append("\nThese are the services' own, and not to be changed:\n\n");
        append(page, OperatorKeys.fixed(), services);
        page.append("\n## Keys by prefix\n\n| prefix | services | |\n|---|---|---|\n");
        for (ConfigurationMapping mapping : mappings) {
            page.append("| [`%s`](#%s) | %s | %s |\n"
                    .formatted(
                            mapping.prefix(),
                            anchor(mapping),
                            names(services.having(mapping.module())),
                            firstSentence(mapping)));
        }
        page.append("""

                Beside them [`cssc.registries-file`](registries.md#from-a-file-for-gitops) (`CSSC_REGISTRIES_FILE`) names a file with keys below \
                `cssc.registries`.
                """);
        for (ConfigurationMapping mapping : mappings) {
            append(page, mapping, services);
        }
        return page.toString();
    }

    private static void append(StringBuilder page, Map<String, String> keys, ServiceProperties services) {
        page.append("| key | default | meaning |\n|---|---|---|\n");
        keys.forEach((name, meaning) -> {
            ConfigurationKey key = new ConfigurationKey(name, Optional.of("text"), Optional.empty(), false, meaning);
            page.append("| %s | %s | %s |\n".formatted(named(key), bySame(services.settings(name)), meaning));
        });
    }

    private static void append(StringBuilder page, ConfigurationMapping mapping, ServiceProperties services) {
        List<String> having = services.having(mapping.module());
        page.append("\n## `").append(mapping.prefix()).append("`\n\n");
        page.append(mapping.meaning())
                .append(" Read by: ")
                .append(names(having))
                .append(".\n\n");
        page.append("| key | type | default | meaning |\n|---|---|---|---|\n");
        for (ConfigurationKey key : mapping.keys()) {
            page.append(
                    key.group()
                            ? "| `%s` | keys below | | %s |\n".formatted(key.name(), key.meaning())
                            : "| %s | %s | %s | %s |\n"
                                    .formatted(
                                            named(key),
                                            key.type().orElseThrow(),
                                            standard(key, services.settings(key.name())),
                                            key.meaning()));
        }
    }

    private static String named(ConfigurationKey key) {
        return "`" + key.name() + "`<br>`" + key.variable() + "`";
    }

    /** The interface's default, and what services put in its place. */
    private static String standard(ConfigurationKey key, Map<String, String> settings) {
        Map<String, String> other = new LinkedHashMap<>(settings);
        key.standard().ifPresent(value -> other.values().removeIf(value::equals));
        String own = key.required()
                ? "required"
                : key.standard().map(value -> "`" + value + "`").orElse("–");
        return other.isEmpty() ? own : own + "; " + bySame(other);
    }

    /** Values with the services that have them, which are not named where all have the same. */
    private static String bySame(Map<String, String> settings) {
        if (settings.isEmpty()) {
            return "–";
        }
        if (settings.size() == ServiceProperties.SERVICES.size()
                && settings.values().stream().distinct().count() == 1) {
            return "`" + settings.values().iterator().next() + "`";
        }
        return settings.entrySet().stream()
                .map(entry -> "`" + entry.getValue() + "` (" + entry.getKey() + ")")
                .collect(Collectors.joining(", "));
    }

    private static String names(List<String> services) {
        return services.size() == ServiceProperties.SERVICES.size() ? "all" : String.join(", ", services);
    }

    /** As GitHub makes anchors of headings. */
    private static String anchor(ConfigurationMapping mapping) {
        return mapping.prefix().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "");
    }

    private static String firstSentence(ConfigurationMapping mapping) {
        return mapping.meaning().split("(?<=[.]) ", 2)[0];
    }
}
