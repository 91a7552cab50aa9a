package dev.cssc.patch.graft;

import jakarta.enterprise.context.ApplicationScoped;

/** Counts what is shown only once it happened, as happening does. */
@ApplicationScoped
public class CountedGrafts {
    private final GraftMeters meters;

    CountedGrafts(GraftMeters meters) {
        this.meters = meters;
    }

    /** Counts one of each kind. */
    public void countEach() {
        meters.grafted();
        meters.waited();
        meters.refused(new GraftRefusal(GraftRefusal.Reason.NO_SHARED_LAYERS, "none"));
    }
}
