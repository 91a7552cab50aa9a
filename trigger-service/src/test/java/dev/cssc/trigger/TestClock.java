package dev.cssc.trigger;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The service's clock: the system's, until it is set. */
@Mock
@Singleton
public class TestClock extends Clock {
    private volatile Clock now = Clock.systemUTC();

    /** Stops it at this moment. */
    public void set(Instant moment) {
        now = Clock.fixed(moment, ZoneOffset.UTC);
    }

    /** Lets it run again. */
    public void release() {
        now = Clock.systemUTC();
    }

    @Override
    public Instant instant() {
        return now.instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return now.withZone(zone);
    }
}
