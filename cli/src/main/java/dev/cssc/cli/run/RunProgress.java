package dev.cssc.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.service.Patience;
import dev.cssc.cli.service.TriggerApi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Follows a run to its end: a line for each state change as it comes. */
public final class RunProgress {
    private static final long POLL_MILLIS = 500;

    private final TriggerApi api;
    private final Patience patience;
    private final Consumer<String> lines;

    /**
     * Follows runs of a service.
     *
     * @param patience with outages of the service
     * @param lines gets each line as it comes
     */
    public RunProgress(TriggerApi api, Patience patience, Consumer<String> lines) {
        this.api = api;
        this.patience = patience;
        this.lines = lines;
    }

    /**
     * What was seen until the run ended.
     *
     * @param run the run as it stands at the end
     * @param events every state change, in the order they were told
     */
    public record Seen(JsonNode run, List<JsonNode> events) {}

    /**
     * Tells each state change of the run until none is left to come.
     *
     * @throws CliException where the run has not ended within the limit; it goes on nevertheless
     */
    public Seen follow(String run, Duration limit) {
        return follow(run, 0, limit);
    }

    /** The same, beginning behind a state change that is known. */
    Seen follow(String run, long after, Duration limit) {
        Instant deadline = Instant.now().plus(limit);
        List<JsonNode> seen = new ArrayList<>();
        long last = after;
        int width = 0;
        while (true) {
            // Asked before the events, so that an end that is seen has all its events behind it.
            JsonNode state = patience.ask(() -> api.run(run));
            long known = last;
            List<JsonNode> news = Json.list(patience.ask(() -> api.runEvents(run, known)), "events");
            for (JsonNode event : news) {
                width = Math.max(
                        width,
                        EventText.withoutRegistry(Json.text(event, "image")).length());
            }
            for (JsonNode event : news) {
                lines.accept(EventText.line(event, width));
                seen.add(event);
                last = Math.max(last, event.path("seq").asLong());
            }
            // A page of the history may hold less than all that is new.
            if (news.isEmpty() && hasEnded(state)) {
                return new Seen(state, seen);
            }
            if (Instant.now().isAfter(deadline)) {
                throw new CliException("Run " + run + " has not ended within " + Json.duration(limit)
                        + ". It goes on; see 'cssc run events " + run + "'.");
            }
            if (news.isEmpty()) {
                pause();
            }
        }
    }

    /** A run is RUNNING until every image of it has come to its end. */
    private static boolean hasEnded(JsonNode run) {
        return !"RUNNING".equals(Json.text(run, "state"));
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
