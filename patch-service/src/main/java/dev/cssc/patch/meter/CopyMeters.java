package dev.cssc.patch.meter;

import dev.cssc.common.registry.CopyListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import java.util.Locale;

/** Counts the blobs that were there, mounted or sent, and their bytes. */
@ApplicationScoped
class CopyMeters implements CopyListener {
    private final MeterRegistry registry;

    CopyMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        for (How how : How.values()) {
            copies(how);
            bytes(how);
        }
    }

    @Override
    public void copied(How how, long bytes) {
        copies(how).increment();
        bytes(how).increment(bytes);
    }

    private Counter copies(How how) {
        return Counter.builder("cssc.patch.copies")
                .description("Blobs that were made available in another repository")
                .tag("how", label(how))
                .register(registry);
    }

    private Counter bytes(How how) {
        return Counter.builder("cssc.patch.copied.bytes")
                .description("Size of these blobs")
                .tag("how", label(how))
                .register(registry);
    }

    private static String label(How how) {
        return how.name().toLowerCase(Locale.ROOT);
    }
}
