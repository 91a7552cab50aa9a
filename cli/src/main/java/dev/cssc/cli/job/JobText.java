package dev.cssc.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A job as a person reads it. */
final class JobText {
    private JobText() {}

    /** A row for each job, for people: an age is short, which leaves room for the id in full. */
    static Table table(List<JsonNode> jobs, Instant now) {
        return table(jobs, "AGE", job -> age(job, now));
    }

    /** A row for each job, for scripts. */
    static Table rows(List<JsonNode> jobs) {
        return table(jobs, "CREATED", job -> Json.text(job, "createdAt"));
    }

    private static Table table(List<JsonNode> jobs, String heading, Function<JsonNode, String> created) {
        Table table = new Table("JOB", "KIND", "STATE", "SUBJECT", "TRY", heading, "REASON");
        for (JsonNode job : jobs) {
            table.row(
                    Json.text(job, "id"),
                    Json.text(job, "kind"),
                    Json.text(job, "state"),
                    withoutRegistry(Json.text(job, "subject")),
                    Json.text(job, "attempt"),
                    created.apply(job),
                    Json.text(job, "reason"));
        }
        return table;
    }

    /** Its age in the largest unit that it has two of, for example {@code 45s}, {@code 90m}, {@code 3d}. */
    private static String age(JsonNode job, Instant now) {
        Duration age = Json.instant(job, "createdAt")
                .map(created -> Duration.between(created, now))
                .orElse(Duration.ZERO);
        return age.toDays() > 1
                ? age.toDays() + "d"
                : age.toHours() > 1
                        ? age.toHours() + "h"
                        : age.toMinutes() > 1 ? age.toMinutes() + "m" : Math.max(0, age.toSeconds()) + "s";
    }

    /** Everything about one job, its log at the end. */
    static List<String> whole(JsonNode job) {
        Table facts = new Table("JOB", Json.text(job, "id"));
        fact(facts, "Kind", Json.text(job, "kind"));
        fact(facts, "Subject", Json.text(job, "subject"));
        fact(facts, "Workflow", Json.text(job, "flow"));
        fact(facts, "Run", Json.text(job, "run"));
        fact(facts, "State", state(job));
        fact(facts, "Attempts", Json.text(job, "attempt"));
        fact(facts, "Priority", Json.text(job, "priority"));
        fact(facts, "Excludes", Json.text(job, "exclusive"));
        fact(facts, "Worker", Json.text(job, "owner"));
        fact(facts, "Reason", Json.text(job, "reason"));
        fact(facts, "Detail", Json.text(job, "detail"));
        fact(facts, "Created", Json.dayAndTime(job, "createdAt"));
        fact(facts, "Next try", Json.dayAndTime(job, "notBefore"));
        fact(facts, "Last try", Json.dayAndTime(job, "startedAt"));
        fact(facts, "Ended", Json.dayAndTime(job, "endedAt"));
        List<String> lines = new ArrayList<>(facts.lines());
        List<JsonNode> log = Json.list(job.path("log"), "log");
        if (!log.isEmpty()) {
            lines.add("");
            Table table = new Table("TIME", "TRY", "LOG");
            log.forEach(line -> table.row(Json.clock(line, "at"), Json.text(line, "attempt"), Json.text(line, "text")));
            lines.addAll(table.lines());
        }
        return lines;
    }

    private static String state(JsonNode job) {
        String state = Json.text(job, "state");
        boolean over = !Json.text(job, "endedAt").isEmpty();
        if (!over && job.path("cancelRequested").asBoolean(false)) {
            return state + ", being cancelled";
        }
        return over
                ? state
                        + Json.instant(job, "startedAt")
                                .flatMap(start -> Json.instant(job, "endedAt")
                                        .map(end -> " after " + Json.duration(Duration.between(start, end))))
                                .orElse("")
                : state;
    }

    private static void fact(Table facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.row(name, value);
        }
    }

    /** {@code repository:tag} of {@code registry/repository:tag}. */
    private static String withoutRegistry(String name) {
        return name.substring(name.indexOf('/') + 1);
    }
}
