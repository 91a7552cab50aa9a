package dev.cssc.bench;

import dev.cssc.common.embedded.EmbeddedDatabase;
import dev.cssc.common.embedded.EmbeddedKafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The real patch service, and the real scan service to judge what it makes, with one broker and one database between them. */
final class PatchServices implements AutoCloseable {
    private final EmbeddedDatabase database;
    private final EmbeddedKafka kafka;
    private final Path directory;
    private final Map<String, String> settings;
    private final ServiceProcess scan;
    private ServiceProcess patch;

    private PatchServices(
            EmbeddedDatabase database,
            EmbeddedKafka kafka,
            Path directory,
            Map<String, String> settings,
            ServiceProcess scan) {
        this.database = database;
        this.kafka = kafka;
        this.directory = directory;
        this.settings = Map.copyOf(settings);
        this.scan = scan;
        this.patch = startPatch(Map.of());
    }

    /**
     * Starts all four.
     *
     * @param registry where the images are
     * @param advisories reference of the scan service's vulnerability database
     * @param tool what the patch service patches with
     */
    static PatchServices start(Path directory, String registry, String advisories, BareTool tool) {
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
        patch.put("CSSC_PATCH_ENGINE", tool.engine());
        patch.put("CSSC_PATCH_WORK_DIRECTORY", directory.resolve("patch").toString());
        patch.putAll(tool.settings());
        return new PatchServices(
                database,
                kafka,
                directory,
                patch,
                ServiceProcess.start(
                        "scan-service", ServiceProcess.program("scan-service"), directory, database, kafka, scan));
    }

    private ServiceProcess startPatch(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return ServiceProcess.start(
                "patch-service", ServiceProcess.program("patch-service"), directory, database, kafka, all);
    }

    /** Starts the patch service anew, with so many workers. */
    void patchWith(int workers) {
        patch.close();
        patch = startPatch(Map.of("CSSC_WORKER_CONCURRENCY", String.valueOf(workers)));
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
