package dev.cssc.common.testing;

/** What a service shows at {@code /q/metrics}, in Prometheus' text format. */
public final class PrometheusText {
    private PrometheusText() {}

    /**
     * Value of a series; 0 where nothing was counted yet.
     *
     * @param text all of it
     * @param series its name with its labels, as they stand there
     */
    public static double value(String text, String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }
}
