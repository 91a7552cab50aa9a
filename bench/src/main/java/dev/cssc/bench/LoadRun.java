package dev.cssc.bench;

import dev.cssc.common.event.ImageLifecycle;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What became of a load.
 *
 * @param images how many were due
 * @param workflows of how many workflows
 * @param seconds from the request that started the first run until the trigger service called every run finished
 * @param dueAfter seconds until all of them were said to be due
 * @param ends how many ended how
 * @param moments what was seen on the way
 * @param memory of the services at the four points of {@link #POINTS}, by service
 * @param processor seconds of processor time, by service, those of the stand-ins that it started among them, and of the database
 */
record LoadRun(
        int images,
        int workflows,
        double seconds,
        double dueAfter,
        Map<ImageLifecycle.State, Integer> ends,
        List<Moment> moments,
        Map<String, List<Memory>> memory,
        Map<String, Double> processor) {
    /** When memory is looked at. */
    static final List<String> POINTS = List.of("ready", "10 %", "50 %", "end");

    /** ACR's continuous patching starts 10 images each 30 seconds, as its documentation says; it was not run. */
    static final double ACR_SECONDS_PER_IMAGE = 3;

    LoadRun {
        ends = Map.copyOf(ends);
        moments = List.copyOf(moments);
        memory = Map.copyOf(memory);
        processor = Map.copyOf(processor);
    }

    /**
     * What was seen at a time.
     *
     * @param second since the beginning
     * @param ended images that had ended
     * @param lag events that no service had taken in
     * @param resident MB of each service's own process, as far as they are known
     */
    record Moment(double second, int ended, long lag, Map<String, Double> resident) {

        Moment {
            resident = Map.copyOf(resident);
        }
    }

    /** A process's memory in MB, as far as it is known: resident, and heap in use after a full collection. */
    record Memory(OptionalDouble resident, OptionalDouble liveHeap) {}

    /** Images a second, to their end. */
    double rate() {
        return images / seconds;
    }

    /** How many times ACR's rate that is. */
    double timesAcr() {
        return rate() * ACR_SECONDS_PER_IMAGE;
    }

    /** Most events that waited in Kafka. */
    long mostLag() {
        return moments.stream().mapToLong(Moment::lag).max().orElse(0);
    }
}
