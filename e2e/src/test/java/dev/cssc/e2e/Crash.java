package dev.cssc.e2e;

import dev.cssc.e2e.HoldingRegistry.Hold;
import dev.cssc.e2e.Moment.Then;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The end of services by SIGKILL, when the images are where they are to be then.
 *
 * @param cssc the stack
 * @param database its database
 * @param host of the registry, as image names have it
 * @param holds the requests that are held, which lead to the points
 */
record Crash(Cssc cssc, HeldDatabase database, String host, Map<CrashPoint, Hold> holds) {
    Crash {
        holds = Map.copyOf(holds);
    }

    /**
     * Brings each image that waits for it from its request to its point, kills the service at once, and starts it again.
     *
     * @return the programs that it left behind
     */
    List<ProcessHandle> kill(String service) {
        ProcessHandle process = cssc.process(service + "-service");
        letHeldTransactionsBegin(service);
        letEventsWait(service);
        for (CrashPoint point : points(service, Then.THE_ENGINE_STANDS_STILL)) {
            holds.get(point).pass();
            EngineProgram.haltOneOf(process);
        }
        List<ProcessHandle> programs = process.descendants().toList();
        Cssc.kill(process);
        for (CrashPoint point : CrashPoint.of(service)) {
            switch (point.moment().then()) {
                case NOTHING_ELSE -> holds.get(point).cut();
                case COMMIT, RESERVATION, EVENTS, THE_SERVICE_IS_AWAY, THE_ENGINE_STANDS_STILL ->
                    holds.get(point).pass();
            }
        }
        database.release();
        cssc.run("start", service).succeeded();
        return programs;
    }

    private void letHeldTransactionsBegin(String service) {
        List<CrashPoint> ends = points(service, Then.COMMIT);
        List<CrashPoint> reservations = points(service, Then.RESERVATION);
        for (CrashPoint point : ends) {
            database.holdEnd(service, point.moment().job(), point.image(host));
        }
        Stream.of(ends, reservations)
                .flatMap(List::stream)
                .forEach(point -> holds.get(point).pass());
        database.awaitHeld(ends.size() + reservations.size());
    }

    private void letEventsWait(String service) {
        database.holdEvents(service);
        for (CrashPoint point : points(service, Then.EVENTS)) {
            holds.get(point).pass();
            database.awaitDone(service, point.moment().job(), point.image(host));
        }
    }

    private static List<CrashPoint> points(String service, Then then) {
        return CrashPoint.of(service).stream()
                .filter(point -> point.moment().then() == then)
                .toList();
    }
}
