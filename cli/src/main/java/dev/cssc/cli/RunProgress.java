package dev.cssc.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Follows a run to its end: a line for each state change as it comes. */
public final class RunProgress {
    private static final long POLL_MILLIS = 500;

    private final TriggerApi api;
    private final PrintWriter out;

    /** Follows runs of this service and prints to this writer. */
    public RunProgress(TriggerApi api, PrintWriter out) {
        this.api = api;
        this.out = out;
    }

    /**
     * What was seen until the run ended.
     *
     * @param run the run as it stands at the end
     * @param events every state change, in the order they were told
     */
    public record Seen(JsonNode run, List<JsonNode> events) {}

    /**
     * Prints each state change of the run until none is left to come.
     *
     * @throws CliException where the run has not ended within the limit; it goes on nevertheless
     */
    public Seen follow(String run, Duration limit) {
        Instant deadline = Instant.now().plus(limit);
        List<JsonNode> seen = new ArrayList<>();
        long last = 0;
        while (true) {
            JsonNode state = api.run(run);
            for (JsonNode event : Json.list(api.runEvents(run, last), "events")) {
                out.println(line(event));
                out.flush();
                seen.add(event);
                last = Math.max(last, event.path("seq").asLong());
            }
            if (hasEnded(state)) {
                return new Seen(state, seen);
            }
            if (Instant.now().isAfter(deadline)) {
                throw new CliException("Run " + run + " has not ended within " + Json.duration(limit)
                        + ". It goes on; see 'cssc run events " + run + "'.");
            }
            pause();
        }
    }

    /** A run is RUNNING until every image of it has come to its end. */
    private static boolean hasEnded(JsonNode run) {
        return !"RUNNING".equals(Json.text(run, "state"));
    }

    /** One state change: when, which image, which state, why. */
    static String line(JsonNode event) {
        StringBuilder line = new StringBuilder("  ")
                .append(Json.clock(event, "at"))
                .append("  ")
                .append(withoutRegistry(Json.text(event, "image")))
                .append("  ")
                .append(String.format("%-9s", Json.text(event, "state")));
        if (event.path("attempt").asInt(1) > 1) {
            line.append("  attempt ").append(event.path("attempt").asInt());
        }
        for (String field : List.of("reason", "detail")) {
            String value = Json.text(event, field);
            if (!value.isEmpty()) {
                line.append("  ").append(value);
            }
        }
        return line.toString().stripTrailing();
    }

    /** {@code repository:tag} of {@code registry/repository:tag}. */
    static String withoutRegistry(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted; the run goes on.");
        }
    }
}
