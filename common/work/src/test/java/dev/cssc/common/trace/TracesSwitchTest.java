package dev.cssc.common.trace;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What switches traces on, and which of several words about them counts. */
class TracesSwitchTest {
    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";

    private static SmallRyeConfig with(Map<String, String> configured) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withDefaultValue(DISABLED, "false")
                .withDefaultValue(ENDPOINT, "http://localhost:4317")
                .withSources(new PropertiesConfigSource(configured, "test", 300))
                .withSources(new TracesSwitch())
                .build();
    }

    private static String value(SmallRyeConfig config, String name) {
        return config.getValue(name, String.class);
    }

    @Test
    void withoutAnAddressTheyAreOffWhateverQuarkusTakesForOne() {
        assertThat(value(with(Map.of()), DISABLED)).isEqualTo("true");
        assertThat(value(with(Map.of("cssc.traces.endpoint", "")), DISABLED)).isEqualTo("true");
    }

    @Test
    void theProductsKeysSwitchThemOn() {
        SmallRyeConfig config = with(Map.of(
                "cssc.traces.endpoint",
                "http://collector:4318",
                "cssc.traces.protocol",
                "http/protobuf",
                "cssc.traces.ratio",
                "0.25"));

        assertThat(value(config, DISABLED)).isEqualTo("false");
        assertThat(value(config, ENDPOINT)).isEqualTo("http://collector:4318");
        assertThat(value(config, "quarkus.otel.exporter.otlp.protocol")).isEqualTo("http/protobuf");
        assertThat(value(config, "quarkus.otel.traces.sampler.arg")).isEqualTo("0.25");
    }

    @Test
    void theVariablesOfOpenTelemetryDoTheSame() {
        SmallRyeConfig config = with(Map.of(
                "otel.exporter.otlp.endpoint",
                "http://collector:4317",
                "otel.exporter.otlp.headers",
                "key=value",
                "otel.traces.sampler.arg",
                "0.5"));

        assertThat(value(config, DISABLED)).isEqualTo("false");
        assertThat(value(config, ENDPOINT)).isEqualTo("http://collector:4317");
        assertThat(value(config, "quarkus.otel.exporter.otlp.headers")).isEqualTo("key=value");
        assertThat(value(config, "quarkus.otel.traces.sampler.arg")).isEqualTo("0.5");
    }

    @Test
    void theProductsKeysCountMoreThanThoseVariablesAndQuarkusKeysMost() {
        assertThat(value(
                        with(Map.of(
                                "cssc.traces.endpoint", "http://ours:4317",
                                "otel.exporter.otlp.endpoint", "http://everybodys:4317")),
                        ENDPOINT))
                .isEqualTo("http://ours:4317");
        assertThat(value(
                        with(Map.of("cssc.traces.endpoint", "http://ours:4317", ENDPOINT, "http://its:4317")),
                        ENDPOINT))
                .isEqualTo("http://its:4317");
        assertThat(value(with(Map.of("cssc.traces.endpoint", "http://ours:4317", DISABLED, "true")), DISABLED))
                .isEqualTo("true");
    }

    @Test
    void theVariableForTracesAloneMayEndWithTheirPath() {
        assertThat(value(
                        with(Map.of("otel.exporter.otlp.traces.endpoint", "http://collector:4318/v1/traces")),
                        ENDPOINT))
                .isEqualTo("http://collector:4318");
    }

    /** While the services are built, what it answers becomes a part of them. */
    @Test
    void headersAreHandedOnByNameSinceTheyMayBeCredentials() {
        SmallRyeConfig config = with(Map.of(
                "otel.exporter.otlp.endpoint", "http://collector:4317", "otel.exporter.otlp.headers", "token=secret"));

        assertThat(config.getConfigValue("quarkus.otel.exporter.otlp.headers").getRawValue())
                .doesNotContain("secret");
        assertThat(value(config, "quarkus.otel.exporter.otlp.headers")).isEqualTo("token=secret");
    }

    @Test
    void theSwitchOfOpenTelemetryIsHeeded() {
        SmallRyeConfig config =
                with(Map.of("otel.exporter.otlp.endpoint", "http://collector:4317", "otel.sdk.disabled", "true"));

        assertThat(value(config, DISABLED)).isEqualTo("true");
    }
}
