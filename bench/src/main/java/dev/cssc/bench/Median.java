package dev.cssc.bench;

import java.util.List;

/** What counts of several rounds. */
final class Median {
    private Median() {}

    /**
     * The number in the middle; of an even number of them, the mean of the two.
     *
     * @throws IllegalArgumentException where there is none
     */
    static double of(List<Double> numbers) {
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        List<Double> sorted = numbers.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
