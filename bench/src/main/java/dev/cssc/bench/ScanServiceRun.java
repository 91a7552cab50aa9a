package dev.cssc.bench;

import dev.cssc.cli.command.CliException;
import dev.cssc.common.embedded.EmbeddedDatabase;
import dev.cssc.common.embedded.EmbeddedKafka;
import dev.cssc.common.embedded.PackagedService;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The real scan service as a process of its own, with a broker and a database that were empty when it started. What it is measured against
 * is not measured with it: it is ready before anything is timed.
 */
final class ScanServiceRun implements AutoCloseable {
    private final EmbeddedDatabase database;
    private final EmbeddedKafka kafka;
    private final ServiceProcess service;

    private ScanServiceRun(EmbeddedDatabase database, EmbeddedKafka kafka, ServiceProcess service) {
        this.database = database;
        this.kafka = kafka;
        this.service = service;
    }

    /**
     * Starts all three.
     *
     * @param program the packaged service
     * @param directory for what they keep
     * @param settings the service's configuration beyond addresses, by environment variable
     * @throws CliException where the service does not become ready, with the end of its log
     */
    static ScanServiceRun start(PackagedService program, Path directory, Map<String, String> settings) {
        EmbeddedDatabase database =
                EmbeddedDatabase.start(directory.resolve("postgres"), 0, EmbeddedDatabase.Durability.KEPT);
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("CSSC_SCAN_ENGINE", "trivy");
        all.put("CSSC_SCAN_WORK_DIRECTORY", directory.resolve("work").toString());
        return new ScanServiceRun(
                database, kafka, ServiceProcess.start("scan-service", program, directory, database, kafka, all));
    }

    /** Where its events travel. */
    String kafka() {
        return kafka.bootstrapServers();
    }

    /** Seconds of processor time that it and its children have used so far, those that have ended included. */
    double processorSeconds() {
        return service.processorSeconds();
    }

    /** Has it look for a newer vulnerability database now. */
    void refreshDatabase() {
        HttpRequest ask = HttpRequest.newBuilder(URI.create(service.url() + "/api/v1/database/refresh"))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            int status = HttpClient.newHttpClient()
                    .send(ask, BodyHandlers.discarding())
                    .statusCode();
            if (status != 202) {
                throw new CliException(
                        "The scan service does not look for a newer database: it answered " + status + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("asking the scan service to look for a newer database", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted.");
        }
    }

    /** What it said last. */
    String endOfLog() {
        return service.endOfLog();
    }

    @Override
    public void close() {
        service.close();
        kafka.close();
        database.close();
    }
}
