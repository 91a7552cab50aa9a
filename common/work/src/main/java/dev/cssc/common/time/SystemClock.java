package dev.cssc.common.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import java.time.Clock;

/**
 * The time by which events are dated, schedules are set, and days are told. What several replicas decide together goes by the database's
 * time.
 */
@ApplicationScoped
class SystemClock {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
