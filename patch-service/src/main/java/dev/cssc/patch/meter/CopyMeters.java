package dev.cssc.patch.meter;

import dev.cssc.common.registry.CopyListener;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.Locale;

/** Counts the blobs that were there, mounted or sent, and their bytes. */
@ApplicationScoped
class CopyMeters implements CopyListener {
    private final MeterRegistry registry;

    CopyMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void copied(How how, long bytes) {
        String label = how.name().toLowerCase(Locale.ROOT);
        registry.counter("cssc.patch.copies", "how", label).increment();
        registry.counter("cssc.patch.copied.bytes", "how", label).increment(bytes);
    }
}
