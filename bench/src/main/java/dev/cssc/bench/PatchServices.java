package dev.cssc.bench;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.Home;
import dev.cssc.common.embedded.EmbeddedDatabase;
import dev.cssc.common.embedded.EmbeddedKafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The real patch service, and the real scan service to judge what it makes, with one broker and one database between them. */
final class PatchServices implements AutoCloseable {
    private final EmbeddedDatabase database;
    private final EmbeddedKafka kafka;
    private final ServiceProcess scan;
    private final ServiceProcess patch;

    private PatchServices(EmbeddedDatabase database, EmbeddedKafka kafka, ServiceProcess scan, ServiceProcess patch) {
        this.database = database;
        this.kafka = kafka;
        this.scan = scan;
        this.patch = patch;
    }

    /**
     * Starts all four.
     *
     * @param registry where the images are
     * @param advisories reference of the scan service's vulnerability database
     */
    static PatchServices start(Path directory, String registry, String advisories) {
        EmbeddedDatabase database =
                EmbeddedDatabase.start(directory.resolve("postgres"), 0, EmbeddedDatabase.Durability.KEPT);
        EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        Map<String, String> both = new HashMap<>();
        both.put("CSSC_REGISTRIES_BENCH_HOST", registry);
        both.put("CSSC_REGISTRIES_BENCH_SCHEME", "http");
        both.put("CSSC_REGISTRIES_BENCH_ALLOW_PRIVATE_ADDRESS", "true");
        Map<String, String> scan = new HashMap<>(both);
        scan.put("CSSC_SCAN_ENGINE", "trivy");
        scan.put("CSSC_SCAN_WORK_DIRECTORY", directory.resolve("scan").toString());
        scan.put("CSSC_SCAN_TRIVY_CACHE_DIRECTORY", directory.resolve("trivy").toString());
        scan.put("CSSC_SCAN_TRIVY_DB_REPOSITORY", advisories);
        Map<String, String> patch = new HashMap<>(both);
        patch.put("CSSC_PATCH_ENGINE", "buildah");
        patch.put("CSSC_PATCH_WORK_DIRECTORY", directory.resolve("patch").toString());
        return new PatchServices(
                database,
                kafka,
                ServiceProcess.start("scan-service", program("scan-service"), directory, database, kafka, scan),
                ServiceProcess.start("patch-service", program("patch-service"), directory, database, kafka, patch));
    }

    private static Path program(String service) {
        Path program = Home.project().resolve(service + "/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(program)) {
            throw new CliException(
                    program + " is not there. Run ./cssc, which builds what is missing, or ./mvnw package.");
        }
        return program;
    }

    String kafka() {
        return kafka.bootstrapServers();
    }

    /** What both said last. */
    String endOfLogs() {
        return scan.endOfLog() + "\n" + patch.endOfLog();
    }

    @Override
    public void close() {
        patch.close();
        scan.close();
        kafka.close();
        database.close();
    }
}
