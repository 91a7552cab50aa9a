package dev.cssc.common.embedded;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A Kafka broker and its KRaft controller in this JVM, reachable over loopback only. What was written stays in the data directory, so a
 * broker started on it again continues. Topics are not created by being named: whoever uses one creates it.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int NODE = 1;

    /** The log cleaner's buffer, in bytes: Kafka's own default (128 MiB) is half of the heap this broker is given. */
    private static final int CLEANER_BUFFER = 4 * 1024 * 1024;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it takes requests (2 to 5 seconds on two cores).
     *
     * @param dataDirectory where its logs live; formatted when it is empty
     * @param port the port to listen on, 0 for a free one
     * @throws UncheckedIOException where the directory cannot be formatted
     */
    public static EmbeddedKafka start(Path dataDirectory, int port) {
        int listening = FreePort.orAny(port);
        Path logs = dataDirectory.toAbsolutePath();
        format(logs);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(configuration(logs, listening, FreePort.any())), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, listening);
    }

    private static void format(Path logs) {
        try {
            Files.createDirectories(logs);
            if (Files.exists(logs.resolve("meta.properties"))) {
                return;
            }
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(logs.toString())
                    .addDirectory(logs.toString())
                    .setIgnoreFormatted(true)
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka's data directory " + logs + " cannot be prepared", e);
        } catch (Exception e) {
            throw new IllegalStateException("Kafka's data directory " + logs + " cannot be formatted", e);
        }
    }

    private static Map<String, String> configuration(Path logs, int port, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE));
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", logs.toString());
        settings.put("auto.create.topics.enable", "false");
        // One node: every internal topic has one replica.
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(CLEANER_BUFFER));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        return settings;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** {@code host:port}, what clients call {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Waits until the broker has ended, whoever ends it. */
    public void awaitEnd() {
        server.awaitShutdown();
    }

    /** Ends the broker in an orderly way; the data stays. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
