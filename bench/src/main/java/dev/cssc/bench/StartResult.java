package dev.cssc.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.output.Table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code bench start} measured.
 *
 * @param figures of each program in each form, a program's forms one after the other
 * @param rounds how often each was started
 * @param missing forms that are not on this machine, in words
 */
record StartResult(List<StartFigures> figures, int rounds, List<String> missing) {
    static final String INPUT = "Seconds from executing it until /q/health/ready says yes, of a service that finds its"
            + " tables and topics in the database and the broker beside it; of a command, until it has ended. TOLD is"
            + " what the service says itself, without the JVM's own start. MB is the resident memory of the idle"
            + " service, files that it has mapped included. RATIO is the plain JVM's seconds by these.";

    StartResult {
        figures = List.copyOf(figures);
        missing = List.copyOf(missing);
    }

    /** The rows that every benchmark has: each form beside the plain JVM. */
    List<BenchResult.Row> rows() {
        List<BenchResult.Row> rows = new ArrayList<>();
        for (StartFigures figure : figures) {
            plain(figure)
                    .ifPresent(plain -> rows.add(new BenchResult.Row(
                            switch (figure.form()) {
                                case JVM, JVM_WITH_CACHE -> figure.program();
                                case NATIVE -> figure.program() + "-native";
                            },
                            figure.seconds(),
                            plain.seconds(),
                            "the same on a JVM without a cache")));
        }
        return rows;
    }

    /** What it is measured beside; empty for that itself. */
    private Optional<StartFigures> plain(StartFigures figure) {
        return figures.stream()
                .filter(other -> figure.form() != StartForm.JVM)
                .filter(other ->
                        other.form() == StartForm.JVM && other.program().equals(figure.program()))
                .findFirst();
    }

    /** As a person reads it. */
    Table table() {
        // Short headings: a name of a program that has no room is torn apart.
        Table table = new Table("PROGRAM", "FORM", "SECONDS", "FROM - TO", "TOLD", "MB", "RATIO", "GOAL", "MET");
        for (StartFigures figure : figures) {
            table.row(
                    figure.program(),
                    figure.form().title(),
                    text(figure.seconds()),
                    text(figure.fewestSeconds()) + " - " + text(figure.mostSeconds()),
                    figure.told().isPresent() ? text(figure.told().getAsDouble()) : "",
                    figure.megabytes().isPresent()
                            ? String.valueOf(Math.round(figure.megabytes().getAsDouble()))
                            : "",
                    plain(figure)
                            .map(plain -> text(plain.seconds() / figure.seconds()))
                            .orElse(""),
                    goal(figure),
                    reached(figure).map(yes -> yes ? "yes" : "no").orElse(""));
        }
        return table;
    }

    private static String goal(StartFigures figure) {
        List<String> goals = new ArrayList<>();
        if (figure.isService()) {
            figure.form().goalSeconds().ifPresent(seconds -> goals.add("<" + seconds + " s"));
            figure.form().goalMegabytes().ifPresent(megabytes -> goals.add("<" + Math.round(megabytes) + " MB"));
        }
        return String.join(", ", goals);
    }

    /** Whether what was set out for a service is reached by its medians; empty where nothing was. */
    static Optional<Boolean> reached(StartFigures figure) {
        StartForm form = figure.form();
        if (!figure.isService()
                || (form.goalSeconds().isEmpty() && form.goalMegabytes().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(isBelow(OptionalDouble.of(figure.seconds()), form.goalSeconds())
                && isBelow(figure.megabytes(), form.goalMegabytes()));
    }

    private static boolean isBelow(OptionalDouble measured, OptionalDouble goal) {
        return goal.isEmpty() || measured.orElse(Double.MAX_VALUE) < goal.getAsDouble();
    }

    /** As every benchmark writes it, with all starts. */
    ObjectNode toJson(String machine, Map<String, String> versions) {
        ObjectNode json =
                (ObjectNode) new BenchResult("start", rounds, INPUT, rounds, rows(), machine, versions).toJson();
        ArrayNode list = json.putArray("starts");
        for (StartFigures figure : figures) {
            ObjectNode of = list.addObject()
                    .put("program", figure.program())
                    .put("form", figure.form().name())
                    .put("seconds", rounded(figure.seconds()))
                    .put("fewest_s", rounded(figure.fewestSeconds()))
                    .put("most_s", rounded(figure.mostSeconds()));
            figure.told().ifPresent(told -> of.put("started_in_s", rounded(told)));
            figure.megabytes().ifPresent(megabytes -> of.put("resident_mb", rounded(megabytes)));
            if (figure.isService()) {
                figure.form().goalSeconds().ifPresent(goal -> of.put("goal_s", goal));
                figure.form().goalMegabytes().ifPresent(goal -> of.put("goal_mb", goal));
            }
            reached(figure).ifPresent(reached -> of.put("reached", reached));
            ArrayNode each = of.putArray("each_s");
            figure.starts().forEach(start -> each.add(rounded(start.seconds())));
        }
        ArrayNode absent = json.putArray("missing");
        missing.forEach(absent::add);
        return json;
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }
}
