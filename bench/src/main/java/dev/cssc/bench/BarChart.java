package dev.cssc.bench;

import java.util.List;
import java.util.Locale;

/**
 * A benchmark's rows as an SVG picture: two bars a row on one logarithmic scale of seconds, so that what takes a thousandth of the time is
 * still seen.
 */
final class BarChart {
    private static final int WIDTH = 960;
    private static final int LEFT = 190;
    private static final int RIGHT = 150;
    private static final int TOP = 84;
    private static final int BAR = 20;
    private static final int ROW = 70;
    private static final int BOTTOM = 64;
    private static final String OURS = "#1f6feb";
    private static final String THEIRS = "#8b949e";

    private final BenchResult result;
    private final String title;
    private final double lowest;
    private final double highest;

    BarChart(BenchResult result, String title) {
        this.result = result;
        this.title = title;
        List<Double> all = result.rows().stream()
                .flatMap(row -> List.of(row.ours(), row.theirs()).stream())
                .toList();
        this.lowest =
                Math.floor(Math.log10(all.stream().mapToDouble(x -> x).min().orElse(1) / 1.5));
        this.highest =
                Math.ceil(Math.log10(all.stream().mapToDouble(x -> x).max().orElse(1) * 1.01));
    }

    String svg() {
        int height = TOP + result.rows().size() * ROW + BOTTOM;
        StringBuilder svg = new StringBuilder();
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="13">
                <rect width="%1$d" height="%2$d" fill="white"/>
                """.formatted(WIDTH, height));
        svg.append(text(20, 30, "font-size=\"18\" font-weight=\"bold\"", title));
        legend(svg);
        scale(svg, height);
        for (int number = 0; number < result.rows().size(); number++) {
            row(svg, result.rows().get(number), TOP + number * ROW);
        }
        svg.append(text(20, height - 12, "fill=\"#57606a\" font-size=\"11\"", result.machine()));
        return svg.append("</svg>\n").toString();
    }

    private static void legend(StringBuilder svg) {
        svg.append(rectangle(20, 46, 14, OURS)).append(text(40, 58, "", "cssc"));
        svg.append(rectangle(96, 46, 14, THEIRS)).append(text(116, 58, "", "what it is measured beside"));
    }

    private void scale(StringBuilder svg, int height) {
        for (int power = (int) lowest; power <= (int) highest; power++) {
            double x = x(Math.pow(10, power));
            svg.append("<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#d0d7de\"/>%n"
                    .formatted(x, TOP - 6, height - BOTTOM));
            svg.append(text(
                    x, height - BOTTOM + 18, "text-anchor=\"middle\" fill=\"#57606a\"", seconds(Math.pow(10, power))));
        }
    }

    private void row(StringBuilder svg, BenchResult.Row row, int y) {
        svg.append(text(LEFT - 12, y + BAR + 6, "text-anchor=\"end\" font-weight=\"bold\"", row.name()));
        bar(svg, y, row.ours(), OURS);
        bar(svg, y + BAR + 3, row.theirs(), THEIRS);
        svg.append(text(
                WIDTH - 20,
                y + BAR + 6,
                "text-anchor=\"end\" font-weight=\"bold\"",
                String.format(Locale.ROOT, row.ratio() < 10 ? "%.1f ×" : "%,.0f ×", row.ratio())));
    }

    private void bar(StringBuilder svg, int y, double value, String colour) {
        double end = x(value);
        svg.append(rectangle(LEFT, y, end - LEFT, colour));
        svg.append(text(end + 6, y + BAR - 5, "fill=\"#57606a\" font-size=\"12\"", seconds(value)));
    }

    private double x(double value) {
        return LEFT + (Math.log10(value) - lowest) / (highest - lowest) * (WIDTH - LEFT - RIGHT);
    }

    private static String rectangle(double x, int y, double width, String colour) {
        return String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                x,
                y,
                Math.max(1, width),
                width == 14 ? 14 : BAR,
                colour);
    }

    private static String text(double x, int y, String attributes, String words) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" %s>%s</text>%n",
                x,
                y,
                attributes,
                words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    /** In the unit that needs the fewest digits. */
    private static String seconds(double value) {
        return value < 0.000_999_5
                ? significant(value * 1e6) + " µs"
                : value < 0.999_5 ? significant(value * 1e3) + " ms" : significant(value) + " s";
    }

    private static String significant(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2g" : "%.0f", value).replaceFirst("\\.0$", "");
    }
}
