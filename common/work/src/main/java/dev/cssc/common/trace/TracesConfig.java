package dev.cssc.common.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.util.Optional;

/**
 * Where traces go, and of how many images. OpenTelemetry's own variables ({@code OTEL_EXPORTER_OTLP_ENDPOINT} and its like) say the same where
 * these keys do not, and Quarkus' {@code quarkus.otel.…} has the last word.
 */
@ConfigMapping(prefix = "cssc.traces")
public interface TracesConfig {
    /** OTLP address of a collector, for example {@code http://collector:4317}. Without one there are no traces. */
    Optional<String> endpoint();

    /** How the collector is spoken to: {@code grpc}, mostly at port 4317, or {@code http/protobuf}, mostly at 4318. */
    @WithDefault("grpc")
    String protocol();

    /**
     * Part of the traces that begin here which are recorded, from 0 to 1. Who hands on a trace of his own has decided that for it.
     */
    @WithDefault("1")
    double ratio();
}
