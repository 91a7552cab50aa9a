package dev.cssc.bench;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What several starts of one program in one form came to.
 *
 * @param program a service, or a command
 * @param form in which it was started
 * @param starts at least one, in their order
 */
record StartFigures(String program, StartForm form, List<Start> starts) {
    StartFigures {
        starts = List.copyOf(starts);
        if (starts.isEmpty()) {
            throw new IllegalArgumentException(program + " was not started");
        }
    }

    /** Median of the seconds. */
    double seconds() {
        return Median.of(starts.stream().map(Start::seconds).toList());
    }

    /** The quickest. */
    double fewestSeconds() {
        return starts.stream().mapToDouble(Start::seconds).min().orElseThrow();
    }

    /** The slowest. */
    double mostSeconds() {
        return starts.stream().mapToDouble(Start::seconds).max().orElseThrow();
    }

    /** Median of what it said itself. */
    OptionalDouble told() {
        return median(Start::told);
    }

    /** Median of the resident memory. */
    OptionalDouble megabytes() {
        return median(Start::megabytes);
    }

    /** A service, which has memory when it is idle; a command has ended. */
    boolean isService() {
        return megabytes().isPresent();
    }

    private OptionalDouble median(Function<Start, OptionalDouble> figure) {
        List<Double> known = starts.stream()
                .map(figure)
                .flatMapToDouble(OptionalDouble::stream)
                .boxed()
                .toList();
        return known.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Median.of(known));
    }
}
