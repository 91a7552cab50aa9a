package dev.cssc.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;

/** Whether a part takes requests. */
final class Readiness {
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

    private boolean answers(Part part, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.url(part) + path))
                .timeout(Duration.ofSeconds(3))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
