package dev.cssc.bench;

import dev.cssc.cli.output.Table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The result of {@code bench scale} as an SVG picture: what replicas add, and the load over time. */
final class ScaleChart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 400;
    private static final int TOP = 84;
    private static final int BOTTOM = 300;
    private static final String LINE = "#1f6feb";
    private static final String IDEAL = "#8b949e";
    private static final List<String> COLOURS = List.of("#bf3989", "#9a6700", "#1a7f37");

    private final ScaleResult result;
    private final String machine;
    private final StringBuilder svg = new StringBuilder();

    ScaleChart(ScaleResult result, String machine) {
        this.result = result;
        this.machine = machine;
    }

    String svg() {
        svg.append("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="12">
                <rect width="%1$d" height="%2$d" fill="white"/>
                """.formatted(WIDTH, HEIGHT));
        if (!result.replicas().isEmpty()) {
            replicas();
        }
        result.load().ifPresent(runs -> load(runs.fresh()));
        List<String> words = new ArrayList<>(Table.wrap(ScaleTables.STAND_INS, 150));
        words.add(machine);
        for (int line = 0; line < words.size(); line++) {
            text(
                    20,
                    HEIGHT - 12 - 16 * (words.size() - 1 - line),
                    "fill=\"#57606a\" font-size=\"11\"",
                    words.get(line));
        }
        return svg.append("</svg>\n").toString();
    }

    private void replicas() {
        text(20, 30, "font-size=\"15\" font-weight=\"bold\"", "Images a second, by replicas of scan-service");
        text(20, 50, "fill=\"" + IDEAL + "\"", "grey: the fewest replicas' rate, multiplied");
        ReplicaRun fewest = result.replicas().getFirst();
        double perReplica = fewest.rate() / fewest.replicas();
        double most = result.replicas().stream()
                .mapToDouble(run -> Math.max(run.rate(), perReplica * run.replicas()))
                .max()
                .orElse(1);
        double step = 400.0 / result.replicas().size();
        for (int number = 0; number < result.replicas().size(); number++) {
            ReplicaRun run = result.replicas().get(number);
            double x = 20 + number * step;
            bar(x, perReplica * run.replicas() / most, step * 0.3, IDEAL);
            bar(x + step * 0.32, run.rate() / most, step * 0.3, LINE);
            text(
                    x + step * 0.32,
                    BOTTOM - run.rate() / most * (BOTTOM - TOP) - 6,
                    "font-weight=\"bold\"",
                    String.format(Locale.ROOT, "%.1f/s  %.2f ×", run.rate(), result.ratio(run)));
            text(x, BOTTOM + 18, "", run.replicas() + (run.replicas() == 1 ? " replica" : " replicas"));
        }
    }

    private void bar(double x, double share, double width, String colour) {
        double height = share * (BOTTOM - TOP);
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                x,
                BOTTOM - height,
                width,
                height,
                colour));
    }

    private void load(LoadRun run) {
        text(
                480,
                30,
                "font-size=\"15\" font-weight=\"bold\"",
                String.format(
                        Locale.ROOT,
                        "%,d new images through all services: %.0f/s, %,.0f × ACR's rate",
                        run.images(),
                        run.rate(),
                        run.timesAcr()));
        line(run, moment -> (double) moment.ended() / run.images(), LINE);
        text(480, 50, "fill=\"" + LINE + "\"", "images that have ended, of " + run.images());
        List<String> services = run.memory().keySet().stream().sorted().toList();
        double most = run.moments().stream()
                .flatMap(moment -> moment.resident().values().stream())
                .mapToDouble(resident -> resident)
                .max()
                .orElse(1);
        for (int number = 0; number < services.size(); number++) {
            String service = services.get(number);
            String colour = COLOURS.get(number % COLOURS.size());
            line(run, moment -> moment.resident().getOrDefault(service, 0.0) / most / 2, colour);
            String last = Optional.ofNullable(run.moments().getLast().resident().get(service))
                    .map(megabytes -> String.format(Locale.ROOT, "%.0f MB", megabytes))
                    .orElse("(memory unknown)");
            text(480 + number * 160, 70, "fill=\"" + colour + "\"", service + " " + last);
        }
        text(480, BOTTOM + 18, "", "0 s");
        text(900, BOTTOM + 18, "text-anchor=\"end\"", String.format(Locale.ROOT, "%.0f s", run.seconds()));
    }

    private void line(LoadRun run, ToDoubleFunction<LoadRun.Moment> share, String colour) {
        List<String> points = new ArrayList<>();
        int every = Math.max(1, run.moments().size() / 200); // more are not seen
        for (int number = 0; number < run.moments().size(); number++) {
            LoadRun.Moment moment = run.moments().get(number);
            if (number % every == 0 || number == run.moments().size() - 1) {
                points.add(String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        480 + moment.second() / run.seconds() * 420,
                        BOTTOM - share.applyAsDouble(moment) * (BOTTOM - TOP)));
            }
        }
        svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + colour + "\" points=\""
                + String.join(" ", points) + "\"/>\n");
    }

    private void text(double x, double y, String attributes, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>%n",
                x,
                y,
                attributes,
                words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
    }
}
