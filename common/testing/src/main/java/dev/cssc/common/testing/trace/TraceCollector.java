package dev.cssc.common.testing.trace;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.eclipse.microprofile.config.ConfigProvider;

import java.util.List;
import java.util.Map;

/**
 * Switches the traces of a {@code @QuarkusTest} on and has them sent to an {@link OtlpReceiver}, which {@link #spans} asks:
 * {@code @WithTestResource(TraceCollector.class)}.
 */
public final class TraceCollector implements QuarkusTestResourceLifecycleManager {
    private static final String ADDRESS = "cssc.traces.endpoint";

    private final OtlpReceiver receiver = OtlpReceiver.start();

    @Override
    public Map<String, String> start() {
        return Map.of(
                ADDRESS,
                receiver.address(),
                "cssc.traces.protocol",
                "http/protobuf",
                "quarkus.otel.bsp.schedule.delay",
                "100ms");
    }

    /** What the application under test has exported up to now. */
    public static List<ReceivedSpan> spans() {
        return OtlpReceiver.spans(ConfigProvider.getConfig().getValue(ADDRESS, String.class));
    }

    /** The spans of that trace up to now. */
    public static List<ReceivedSpan> spans(String traceId) {
        return spans().stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    @Override
    public void stop() {
        receiver.close();
    }
}
