package dev.cssc.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.cli.output.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a part takes requests. */
final class Readiness {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_SAID = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final StackHome home;
    private final StackSettings settings;

    Readiness(StackHome home, StackSettings settings) {
        this.home = home;
        this.settings = settings;
    }

    boolean isReady(Part part) {
        return switch (part) {
            case POSTGRES, KAFKA -> Files.exists(home.readyFile(part));
            case REGISTRY -> answers(part, "/v2/");
            case TRIGGER, SCAN, PATCH -> answers(part, "/q/health/ready");
        };
    }

    /**
     * Why a service says that it is not ready: the names of its health checks that are down, with what they say. Empty where it does not
     * answer, or is no service.
     */
    Optional<String> trouble(Part part) {
        return part.isService()
                ? get(part, "/q/health/ready")
                        .filter(answer -> answer.statusCode() == 503)
                        .flatMap(answer -> distilled(answer.body()))
                : Optional.empty();
    }

    /** The checks that are down in a MicroProfile Health answer, in one line. */
    static Optional<String> distilled(String health) {
        List<String> down = new ArrayList<>();
        try {
            for (JsonNode check : JSON.readTree(health).path("checks")) {
                if ("DOWN".equals(Json.text(check, "status"))) {
                    List<String> said = new ArrayList<>();
                    check.path("data").forEach(value -> said.add(firstLine(value.asText())));
                    said.removeIf(line -> line.isEmpty() || "[OK]".equals(line));
                    down.add(Json.text(check, "name") + (said.isEmpty() ? "" : ": " + String.join(", ", said)));
                }
            }
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        return down.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", down));
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        return line.length() > LONGEST_SAID ? line.substring(0, LONGEST_SAID) + "…" : line;
    }

    private boolean answers(Part part, String path) {
        return get(part, path).filter(answer -> answer.statusCode() == 200).isPresent();
    }

    private Optional<HttpResponse<String>> get(Part part, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.url(part) + path))
                .timeout(Duration.ofSeconds(3))
                .build();
        try {
            return Optional.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
