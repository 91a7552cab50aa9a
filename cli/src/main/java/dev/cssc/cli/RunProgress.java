package dev.cssc.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Follows a run to its end: a line for each state change as it comes. */
public final class RunProgress {
    private static final Set<String> ENDED =
            Set.of("DONE", "COMPLETED", "FINISHED", "FAILED", "CANCELLED", "ENDED", "SUCCEEDED");
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
                last = Math.max(last, sequence(event));
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

    private static long sequence(JsonNode event) {
        return event.path("sequence").asLong(event.path("id").asLong(0));
    }

    private static boolean hasEnded(JsonNode run) {
        return ENDED.contains(Json.text(run, "state", "status"));
    }

    /** One state change: when, which image, which state, why. */
    static String line(JsonNode event) {
        StringBuilder line = new StringBuilder("  ")
                .append(Json.clock(event, "at"))
                .append("  ")
                .append(imageName(event))
                .append("  ")
                .append(String.format("%-9s", Json.text(event, "state")));
        Optional.of(Json.text(event, "reason"))
                .filter(reason -> !reason.isEmpty())
                .ifPresent(reason -> line.append("  ").append(reason));
        Optional.of(Json.text(event, "detail"))
                .filter(detail -> !detail.isEmpty())
                .ifPresent(detail -> line.append("  ").append(detail));
        return line.toString().stripTrailing();
    }

    /** {@code repository:tag}, or the name as it is told. */
    static String imageName(JsonNode node) {
        JsonNode image = node.path("image");
        if (image.isTextual()) {
            return image.asText();
        }
        JsonNode named = image.isObject() ? image : node;
        String repository = Json.text(named, "repository");
        return repository.isEmpty() ? Json.text(named, "name") : repository + ":" + Json.text(named, "tag");
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
