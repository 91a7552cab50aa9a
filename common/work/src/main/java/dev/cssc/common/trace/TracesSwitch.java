package dev.cssc.common.trace;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Switches OpenTelemetry on where an address of a collector is configured, and off where none is: Quarkus' own default is to look for one on
 * this machine. Reads, in this order, Quarkus' keys, {@link TracesConfig} and the variables that OpenTelemetry specifies for all languages.
 */
public final class TracesSwitch implements ConfigSourceFactory {
    /** Above the defaults that the services share, below everything that somebody configures. */
    private static final int ORDINAL = 95;

    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
    private static final String PROTOCOL = "quarkus.otel.exporter.otlp.protocol";
    /** What OpenTelemetry's variable for traces alone ends with, and Quarkus adds by itself. */
    private static final String SIGNAL_PATH = "/v1/traces/?";

    private static final String HEADERS = "quarkus.otel.exporter.otlp.headers";
    private static final String RATIO = "quarkus.otel.traces.sampler.arg";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> answers = new HashMap<>();
        Optional<String> endpoint = first(
                context,
                "quarkus.otel.exporter.otlp.traces.endpoint",
                ENDPOINT,
                "cssc.traces.endpoint",
                "otel.exporter.otlp.traces.endpoint",
                "otel.exporter.otlp.endpoint");
        boolean disabled =
                first(context, "otel.sdk.disabled").map(Boolean::parseBoolean).orElse(false);
        answers.put(DISABLED, Boolean.toString(endpoint.isEmpty() || disabled));
        endpoint.ifPresent(address -> answers.put(ENDPOINT, address.replaceFirst(SIGNAL_PATH + "$", "")));
        first(context, "cssc.traces.protocol", "otel.exporter.otlp.traces.protocol", "otel.exporter.otlp.protocol")
                .ifPresent(protocol -> answers.put(PROTOCOL, protocol));
        // By name and not by value: what is here while the services are built becomes part of them, and headers are
        // credentials.
        first(context, "otel.exporter.otlp.traces.headers", "otel.exporter.otlp.headers")
                .ifPresent(headers ->
                        answers.put(HEADERS, "${otel.exporter.otlp.traces.headers:${otel.exporter.otlp.headers:}}"));
        first(context, "cssc.traces.ratio", "otel.traces.sampler.arg").ifPresent(ratio -> answers.put(RATIO, ratio));
        return List.of(new PropertiesConfigSource(answers, "cssc.traces", ORDINAL));
    }

    /** The first of these that somebody configured; what has no more than a default does not count. */
    private static Optional<String> first(ConfigSourceContext context, String... names) {
        for (String name : names) {
            ConfigValue value = context.getValue(name);
            if (value != null
                    && value.getValue() != null
                    && !value.getValue().isBlank()
                    && value.getConfigSourceOrdinal() > 0) {
                return Optional.of(value.getValue());
            }
        }
        return Optional.empty();
    }
}
